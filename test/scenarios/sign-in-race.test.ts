/** One signed response, posted to fifty handlers on three instances over one PostgreSQL at the very same moment. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, sessionCookie } from '../../adapters/cookies.ts'
import { openLog } from '../../adapters/log.ts'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { openSaml } from '../../adapters/saml/routes.ts'
import { type Core, openCore } from '../../src/kernel/answer.ts'
import type { Connection } from '../../src/sign-in/connection.ts'
import { type IdpFake, openIdpFake } from '../fakes/idp.ts'
import { type Instances, openInstances } from './instances.ts'

/** What the world calls us, whichever instance answers. */
const baseUrl = 'http://127.0.0.1:1'
const silent = openLog('error', new Writable({ write: (_chunk, _encoding, done) => done() }))
const anna = { nameId: 'anna-1', email: 'anna@acme.example', name: 'Anna' }

interface Instance {
  readonly url: string
  close(): Promise<void>
}

/** Single sign-on of one instance in a web server of its own. */
const serve = async (core: Core): Promise<Instance> => {
  const web = express()
  const saml = openSaml({ core, web, browser: openBrowser(baseUrl, core.ports.secrets.make), log: silent, baseUrl })
  const server: Server = createServer(web).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await saml.close()
    },
  }
}

let server: Awaited<ReturnType<typeof openInstances>>
let instances: Instances
let served: Instance[]
let idp: IdpFake
let connection: Connection
beforeAll(async () => {
  server = await openInstances()
  instances = await server.open()
  const { world, cores } = instances
  world.at(new Date().toISOString())
  idp = await openIdpFake({ users: [anna] })
  const acme = await world.company('Acme', ['acme.example'])
  served = await Promise.all(cores.map(serve))
  const [saml] = served
  if (!saml) throw new Error('no instance')
  const { certificate } = idp.rollOver()
  connection = await world.connection([acme], {
    identityProvider: {
      entityId: idp.entityId,
      ssoUrl: `${idp.url}/sso`,
      ssoBinding: 'redirect',
      certificates: [certificate],
    },
  })
})
afterAll(async () => {
  for (const one of served) await one.close()
  await idp.close()
  await instances.close()
  await server.stop()
})

const at = (instance: Instance | undefined, path: string): string => `${instance?.url}/saml/${connection.id}${path}`

/** A browser that was sent to the identity provider, and what it brings back. */
const asked = async (): Promise<{ body: string; cookie: string }> => {
  const response = await fetch(at(served[0], '/login'), { redirect: 'manual' })
  const page = await (await fetch(`${response.headers.get('location')}&user=${anna.nameId}`)).text()
  const message = /name="SAMLResponse" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { body: String(new URLSearchParams({ SAMLResponse: message })), cookie }
}
const post = (instance: Instance | undefined, body: string): Promise<Response> =>
  fetch(at(instance, '/acs'), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
const finish = (instance: Instance | undefined, location: string, cookie: string): Promise<Response> =>
  fetch(at(instance, `/finish${new URL(location).search}`), { redirect: 'manual', headers: { cookie } })
const sessionsIn = (response: Response): string[] =>
  response.headers.getSetCookie().filter((line) => line.startsWith(`${sessionCookie}=`))

describe('one response', () => {
  it('posted to fifty handlers on three instances makes one session', async () => {
    const { world } = instances
    const { body, cookie } = await asked()
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => post(served[index % 3], body)))
    const codes = answers.filter(({ status }) => status === 303).map((one) => one.headers.get('location') ?? '')
    expect(codes).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(49)
    expect(answers.flatMap(sessionsIn)).toEqual([])
    const finished = await Promise.all(
      Array.from({ length: 50 }, (_, index) => finish(served[index % 3], codes[0] ?? '', cookie)),
    )
    expect(finished.flatMap(sessionsIn)).toHaveLength(1)
    expect(await world.rows('sessions')).toHaveLength(1)
    expect((await world.events('sign_in.refused')).map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 49 }, () => 'saml.replay'),
      ...Array.from({ length: 49 }, () => 'sso.expired'),
    ])
    expect(await world.rows('users')).toMatchObject([{ email: anna.email }])
  })

  it('is refused after a restart', async () => {
    const { body, cookie } = await asked()
    const first = await post(served[0], body)
    const store = await openPostgresStore({ url: instances.url })
    const fresh = await serve(openCore({ ...instances.world.ports, store }))
    expect((await post(fresh, body)).status).toBe(403)
    expect((await instances.world.events('sign_in.refused')).at(-1)?.reason).toBe('saml.replay')
    // The browser that asked is not bound to the instance that is gone.
    expect(sessionsIn(await finish(fresh, first.headers.get('location') ?? '', cookie))).toHaveLength(1)
    await fresh.close()
    await store.close()
  })

  it('is refused while the store is down, and counts once it is back', async () => {
    const { body } = await asked()
    const store = await openPostgresStore({ url: instances.url })
    const cut = await serve(openCore({ ...instances.world.ports, store }))
    await store.close()
    const answer = await post(cut, body)
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expect(answer.headers.getSetCookie()).toEqual([])
    await cut.close()
    expect((await post(served[1], body)).status).toBe(303)
  })
})
