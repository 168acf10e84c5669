import { createHash } from 'node:crypto'
import { parse } from 'node-html-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestBrowser, type TestBrowser } from '../fakes/browser.ts'
import { type PortalScene, pagesIn, setPortalScene } from './portal-scene.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld
let scene: PortalScene
/** Everything of another company that has an identifier or a name in an address or a form. */
let foreign: Record<string, string>
let anna: TestBrowser
beforeAll(async () => {
  world = await openWebWorld()
  scene = await setPortalScene(world)
  const company = await world.company('Elders', ['elders.example'])
  const administrator = await world.user(company, 'vera@elders.example', { role: 'administrator' })
  const user = await world.user(company, 'wim@elders.example')
  const licence = await world.licence(company, 'Geheim')
  await world.grant(administrator, licence)
  const connection = await world.connection([company])
  const workspace = await world.put('workspaces', {
    id: world.ports.ids.next(),
    channel: 'slack',
    workspaceId: 'T9',
    name: 'Elders op Slack',
    companyIds: [company],
    connectedBy: administrator.id,
    connectedAt: world.now(),
  })
  foreign = {
    company,
    user: user.id,
    licence: licence.id,
    connection: connection.id,
    workspace: workspace.id,
    request: (await world.ask(user, licence)).reference,
  }
  anna = await world.signedIn(scene.administrator.email)
})
afterAll(() => world.close())

interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method: string }[] } | undefined
  readonly handle: object
  /** It stands at the root: single sign-on and provisioning stand below an address of their own, and have their own tests. */
  readonly slash: boolean
}

/** Every route that the web server knows, as Express keeps them. */
const routesOf = (layers: readonly Layer[]): { path: string; post: boolean }[] =>
  layers.flatMap(({ route, handle, slash }) => {
    if (route) return [{ path: route.path, post: route.stack.some(({ method }) => method === 'post') }]
    return slash && 'stack' in handle ? routesOf(handle.stack as readonly Layer[]) : []
  })

/** Here a secret in the address tells the company, or nobody's session but an operator's counts, which has its own tests. */
const withoutSession = /^\/(set-up|operator)\//

/** A picture of all that is kept about the other company. */
const fingerprint = async (): Promise<string> => {
  const kept = await Promise.all(
    (['companies', 'users', 'licences', 'grants', 'requests', 'connections', 'workspaces'] as const).map(
      async (table) =>
        (await world.rows(table)).filter((row) => JSON.stringify(row).includes(foreign['company'] ?? '')),
    ),
  )
  return createHash('sha256').update(JSON.stringify(kept)).digest('hex')
}

const formsOn = (html: string): { action: string | undefined; fields: [string, string][] }[] =>
  parse(html)
    .querySelectorAll('main form[method=post]')
    .map((form) => ({
      action: form.getAttribute('action'),
      fields: form.querySelectorAll('input, select, textarea, button[name]').flatMap((one): [string, string][] => {
        const name = one.getAttribute('name')
        const [option] = one.querySelectorAll('option[value]').filter((each) => each.getAttribute('value') !== '')
        return name ? [[name, one.getAttribute('value') ?? option?.getAttribute('value') ?? '']] : []
      }),
    }))

const post = (path: string, fields: readonly [string, string][]): Promise<Response> =>
  anna.fetch(`${world.url}${path}`, { method: 'POST', body: new URLSearchParams([...fields]), redirect: 'manual' })

describe("another company's identifiers", () => {
  it('are unknown on every route, to look at and to act on', async () => {
    const before = await fingerprint()
    const routes = routesOf(world.routes() as unknown as readonly Layer[]).filter(
      ({ path }) => path.includes(':') && !withoutSession.test(path),
    )
    expect(routes.length).toBeGreaterThanOrEqual(8)
    const own: Record<string, string> = {
      user: scene.people[0]?.id ?? '',
      licence: scene.build.id,
      connection: scene.connection.id,
      request: scene.asked[4]?.reference ?? '',
    }
    const statuses: Record<string, number[]> = {}
    const filled = (path: string, with_: Record<string, string>): string =>
      path.replace(/:(\w+)/g, (_all, name: string) => {
        const value = with_[name]
        // A new kind of identifier in an address must be added to this test.
        if (!value) throw new Error(`${path}: what is ":${name}"?`)
        return value
      })
    for (const { path } of routes) {
      const theirs = filled(path, foreign)
      const seen = (await anna.fetch(`${world.url}${theirs}`)).status
      statuses[path] = [...(statuses[path] ?? []), seen]
      const mine = await (await anna.fetch(`${world.url}${filled(path, own)}`)).text()
      for (const { fields, action } of formsOn(mine))
        if (!action) statuses[path]?.push((await post(theirs, fields)).status)
    }
    for (const [path, seen] of Object.entries(statuses)) expect([path, new Set(seen)]).toEqual([path, new Set([404])])
    expect(await fingerprint()).toBe(before)
  })

  it('are worth nothing in any field of any form', async () => {
    const before = await fingerprint()
    const guesses: Record<string, string | undefined> = {
      licenceId: foreign['licence'],
      licenceIds: foreign['licence'],
      user: foreign['user'],
      requests: foreign['request'],
      companyId: foreign['company'],
      connectionId: foreign['connection'],
      workspaceId: 'T9',
    }
    const tried: string[] = []
    for (const [name, path] of pagesIn(scene).administrator) {
      for (const { action, fields } of formsOn(await (await anna.fetch(`${world.url}${path}`)).text())) {
        for (const [field] of fields) {
          const guess = guesses[field]
          if (!guess) continue
          const response = await post(
            action ?? path,
            fields.map(([key, value]) => [key, key === field ? guess : value || 'x@meerdijk.example']),
          )
          tried.push(field)
          expect([name, field, response.status >= 400]).toEqual([name, field, true])
        }
      }
    }
    expect(new Set(tried).size).toBeGreaterThanOrEqual(4)
    expect(await fingerprint()).toBe(before)
  })
})

describe('a form of another site', () => {
  it('does nothing, whatever it says', async () => {
    const routes = routesOf(world.routes() as unknown as readonly Layer[]).filter(
      ({ path, post: posts }) => posts && !path.startsWith('/set-up/'),
    )
    expect(routes.length).toBeGreaterThanOrEqual(15)
    const stranger = openTestBrowser()
    const token = /name="_token" value="([^"]*)"/.exec((await stranger.open(`${world.url}/login`)).html)?.[1] ?? ''
    expect(token).not.toBe('')
    for (const { path } of routes) {
      const address = path.replace(/:(\w+)/g, (_all, name: string) => foreign[name] ?? name)
      for (const fields of [[], [['_token', 'x']], [['_token', token]]] as [string, string][][])
        expect([path, (await post(address, fields)).status]).toEqual([path, 403])
    }
    expect((await anna.fetch(`${world.url}/api/me`)).status).toBe(200)
  })
})

describe('every page', () => {
  it('is kept by no cache, runs no script of others, is framed by nobody', async () => {
    const pages = pagesIn(scene)
    for (const [browser, list] of [
      [anna, pages.administrator],
      [openTestBrowser(), pages.stranger],
    ] as const)
      for (const [name, path] of list) {
        const { headers } = await browser.fetch(`${world.url}${path}`)
        const policy = headers.get('content-security-policy') ?? ''
        expect([name, headers.get('cache-control')]).toEqual([name, 'no-store'])
        expect(policy).toContain("default-src 'none'")
        expect(policy).toContain("frame-ancestors 'none'")
        expect(policy).not.toMatch(/unsafe-|\*|http:|https:/)
        expect(headers.get('referrer-policy')).toBe('no-referrer')
      }
  })

  it('holds no script and no style of its own', async () => {
    for (const [, path] of pagesIn(scene).administrator) {
      const { html } = await anna.open(`${world.url}${path}`)
      expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:/i)
    }
  })
})

describe('behind TLS', () => {
  it('sets cookies that only this host can have set', async () => {
    const secure = await openWebWorld({ reachedAt: 'https://toegang.example' })
    const response = await fetch(`${secure.url}/login`)
    const cookies = response.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-toegang_\w+=/)
      expect(cookie).toMatch(/; Path=\/;.*HttpOnly; Secure; SameSite=Lax/)
      expect(cookie).not.toMatch(/Domain=/i)
    }
    expect(response.headers.get('strict-transport-security')).toContain('max-age=')
    const company = await secure.company('Acme', ['acme.example'])
    await secure.user(company, 'anna@acme.example')
    const anna = await secure.signedIn('anna@acme.example')
    expect(anna.cookie('__Host-toegang_session')).toBeDefined()
    expect(anna.cookie('toegang_session')).toBeUndefined()
    await secure.close()
  })
})

describe('guessing', () => {
  it('a secret is slowed down, on all pages that take one together', async () => {
    const pages = ['/login/link', '/register/complete', '/chat/confirm']
    const tries = pages.map((path) => async () => (await anna.fetch(`${world.url}${path}?secret=guess`)).status)
    const first = await Promise.all(tries.map((one) => one()))
    for (let turn = 0; turn < 70; turn++) await Promise.all(tries.map((one) => one()))
    expect(first).not.toContain(429)
    expect(await Promise.all(tries.map((one) => one()))).toEqual([429, 429, 429])
  })
})
