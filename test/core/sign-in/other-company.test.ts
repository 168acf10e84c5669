/** Two companies hold one domain, each with its own identity provider. Neither may reach a user of the other. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../../src/companies/company.ts'
import type { Connection } from '../../../src/sign-in/connection.ts'
import type { User } from '../../../src/users/user.ts'
import { newId } from '../../conformance/rows.ts'
import { newBrowser, openStage, request, type Said, type Stage, signIn, tablesChangedBy } from './stage.ts'

let stage: Stage
let north: Company
let south: Company
let northConnection: Connection
let southConnection: Connection
let boss: User
let second: User

beforeEach(async () => {
  stage = await openStage()
  north = await stage.company('North', 'delta.example')
  south = await stage.company('South', 'delta.example')
  northConnection = await stage.connection([north.id])
  southConnection = await stage.connection([south.id], { idpInitiated: true })
  boss = await stage.user(north.id, 'boss@delta.example', { role: 'administrator' })
  second = await stage.user(north.id, 'second@delta.example', { role: 'administrator' })
  await signIn(stage, northConnection, { nameId: 'boss-at-north', email: 'boss@delta.example' })
})
afterEach(() => stage.close())

const told = async () => {
  const messages = await stage.all('outbox')
  return messages.map((message) => [
    message.kind,
    'userId' in message ? message.userId : '',
    'event' in message ? message.event.type : '',
  ])
}

/** Refused; nothing but the trace, the trail, the notice and the spent assertion; the administrators of the other company told. */
const refuses = async (said: Said, browser = newBrowser(), spent: readonly string[] = []) => {
  const before = await told()
  const changed = await tablesChangedBy(stage, async () => {
    expect(await signIn(stage, southConnection, said, { browser })).toMatchObject({
      signedIn: false,
      reason: 'identity.other_company',
    })
  })
  expect(changed).toEqual(new Set(['audit', 'outbox', ...spent, 'signInTraces', 'usedAssertions']))
  expect((await told()).slice(before.length)).toEqual([
    ['notice_mail', boss.id, 'identity.refused'],
    ['notice_mail', second.id, 'identity.refused'],
  ])
}

const asserted = { nameId: 'any', email: 'boss@delta.example' }

describe("the second company's identity provider asserts the first's administrator", () => {
  it('by address', () => refuses(asserted))

  it('by an identical identifier', () => refuses({ ...asserted, nameId: 'boss-at-north' }))

  it('by itself, without being asked', () => refuses({ ...asserted, inResponseTo: undefined }))

  it('while another user of the first company wants to switch', async () => {
    const mallory = await stage.user(north.id, 'mallory@delta.example')
    const claim = await stage.web(mallory)
    await stage.put('connections', { ...southConnection, required: true })
    expect(await stage.run('users.switch_company', claim, { companyId: south.id })).toMatchObject({
      code: 'single_sign_on_required',
    })
    const browser = newBrowser()
    const inResponseTo = await request(stage, southConnection, browser, '/profile', claim.session)
    await refuses({ ...asserted, inResponseTo }, browser, ['signInRequests'])
    expect(await stage.run('users.switch_company', claim, { companyId: south.id })).toMatchObject({
      code: 'single_sign_on_required',
    })
  })

  it('after that person went there from the second', async () => {
    const user = await stage.user(south.id, 'nina@delta.example')
    await signIn(stage, southConnection, { nameId: 'nina', email: 'nina@delta.example' })
    await stage.put('users', { ...user, companyId: north.id })
    await refuses({ nameId: 'nina' })
  })

  it('who is invited by the second as well', async () => {
    await stage.user(south.id, 'boss@delta.example', { status: 'invited' })
    await refuses(asserted)
  })

  it('who is blocked there, or keeps the link, without learning so', async () => {
    await stage.put('users', { ...boss, breakGlass: true })
    await refuses(asserted)
    await stage.put('users', { ...boss, status: 'blocked' })
    expect(await signIn(stage, southConnection, asserted)).toMatchObject({ reason: 'identity.other_company' })
  })

  it('and may not fill mailboxes that way', async () => {
    for (let time = 0; time < 9; time++) await signIn(stage, southConnection, asserted)
    expect((await told()).filter(([, userId]) => userId === second.id)).toHaveLength(5)
    stage.wait({ hours: 25 })
    await signIn(stage, southConnection, asserted)
    expect((await told()).filter(([, userId]) => userId === second.id)).toHaveLength(6)
  })

  it('and its own trail learns nothing about the account', async () => {
    await signIn(stage, southConnection, asserted)
    const lines = (await stage.all('audit')).filter(({ companyIds }) => companyIds.includes(south.id))
    expect(lines.map(({ event }) => event.type)).toEqual(['sign_in.refused'])
    expect(JSON.stringify(lines)).not.toContain(boss.id)
    expect(JSON.stringify(lines)).not.toContain(north.id)
    const theirs = (await stage.all('audit')).filter(({ companyIds }) => companyIds.includes(north.id)).at(-1)
    expect(theirs?.event).toMatchObject({ type: 'identity.refused', userId: boss.id })
  })
})

describe('where the other company holds another domain', () => {
  it('the domain is what is refused, and nobody there is disturbed', async () => {
    const acme = await stage.company('Acme', 'acme.example')
    const acmeConnection = await stage.connection([acme.id])
    const before = await told()
    expect(await signIn(stage, acmeConnection, asserted)).toMatchObject({ reason: 'identity.domain_not_allowed' })
    expect(await told()).toEqual(before)
  })
})

describe('switching to a company that requires single sign-on', () => {
  let mallory: User
  let claim: Awaited<ReturnType<Stage['web']>>
  beforeEach(async () => {
    mallory = await stage.user(north.id, 'mallory@delta.example')
    claim = await stage.web(mallory)
    await stage.put('connections', { ...southConnection, required: true })
  })
  const prove = async (said: Said) => {
    const browser = newBrowser()
    const inResponseTo = await request(stage, southConnection, browser, '/profile?switch', claim.session)
    return signIn(stage, southConnection, { ...said, inResponseTo }, { browser })
  }
  const switching = () => stage.run('users.switch_company', claim, { companyId: south.id })

  it('takes an assertion about the one who is signed in, which by itself changes nothing about the account', async () => {
    const changed = await tablesChangedBy(stage, async () => {
      expect(await prove({ nameId: 'm', email: 'mallory@delta.example' })).toEqual({
        signedIn: false,
        proved: true,
        returnTo: '/profile?switch',
      })
    })
    expect(changed).toEqual(new Set(['sessions', 'usedAssertions']))
    expect(await switching()).toMatchObject({ ok: true })
    expect(await stage.ask('sessions.me', claim)).toMatchObject({
      result: { user: { id: mallory.id }, company: { name: 'South' }, connection: southConnection.id },
    })
    // From now on that connection signs this user in, and the other one does not.
    expect(await signIn(stage, southConnection, { nameId: 'm', email: 'mallory@delta.example' })).toMatchObject({
      userId: mallory.id,
    })
    expect(await signIn(stage, northConnection, { nameId: 'm', email: 'mallory@delta.example' })).toMatchObject({
      reason: 'identity.other_company',
    })
  })

  it('takes it within ten minutes', async () => {
    await prove({ nameId: 'm', email: 'mallory@delta.example' })
    stage.wait({ minutes: 10 })
    expect(await switching()).toMatchObject({ code: 'single_sign_on_required' })
  })

  it('takes a session that is still there', async () => {
    const browser = newBrowser()
    const inResponseTo = await request(stage, southConnection, browser, '/', claim.session)
    await stage.run('sessions.end_all', claim, {})
    const said = { nameId: 'm', email: 'mallory@delta.example', inResponseTo }
    expect(await signIn(stage, southConnection, said, { browser })).toMatchObject({ reason: 'identity.other_company' })
  })

  it('takes a session that has not run out meanwhile', async () => {
    stage.wait({ hours: 11, minutes: 55 })
    const browser = newBrowser()
    const inResponseTo = await request(stage, southConnection, browser, '/', claim.session)
    stage.wait({ minutes: 5 })
    const said = { nameId: 'm', email: 'mallory@delta.example', inResponseTo }
    expect(await signIn(stage, southConnection, said, { browser })).toMatchObject({ reason: 'identity.other_company' })
  })

  it('takes the address of the one who is signed in, also from an identifier known from before', async () => {
    const id = newId()
    await stage.put('identities', {
      id,
      connectionId: southConnection.id,
      nameId: 'm',
      userId: mallory.id,
      linkedAt: stage.now(),
    })
    expect(await prove({ nameId: 'm', email: 'other@delta.example' })).toMatchObject({
      reason: 'identity.other_company',
    })
    expect(await prove({ nameId: 'm' })).toMatchObject({ reason: 'identity.other_company' })
    expect(await prove({ nameId: 'm', email: 'mallory@delta.example' })).toMatchObject({ proved: true })
  })

  it('takes no assertion of another connection', async () => {
    const other = await stage.connection([south.id])
    const browser = newBrowser()
    const inResponseTo = await request(stage, other, browser, '/', claim.session)
    const said = { nameId: 'm', email: 'mallory@delta.example', inResponseTo }
    expect(await signIn(stage, other, said, { browser })).toMatchObject({ proved: true })
    expect(await switching()).toMatchObject({ code: 'single_sign_on_required' })
  })
})

describe('what stays possible', () => {
  it('the first company signs its own people in', async () => {
    expect(await signIn(stage, northConnection, { nameId: 'boss-at-north' })).toMatchObject({ userId: boss.id })
  })

  it('the same identifier is another person at each connection', async () => {
    const done = await signIn(stage, southConnection, { nameId: 'boss-at-north', email: 'new@delta.example' })
    expect(done).toMatchObject({ signedIn: true, isNew: true, companyId: south.id })
  })

  it('an invitation of the first company keeps waiting when the second provisions that person', async () => {
    const invited = await stage.user(north.id, 'new@delta.example', { status: 'invited', role: 'administrator' })
    await stage.put('invitations', {
      id: invited.id,
      companyId: north.id,
      email: invited.email,
      secretHash: newId(),
      expiresAt: stage.now(),
      licenceIds: [],
    })
    expect(await signIn(stage, southConnection, { nameId: 'new', email: 'new@delta.example' })).toMatchObject({
      signedIn: true,
      companyId: south.id,
    })
    expect((await stage.all('users')).find(({ id }) => id === invited.id)).toEqual(invited)
    expect(await stage.all('invitations')).toHaveLength(1)
  })
})
