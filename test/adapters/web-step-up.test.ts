/** What waits for a fresh sign-in, from the chat or form where it was asked to the page that says it is done. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openSlack } from '../../adapters/slack/app.ts'
import { licence } from '../conformance/rows.ts'
import { openTestBrowser, type Page, type TestBrowser } from '../fakes/browser.ts'
import { manifest } from '../fakes/slack/bare-app.ts'
import { openSlackFake, type SlackFake, type SlackUser, wordsIn } from '../fakes/slack.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const tokens = { signingSecret: 'right', botToken: 'xoxb-right' }
const emailOfBoss = 'boss@acme.example'

let slack: SlackFake
let world: WebWorld
let boss: SlackUser
let bouwId: string
let annaId: string

beforeEach(async () => {
  slack = await openSlackFake({ manifest, ...tokens, clock: () => Date.parse(world.now()) })
  world = await openWebWorld({
    slackOf: (setting) => openSlack({ mode: 'http', ...tokens, apiUrl: slack.apiUrl }, setting),
  })
  slack.appUrl = world.url
  const acme = await world.company('Acme', ['acme.example'])
  const { id: userId } = await world.user(acme, emailOfBoss, { role: 'administrator', language: 'en' })
  annaId = (await world.user(acme, 'anna@acme.example', { language: 'en' })).id
  boss = slack.addUser({ name: 'boss', email: emailOfBoss, locale: 'en-US' })
  const bouw = await world.put('licences', licence({ companyId: acme, name: 'Bouw' }))
  bouwId = bouw.id
  const { id: workspaceId, name } = slack.team
  const where = { id: world.ports.ids.next(), channel: 'slack', workspaceId } as const
  const at = world.now()
  await world.put('workspaces', { ...where, name, companyIds: [acme], connectedBy: userId, connectedAt: at })
  await world.put('chatAccounts', { ...where, accountId: boss.id, userId, confirmedAt: at, metAt: at })
  const company = await world.row('companies', acme)
  const settings = { ...company.settings, signInEveryDays: 7, confirmSensitive: true, confirmBulkOver: 1 }
  await world.put('companies', { ...company, settings })
})
afterEach(async () => {
  expect(slack.violations).toEqual([])
  await world.close()
  await slack.close()
})

const path = (page: Page) => new URL(page.url).pathname
const role = async () => (await world.row('users', annaId)).role
/** The mail that a sign-in brings, opened in this browser. */
const signInByMail = async (browser: TestBrowser, login: Page, email = emailOfBoss): Promise<Page> => {
  await login.submit('email', { email, by: 'link' })
  const letter = (await world.letters(email)).findLast(({ mail }) => mail === 'sign_in')
  return (await browser.open(`${world.url}${letter?.path}`)).submit('secret')
}

it('a decision from Slack waits, and is made as soon as its administrator has signed in', async () => {
  const anna = await world.signIn(await world.row('users', annaId))
  const asked = await world.setting.core.run('requests.ask_access', anna, { licenceId: bouwId, reason: 'work' })
  if (!asked.ok) throw new Error(asked.code)
  world.wait({ days: 8 })
  await slack.slash(boss, undefined, '/access', `approve ${asked.result.reference}`)
  const message = await slack.waitFor(() =>
    slack.messagesTo(boss).find((one) => JSON.stringify(one).includes('step-up')),
  )
  expect(wordsIn(message.blocks)).toContain('sign in again')
  const [link = ''] = /http[^"]*step-up[^"]*/.exec(JSON.stringify(message.blocks)) ?? []
  expect((await world.rows('requests'))[0]).toMatchObject({ state: 'open' })

  const browser = openTestBrowser('en')
  const question = await browser.open(link)
  expect(question.text).toMatch(/You asked for ".+" in Slack/)
  const login = await question.submit('Sign in and confirm')
  expect(path(login)).toBe('/login')
  expect((await world.rows('requests'))[0]).toMatchObject({ state: 'open' })
  const done = await signInByMail(browser, login)
  expect(path(done)).toBe('/step-up')
  expect(done.text).toContain('approved')
  expect((await world.rows('requests'))[0]).toMatchObject({ state: 'approved' })
  // A page that is loaded again, and Slack: nothing waits any more.
  expect(await browser.open(done.url)).toMatchObject({ status: 410 })
  await slack.slash(boss, undefined, '/access', 'requests')
  await vi.waitFor(() => expect(JSON.stringify(slack.messagesTo(boss).at(-1))).not.toContain('step-up'))
})

it('a form of the portal leads there too, when its session is not fresh, and loses nothing', async () => {
  const browser = await world.signedIn(emailOfBoss, 'en')
  const fresh = await (await browser.open(`${world.url}/company/users/${annaId}`)).submit('role', {
    role: 'administrator',
  })
  expect(fresh.status).toBe(200)
  expect(await role()).toBe('administrator')
  world.wait({ minutes: 20 })
  const page = await (await browser.open(`${world.url}/company/users/${annaId}`)).submit('role', { role: 'user' })
  expect(path(page)).toBe('/step-up')
  expect(page.text).toContain('in Toegang')
  expect(await role()).toBe('administrator')
  const done = await signInByMail(browser, await page.submit('Sign in and confirm'))
  expect(done.text).toContain('Confirmed')
  expect(await role()).toBe('user')
})

it('nothing is done by a link alone: not for whoever is signed in already, nor for somebody else', async () => {
  const browser = await world.signedIn(emailOfBoss, 'en')
  world.wait({ minutes: 20 })
  const page = await (await browser.open(`${world.url}/company/users/${annaId}`)).submit('role', {
    role: 'administrator',
  })
  // Somebody is lured to sign in with the address of the page to come back to, without having seen it.
  const lured = openTestBrowser('en')
  const back = encodeURIComponent(new URL(page.url).pathname + new URL(page.url).search)
  const arrived = await signInByMail(lured, await lured.open(`${world.url}/login?returnTo=${back}`))
  expect(arrived.text).toContain('Did you not ask for this?')
  const other = openTestBrowser('en')
  const login = await (await other.open(page.url)).submit('Sign in and confirm')
  expect(await signInByMail(other, login, 'anna@acme.example')).toMatchObject({ status: 403 })
  expect(await role()).toBe('user')
  world.wait({ minutes: 31 })
  expect(await browser.open(page.url)).toMatchObject({ status: 410 })
})

it('the settings are on the page of the company, and are themselves confirmed', async () => {
  const browser = await world.signedIn(emailOfBoss, 'en')
  const general = () => browser.open(`${world.url}/company/general`)
  const saved = await (await general()).submit('confirmBulkOver', { confirmBulkOver: '25', signInEveryDays: '' })
  expect(saved.status).toBe(200)
  const [{ settings } = { settings: {} }] = await world.rows('companies')
  expect(settings).toMatchObject({ confirmSensitive: true, confirmBulkOver: 25 })
  expect(settings).not.toHaveProperty('signInEveryDays')
  world.wait({ minutes: 20 })
  expect(path(await (await general()).submit('confirmBulkOver', { confirmBulkOver: '' }))).toBe('/step-up')
  const wrong = await (await general()).submit('confirmBulkOver', { confirmBulkOver: '1000' })
  expect(wrong.status).toBe(422)
})
