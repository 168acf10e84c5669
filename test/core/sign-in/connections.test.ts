import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../../src/companies/company.ts'
import type { Claim } from '../../../src/kernel/actor.ts'
import type { Connection } from '../../../src/sign-in/connection.ts'
import type { User } from '../../../src/users/user.ts'
import { newBrowser, openStage, request, type Stage, signIn } from './stage.ts'

let stage: Stage
let acme: Company
let beta: Company
let boss: User
let web: Claim
const operator: Claim = { channel: 'api' }

const identityProvider = {
  entityId: 'https://idp.example/acme',
  ssoUrl: 'https://idp.example/sso',
  ssoBinding: 'redirect',
  certificates: ['PEM'],
}

beforeEach(async () => {
  stage = await openStage()
  acme = await stage.company('Acme', 'acme.example')
  beta = await stage.company('Beta', 'beta.example')
  boss = await stage.user(acme.id, 'boss@acme.example', { role: 'administrator' })
  web = await stage.web(boss)
})
afterEach(() => stage.close())

const add = (claim: Claim, input = {}) => stage.run('connections.add', claim, { identityProvider, ...input })
const change = (claim: Claim, connectionId: string, input = {}) =>
  stage.run('connections.change', claim, { connectionId, ...input })
const only = async (): Promise<Connection> => {
  const [connection, ...others] = await stage.all('connections')
  if (!connection || others.length > 0) throw new Error('not one connection')
  return connection
}
const userOf = async ({ id }: User) => (await stage.all('users')).find((user) => user.id === id)
const events = async () => (await stage.all('audit')).map(({ event }) => event.type)

describe('adding a connection', () => {
  it('is for an administrator, for the own company, with everything risky off', async () => {
    expect(await add(web)).toMatchObject({ ok: true, result: { id: (await only()).id } })
    expect(await only()).toMatchObject({
      companyIds: [acme.id],
      identityProvider,
      attributes: {},
      required: false,
      idpInitiated: false,
      provisioning: true,
    })
    expect(await events()).toEqual(['connection.added'])
  })

  it('is for the operator, who can share it and make it mandatory from the start', async () => {
    const betaBoss = await stage.user(beta.id, 'boss@beta.example', { role: 'administrator', status: 'invited' })
    const input = {
      companyId: acme.id,
      sharedWith: [beta.id, acme.id],
      required: true,
      idpInitiated: true,
      provisioning: false,
      metadataUrl: 'https://idp.example/metadata',
      attributes: { email: 'mail' },
    }
    expect(await add(operator, input)).toMatchObject({ ok: true })
    expect(await only()).toMatchObject({
      companyIds: [acme.id, beta.id],
      required: true,
      idpInitiated: true,
      provisioning: false,
      metadataUrl: 'https://idp.example/metadata',
      metadataReadAt: stage.now(),
      attributes: { email: 'mail' },
    })
    expect(await userOf(boss)).toMatchObject({ breakGlass: true })
    expect(await userOf(betaBoss)).toMatchObject({ breakGlass: true })
  })

  it('keeps the link for the administrator who is named', async () => {
    const second = await stage.user(acme.id, 'second@acme.example', { role: 'administrator' })
    await add(operator, { companyId: acme.id, required: true, breakGlass: second.id })
    expect(await userOf(second)).toMatchObject({ breakGlass: true })
    expect(await userOf(boss)).not.toHaveProperty('breakGlass')
  })

  it('that is mandatory from the start lets the invited break-glass administrator in by the invitation', async () => {
    const administrators = [{ email: 'first@new.example', name: 'First' }, { email: 'next@new.example' }]
    const company = await stage.run('companies.add', operator, {
      name: 'New',
      domains: ['new.example'],
      administrators,
    })
    await add(operator, { companyId: company.ok && company.result.id, required: true })
    const mails = (await stage.all('outbox')).filter((message) => message.kind === 'link_mail')
    const finishing = async (address: string) => {
      const mail = mails.find(({ to }) => to.address === address)
      const secret = stage.ports.secrets.open(mail?.link ?? '').split('secret=')[1]
      return stage.run('registrations.finish', { channel: 'web' }, { secret, name: 'First' })
    }
    expect(await finishing('next@new.example')).toMatchObject({ code: 'single_sign_on_required' })
    expect(await finishing('first@new.example')).toMatchObject({ ok: true })
    const start = (email: string) => stage.run('sign_in.start', { channel: 'web' }, { email, by: 'link' })
    await start('first@new.example')
    expect((await stage.all('outbox')).at(-1)).toMatchObject({ mail: 'sign_in', to: { address: 'first@new.example' } })
    // The other one comes in through the connection, which uses the invitation.
    const said = { nameId: 'next', email: 'next@new.example' }
    expect(await signIn(stage, await only(), said)).toMatchObject({ signedIn: true, isNew: true })
    expect((await stage.all('users')).find(({ email }) => email === said.email)).toMatchObject({
      role: 'administrator',
    })
  })

  it('is not mandatory without somebody who can always sign in', async () => {
    expect(await add(operator, { companyId: beta.id, required: true })).toMatchObject({
      code: 'no_break_glass',
      detail: { company: 'Beta' },
    })
    await stage.user(beta.id, 'temp@beta.example', { role: 'administrator', roleUntil: '2026-04-01T00:00:00.000Z' })
    expect(await add(operator, { companyId: beta.id, required: true })).toMatchObject({ code: 'no_break_glass' })
    expect(await stage.all('connections')).toEqual([])
  })

  it.each([
    ['mandatory untested', { required: true }, 'test_sign_in_first'],
    ['shared', { sharedWith: [] as string[] }, 'not_allowed'],
    ['for another company', { companyId: 'other' }, 'not_found'],
  ])('by an administrator is not %s', async (_what, input, code) => {
    expect(await add(web, input)).toMatchObject({ code })
  })

  it('is for companies that exist', async () => {
    expect(await add(operator)).toMatchObject({ code: 'not_found' })
    expect(await add(operator, { companyId: acme.id, sharedWith: ['nobody'] })).toMatchObject({ code: 'not_found' })
  })

  it.each([
    'javascript:alert(1)',
    'http://idp.example/sso',
    'https:/idp',
    'ftp://idp.example',
    'https://idp.example/"><script>',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
  ])('never sends browsers to %s', async (ssoUrl) => {
    expect(await add(web, { identityProvider: { ...identityProvider, ssoUrl } })).toMatchObject({
      code: 'invalid_input',
    })
  })

  it('may be tried out on this machine', async () => {
    const ssoUrl = 'http://127.0.0.1:4000/sso'
    expect(await add(web, { identityProvider: { ...identityProvider, ssoUrl } })).toMatchObject({ ok: true })
  })

  it('is not for a user', async () => {
    expect(await add(await stage.web(await stage.user(acme.id, 'u@acme.example')))).toMatchObject({
      code: 'not_allowed',
    })
  })
})

describe('making single sign-on mandatory', () => {
  let connection: Connection
  const test = () => signIn(stage, connection, { nameId: 'second', email: 'second@acme.example' })
  beforeEach(async () => {
    await add(web)
    connection = await only()
    await stage.user(acme.id, 'second@acme.example', { role: 'administrator' })
  })

  it.each([
    ['administrator', () => web],
    ['operator', () => operator],
  ])('takes a test sign-in of the past hour (%s)', async (_who, claim) => {
    expect(await change(claim(), connection.id, { required: true })).toMatchObject({ code: 'test_sign_in_first' })
    await test()
    stage.wait({ minutes: 60 })
    expect(await change(claim(), connection.id, { required: true })).toMatchObject({ code: 'test_sign_in_first' })
    await test()
    stage.wait({ minutes: 59 })
    expect(await change(claim(), connection.id, { required: true })).toMatchObject({ ok: true })
    expect(await only()).toMatchObject({ required: true })
    expect(await userOf(boss)).toMatchObject({ breakGlass: true })
  })

  it('ends the sessions that a link made, but not that of whoever keeps the link', async () => {
    const anna = await stage.web(await stage.user(acme.id, 'anna@acme.example'))
    const stranger = await stage.web(await stage.user(beta.id, 'b@beta.example'))
    const tested = await test()
    const asserted: Claim = { channel: 'web', session: tested.signedIn ? tested.session : '' }
    await change(web, connection.id, { required: true })
    expect(await stage.ask('sessions.me', anna)).toMatchObject({ code: 'not_signed_in' })
    for (const claim of [web, asserted, stranger])
      expect(await stage.ask('sessions.me', claim)).toMatchObject({ ok: true })
  })

  it('stays as it is when something else changes, without another test', async () => {
    await test()
    await change(web, connection.id, { required: true })
    stage.wait({ days: 3 })
    expect(await change(operator, connection.id, { idpInitiated: true, required: true })).toMatchObject({ ok: true })
    expect(await only()).toMatchObject({ required: true, idpInitiated: true })
    expect(await change(operator, connection.id, { required: false })).toMatchObject({ ok: true })
    expect(await only()).toMatchObject({ required: false })
  })

  it('tells who keeps the link', async () => {
    await test()
    await change(web, connection.id, { required: true })
    expect(await stage.ask('connections.list', web)).toMatchObject({
      result: {
        connections: [{ required: true, people: 1, breakGlass: [{ id: boss.id }], companies: [{ name: 'Acme' }] }],
      },
    })
  })
})

describe('changing a connection', () => {
  let connection: Connection
  beforeEach(async () => {
    connection = await stage.connection([acme.id])
  })

  it('changes what is named and leaves the rest', async () => {
    await change(web, connection.id, { attributes: { email: 'mail' }, metadataUrl: 'https://idp.example/md' })
    await change(web, connection.id, { idpInitiated: true })
    expect(await only()).toMatchObject({
      attributes: { email: 'mail' },
      metadataUrl: 'https://idp.example/md',
      idpInitiated: true,
    })
    await change(web, connection.id, { metadataUrl: null })
    expect(await only()).not.toHaveProperty('metadataUrl')
    expect(await events()).toEqual(['connection.changed', 'connection.changed', 'connection.changed'])
  })

  it('takes new certificates of the same identity provider without disturbing anybody', async () => {
    const done = await signIn(stage, connection, { nameId: 'x', email: 'x@acme.example' })
    const renewed = { ...connection.identityProvider, certificates: ['PEM', 'NEW'] }
    await change(web, connection.id, { identityProvider: renewed })
    expect(await only()).toMatchObject({ identityProvider: renewed })
    const session = done.signedIn ? done.session : ''
    expect(await stage.ask('sessions.me', { channel: 'web', session })).toMatchObject({ ok: true })
  })

  it('to another identity provider makes its people strangers, and mandatory no longer', async () => {
    await stage.put('connections', { ...connection, required: true, testedAt: stage.now() })
    const done = await signIn(stage, connection, { nameId: 'x', email: 'x@acme.example' })
    const other = { ...identityProvider, entityId: 'https://other.example' }
    expect(await change(web, connection.id, { identityProvider: other })).toMatchObject({ ok: true })
    expect(await only()).toMatchObject({ required: false, identityProvider: other })
    expect(await only()).not.toHaveProperty('testedAt')
    expect(await stage.all('identities')).toEqual([])
    const session = done.signedIn ? done.session : ''
    expect(await stage.ask('sessions.me', { channel: 'web', session })).toMatchObject({ code: 'not_signed_in' })
    // Whoever comes with an old identifier is linked by the address anew.
    expect(await signIn(stage, connection, { nameId: 'x' })).toMatchObject({ reason: 'identity.email_missing' })
  })

  it('and making it mandatory in one go is no way around the test', async () => {
    await stage.put('connections', { ...connection, testedAt: stage.now() })
    const other = { ...identityProvider, entityId: 'https://other.example' }
    expect(await change(web, connection.id, { identityProvider: other, required: true })).toMatchObject({
      code: 'test_sign_in_first',
    })
  })

  it('of another company is not possible, nor is seeing it', async () => {
    const stranger = await stage.web(await stage.user(beta.id, 'b@beta.example', { role: 'administrator' }))
    expect(await change(stranger, connection.id, { idpInitiated: true })).toMatchObject({ code: 'not_found' })
    expect(await stage.run('connections.remove', stranger, { connectionId: connection.id })).toMatchObject({
      code: 'not_found',
    })
    expect(await stage.ask('connections.list', stranger)).toMatchObject({ result: { connections: [] } })
    const path = { companyId: beta.id, idpInitiated: true }
    expect(await change(operator, connection.id, path)).toMatchObject({ code: 'not_found' })
    expect(await only()).toEqual(connection)
  })

  it('that companies share is for the operator', async () => {
    await stage.put('connections', { ...connection, companyIds: [acme.id, beta.id] })
    const evil = { ...connection.identityProvider, certificates: ['EVIL'] }
    expect(await change(web, connection.id, { identityProvider: evil })).toMatchObject({ code: 'connection_shared' })
    expect(await stage.run('connections.remove', web, { connectionId: connection.id })).toMatchObject({
      code: 'connection_shared',
    })
    expect(await change(operator, connection.id, { sharedWith: [] })).toMatchObject({ ok: true })
    expect(await change(web, connection.id, { idpInitiated: true })).toMatchObject({ ok: true })
    expect(await change(web, connection.id, { sharedWith: [beta.id] })).toMatchObject({ code: 'not_allowed' })
    expect(await change(operator, connection.id, { sharedWith: ['nobody'] })).toMatchObject({ code: 'not_found' })
  })

  it('that is shared no longer ends the sessions of the company that left', async () => {
    await stage.put('connections', { ...connection, companyIds: [acme.id, beta.id] })
    const here = await signIn(stage, connection, { nameId: 'a', email: 'a@acme.example' })
    const there = await signIn(stage, connection, { nameId: 'b', email: 'b@beta.example' })
    await change(operator, connection.id, { sharedWith: [] })
    const me = (done: typeof here) =>
      stage.ask('sessions.me', { channel: 'web', session: done.signedIn ? done.session : '' })
    expect(await me(here)).toMatchObject({ ok: true })
    expect(await me(there)).toMatchObject({ code: 'not_signed_in' })
  })
})

describe('removing a connection', () => {
  it('ends its sessions and identities, and what was under way', async () => {
    await stage.put('users', { ...boss, breakGlass: true })
    const connection = await stage.connection([acme.id], { required: true })
    const done = await signIn(stage, connection, { nameId: 'x', email: 'x@acme.example' })
    const session = done.signedIn ? done.session : ''
    const browser = newBrowser()
    await request(stage, connection, browser)
    expect(await stage.run('connections.remove', web, { connectionId: connection.id })).toMatchObject({ ok: true })
    expect(await stage.ask('sessions.me', { channel: 'web', session })).toMatchObject({ code: 'not_signed_in' })
    for (const table of ['connections', 'identities', 'signInRequests', 'pendingSignIns'] as const)
      expect(await stage.all(table)).toEqual([])
    expect(await stage.ask('sessions.me', web)).toMatchObject({ ok: true })
    expect((await events()).at(-1)).toBe('connection.removed')
  })

  it('lets people in by a link again', async () => {
    await stage.user(acme.id, 'x@acme.example')
    const connection = await stage.connection([acme.id], { required: true })
    const start = () => stage.run('sign_in.start', { channel: 'web' }, { email: 'x@acme.example' })
    expect(await start()).toMatchObject({ result: { kind: 'connection' } })
    await stage.run('connections.remove', operator, { companyId: acme.id, connectionId: connection.id })
    expect(await start()).toMatchObject({ result: { kind: 'link' } })
    expect((await stage.all('outbox')).map(({ kind }) => kind)).toEqual(['link_mail'])
  })
})
