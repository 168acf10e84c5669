/** Installing the app in many workspaces: a real browser's journey over HTTP, and what Slack's removal of it leaves. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openSlack } from '../../adapters/slack/app.ts'
import { later } from '../../src/kernel/instant.ts'
import { openTestBrowser, type Page, type TestBrowser } from '../fakes/browser.ts'
import { manifest } from '../fakes/slack/bare-app.ts'
import { openSlackFake, type SlackFake, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const client = { id: 'C.1', secret: 'client-secret' }
const rotating = {
  ...manifest,
  settings: { ...(manifest['settings'] as object), org_deploy_enabled: true, token_rotation_enabled: true },
}

let slack: SlackFake
let world: WebWorld
let boss: SlackUser
let acme: string
let browser: TestBrowser

beforeEach(async () => {
  slack = await openSlackFake({
    manifest: rotating,
    signingSecret: 'right',
    oauth: client,
    team: { name: 'Acme HQ', enterprise: { id: 'E0ACME', name: 'Acme Group' } },
    clock: () => Date.parse(world.now()),
  })
  world = await openWebWorld({
    slackOf: (setting) =>
      openSlack(
        {
          mode: 'oauth',
          signingSecret: 'right',
          clientId: client.id,
          clientSecret: client.secret,
          apiUrl: slack.apiUrl,
        },
        setting,
      ),
  })
  slack.appUrl = world.url
  acme = await world.company('Acme', ['acme.example'])
  await world.user(acme, 'boss@acme.example', { role: 'administrator', language: 'en' })
  boss = slack.addUser({ name: 'boss' })
  browser = await world.signedIn('boss@acme.example', 'en')
})
afterEach(async () => {
  expect(slack.violations).toEqual([])
  expect(world.logged.join()).not.toMatch(/xox|client-secret/)
  await world.close()
  await slack.close()
})

const path = (page: Page) => new URL(page.url).pathname
const install = (from = browser) => from.open(`${world.url}/slack/install`)
/** As `install`, up to Slack's page: the address that the browser is sent to. */
const toSlack = async (from = browser): Promise<string> => {
  const response = await fetch(`${world.url}/slack/install`, {
    redirect: 'manual',
    headers: { cookie: cookiesOf(from) },
  })
  return response.headers.get('location') ?? ''
}
const cookiesOf = (from: TestBrowser) =>
  ['toegang_session', 'toegang_browser'].map((name) => `${name}=${from.cookie(name)}`).join('; ')
const connections = () => browser.open(`${world.url}/company/connections`)
const answerTo = async (user: SlackUser) => {
  const before = slack.messagesTo(user).length
  await slack.slash(user, undefined, '/access', 'help')
  return slack.waitFor(() => slack.messagesTo(user)[before])
}
const hears = async (user: SlackUser) => wordsIn((await answerTo(user)).blocks)

describe('an administrator who installs the app', () => {
  it('presses a button in the portal, allows it in Slack, and is back with the workspace connected', async () => {
    const page = await (await connections()).follow('Add to Slack')
    expect(path(page)).toBe('/company/connections')
    expect(page.text).toContain('installed in "Acme HQ", and connected to your company')
    expect(await world.rows('workspaces')).toMatchObject([{ workspaceId: slack.team.id, companyIds: [acme] }])
    expect(await hears(slack.addUser({ name: 'Anna', locale: 'en-US' }))).toContain('What you can do here')
  })

  it('is the administrator: anybody else is refused, and whoever is not signed in signs in first', async () => {
    await world.user(acme, 'anna@acme.example', { language: 'en' })
    expect(await install(await world.signedIn('anna@acme.example'))).toMatchObject({ status: 403 })
    expect(path(await install(openTestBrowser()))).toBe('/login')
    expect(slack.count('oauth.v2.access')).toBe(0)
  })

  it('leaves no token, state or secret of Slack’s in the clear in the store', async () => {
    const address = await toSlack()
    await browser.open(slack.approveInstall(boss, address))
    const kept = JSON.stringify([await world.rows('installations'), await world.rows('audit')])
    expect(kept).toContain('v1.')
    expect(kept).not.toMatch(/xox|client-secret/)
  })

  it('may say no in Slack, and can try again', async () => {
    const page = await browser.open(`${world.url}/slack/oauth_redirect?error=access_denied&state=whatever`)
    expect(page.text).toContain('Nothing was installed')
    expect((await page.follow('Add to Slack')).text).toContain('connected to your company')
  })

  it('is told when Slack does not take the code', async () => {
    const state = new URL(await toSlack()).searchParams.get('state')
    const page = await browser.open(`${world.url}/slack/oauth_redirect?code=made-up&state=${state}`)
    expect(page.text).toContain('Slack refused the installation (invalid_code)')
    expect(await world.rows('installations')).toEqual([])
  })
})

describe('what comes back from Slack', () => {
  const refused = async (page: Page) => {
    expect(page.status).toBeGreaterThanOrEqual(400)
    expect(page.text).toContain('not started in this browser')
  }

  it('counts once', async () => {
    const address = await toSlack()
    await browser.open(slack.approveInstall(boss, address))
    await refused(await browser.open(slack.approveInstall(boss, address)))
    expect(await world.rows('installationStates')).toEqual([])
  })

  it('counts in the browser that asked, for the person who asked, and for ten minutes', async () => {
    const back = slack.approveInstall(boss, await toSlack())
    await refused(await (await world.signedIn('boss@acme.example', 'en')).open(back))
    await world.user(acme, 'other@acme.example', { role: 'administrator', language: 'en' })
    await refused(await (await world.signedIn('other@acme.example', 'en')).open(back))
    world.wait({ minutes: 10 })
    await refused(await browser.open(back))
    expect(slack.count('oauth.v2.access')).toBe(0)
    expect(await world.rows('installations')).toEqual([])
  })

  it('never binds a workspace of a stranger: a state that was made up is worth nothing', async () => {
    const state = new URL(await toSlack()).searchParams.get('state') ?? ''
    const back = new URL(slack.approveInstall(boss, await toSlack()))
    for (const wrong of ['x', `${state}x`, 'a'.repeat(500)]) {
      back.searchParams.set('state', wrong)
      await refused(await browser.open(back.href))
    }
  })

  it('without a state began in Slack: it asks for a sign-in, and is finished by installing from here', async () => {
    const asked = new URL(await toSlack())
    asked.searchParams.delete('state')
    const back = slack.approveInstall(boss, asked.href, true)
    expect(path(await openTestBrowser().open(back))).toBe('/login')
    const page = await browser.open(back)
    expect(page.text).toContain('nobody can tell for which company it is. Finish it here for Acme')
    expect(await world.rows('installations')).toEqual([])
    expect(slack.count('oauth.v2.access')).toBe(0)
    expect((await page.follow('Add to Slack')).text).toContain('connected to your company')
  })
})

describe('a workspace that serves several companies', () => {
  it('is installed by each of them, and finds everybody by the own address', async () => {
    await install()
    const beta = await world.company('Beta', ['beta.example'])
    await world.user(beta, 'bea@beta.example', { role: 'administrator', language: 'en' })
    await install(await world.signedIn('bea@beta.example'))
    const [workspace] = await world.rows('workspaces')
    expect(workspace?.companyIds).toEqual([acme, beta])
    expect(await world.rows('installations')).toHaveLength(1)
    const claimOf = async (email: string) => {
      await hears(slack.addUser({ name: email, email }))
      return (await world.rows('chatAccounts')).at(-1)?.userId
    }
    const [user] = await world.rows('users', { email: 'bea@beta.example' })
    expect(await claimOf('bea@beta.example')).toBe(user?.id)
  })

  it('forgets its token when the last of them leaves, and ends it in Slack, if that answers', async () => {
    for (const answers of [true, false]) {
      await install()
      if (!answers) slack.faults.plan({ method: 'auth.revoke', fault: { kind: 'status', status: 503 } })
      expect((await (await connections()).submit('Disconnect')).text).toContain('is disconnected')
      expect(await world.rows('installations')).toEqual([])
      expect(slack.calls.at(-1)).toMatchObject({ method: 'auth.revoke', status: answers ? 200 : 503 })
    }
  })
})

describe('an organisation that installs it for all its workspaces', () => {
  it('is one installation; people of any of them are heard, also where a payload names no workspace', async () => {
    const back = slack.approveInstall(boss, await toSlack(), true)
    expect((await browser.open(back)).text).toContain('installed in "Acme Group"')
    expect(await world.rows('installations')).toMatchObject([{ workspaceId: 'E0ACME' }])
    const team = slack.addTeam({ name: 'Acme Sales', enterprise: { id: 'E0ACME', name: 'Acme Group' } })
    await world.user(acme, 'anna@acme.example', { name: 'Anna' })
    const anna = slack.addUser({ name: 'Anna', teamId: team.id, email: 'anna@acme.example', locale: 'en-US' })
    expect(await hears(anna)).toContain('access')
    await slack.openHome(anna)
    await slack.waitFor(() => slack.home(anna))
    const outsider = slack.addTeam({ name: 'Elsewhere' })
    expect(() => slack.botOf(outsider.id)).toThrow(/not installed/)
  })
})

describe('the removal of the app', () => {
  const orders = [
    ['app_uninstalled', 'tokens_revoked'],
    ['tokens_revoked', 'app_uninstalled'],
  ] as const

  it.each(orders)('told as %s, then %s, ends it once, and can be undone', async (...order) => {
    await install()
    world.wait({ minutes: 1 })
    await slack.uninstall(slack.team.id, order)
    await vi.waitFor(async () => expect(await world.rows('installations')).toEqual([]))
    const told = (await world.rows('audit')).filter(({ event }) => event.type === 'workspace.uninstalled')
    expect(told).toMatchObject([{ companyIds: [acme] }])
    expect((await connections()).text).toContain('was removed in Slack')
    world.wait({ minutes: 1 })
    expect((await install()).text).toContain('connected to your company')
    expect((await connections()).text).not.toContain('was removed in Slack')
    expect(await hears(boss)).toContain('Dit kun je hier doen')
  })

  it('that is told late says nothing about what was installed since', async () => {
    await install()
    world.wait({ minutes: 1 })
    await slack.uninstall(slack.team.id, ['app_uninstalled'])
    world.wait({ minutes: 1 })
    await install()
    const [late] = slack.deliveries.filter(({ kind }) => kind === 'event').slice(-1)
    if (late) await slack.redeliver(late, 2)
    await hears(boss)
    expect(await world.rows('installations')).toHaveLength(1)
  })
})

describe('a token that rotates', () => {
  const renewals = () =>
    slack.calls.filter(({ method, args }) => method === 'oauth.v2.access' && args['grant_type'] === 'refresh_token')

  it('is renewed while it works, once for all who come at the same time', async () => {
    await install()
    const people = ['Anna', 'Bram', 'Cas', 'Dirk', 'Eva', 'Fien'].map((name) => slack.addUser({ name }))
    world.wait({ hours: 11 })
    for (const said of await Promise.all(people.map(hears))) expect(said).toContain('Dit kun je hier doen')
    await vi.waitFor(async () => expect((await world.rows('installations'))[0]?.renewingUntil).toBeUndefined())
    expect(renewals()).toHaveLength(1)
    world.wait({ hours: 2 })
    expect(await hears(boss)).toContain('Dit kun je hier doen')
    expect(renewals()).toHaveLength(1)
  })

  it('that ended in a quiet week is renewed by the first who comes, and the others wait for it', async () => {
    await install()
    const people = ['Anna', 'Bram', 'Cas', 'Dirk', 'Eva', 'Fien'].map((name) => slack.addUser({ name }))
    world.wait({ days: 7 })
    for (const said of await Promise.all(people.map(hears))) expect(said).toContain('Dit kun je hier doen')
    expect(renewals()).toHaveLength(1)
  })

  it('whose next one was made and never heard of is the end: the portal says to install again', async () => {
    await install()
    world.wait({ hours: 11 })
    slack.faults.plan({ method: 'oauth.v2.access', fault: { kind: 'unheard' } })
    await hears(boss)
    await vi.waitFor(() => expect(renewals()).toHaveLength(1))
    // The lease is over; the refresh token is used up.
    world.wait({ minutes: 2 })
    await slack.slash(boss, undefined, '/access', 'help')
    await vi.waitFor(async () => expect(await world.rows('installations')).toEqual([]))
    browser = await world.signedIn('boss@acme.example', 'en')
    expect((await connections()).text).toContain('Slack no longer knows its token')
    await install()
    expect(await hears(boss)).toContain('Dit kun je hier doen')
  })

  it('that can’t be renewed right now is used for as long as it lasts', async () => {
    await install()
    world.wait({ hours: 11 })
    slack.faults.plan({ method: 'oauth.v2.access', fault: { kind: 'status', status: 503 }, times: 99 })
    expect(await hears(boss)).toContain('Dit kun je hier doen')
    world.wait({ minutes: 2 })
    slack.faults.clear()
    expect(await hears(boss)).toContain('Dit kun je hier doen')
    expect((await world.rows('installations'))[0]?.expiresAt).toBe(later(world.now(), { hours: 12 }))
  })

  it('that was taken back while the next was made is not kept', async () => {
    await install()
    await world.ports.store.transaction(async (tx) => {
      for (const { id } of await tx.installations.list({})) await tx.installations.remove(id)
    })
    const renewed = { workspaceId: slack.team.id, token: 'xoxb-late' }
    await world.setting.core.run('installations.renew', { channel: 'clock' }, renewed)
    expect(await world.rows('installations')).toEqual([])
  })
})
