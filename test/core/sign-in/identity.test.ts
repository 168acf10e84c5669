import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../../src/companies/company.ts'
import { later } from '../../../src/kernel/instant.ts'
import type { Connection } from '../../../src/sign-in/connection.ts'
import type { User } from '../../../src/users/user.ts'
import { newId } from '../../conformance/rows.ts'
import {
  finish,
  hold,
  newBrowser,
  openStage,
  request,
  type Said,
  type Stage,
  signIn,
  tablesChangedBy,
} from './stage.ts'

let stage: Stage
let acme: Company
let connection: Connection

beforeEach(async () => {
  stage = await openStage()
  acme = await stage.company('Acme', 'acme.example', 'xn--bcher-kva.example')
  connection = await stage.connection([acme.id])
})
afterEach(() => stage.close())

const refusal = (reason: string) => ({ signedIn: false, reason, code: expect.any(String) })
const sara = { nameId: 'sara-1', email: 'sara@acme.example' }

/** Refused with this reason, and nothing written but the trace, the event and the assertion that is spent. */
const refuses = async (said: Said, reason: string, also: readonly string[] = []) => {
  const changed = await tablesChangedBy(stage, async () => {
    expect(await signIn(stage, connection, said)).toEqual(refusal(reason))
  })
  expect(changed).toEqual(new Set(['audit', 'signInTraces', 'usedAssertions', ...also]))
  const events = (await stage.all('audit')).map(({ event }) => event)
  expect(events.filter(({ type }) => type === 'sign_in.refused')).toMatchObject([{ reason }])
}

describe('an identifier', () => {
  it.each([
    ['is empty', { nameId: '' }],
    ['is blank', { nameId: ' \t' }],
    ['is longer than anybody makes them', { nameId: 'x'.repeat(513) }],
    ['is new at each sign-in', { nameId: 'x', nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' }],
  ])('that %s is no identity', (_what, said) => refuses({ ...sara, ...said }, 'identity.no_stable_id'))

  it('counts to the letter', async () => {
    await signIn(stage, connection, sara)
    expect(await signIn(stage, connection, { nameId: 'SARA-1' })).toEqual(refusal('identity.email_missing'))
  })

  it('of one connection says nothing at another', async () => {
    const second = await stage.connection([acme.id])
    await signIn(stage, connection, sara)
    expect(await signIn(stage, second, { nameId: 'sara-1' })).toEqual(refusal('identity.email_missing'))
  })
})

describe('an address', () => {
  it('is needed from whoever is new', () => refuses({ nameId: 'x' }, 'identity.email_missing'))

  it.each([
    'sara@acme.example@evil.example',
    '"sara"@acme.example',
    'sara @acme.example',
    'sara@acme.example\n',
    ' sara@acme.example',
    'sara@acme.example.',
    'sara@',
    '@acme.example',
    'sara(comment)@acme.example',
    'sara,bob@acme.example',
    `${'x'.repeat(250)}@acme.example`,
    'sár@acme.example',
    '\u212aim@acme.example',
    'sara@acme\u3002example',
    'sara@ac\u200dme.example',
  ])('written %j is refused', (email) => refuses({ nameId: 'x', email }, 'identity.email_malformed'))

  it.each([
    'sara@evil.example',
    'sara@hr.acme.example',
    'sara@evilacme.example',
    'sara@acme.example.evil.com',
    // A Cyrillic а: another domain, in punycode.
    'sara@\u0430cme.example',
  ])('in no domain of the company (%j) is refused', (email) =>
    refuses({ nameId: 'x', email }, 'identity.domain_not_allowed'),
  )

  it('is one in any case, and one in Unicode and punycode', async () => {
    const one = await signIn(stage, connection, { nameId: 'u', email: 'Sara@B\u00fccher.EXAMPLE' })
    const two = await signIn(stage, connection, { nameId: 'u', email: 'sara@xn--bcher-kva.example' })
    expect(two).toMatchObject({ signedIn: true, isNew: false, userId: one.signedIn && one.userId })
  })

  it('with a plus is another address', async () => {
    await signIn(stage, connection, sara)
    expect(await signIn(stage, connection, { nameId: 'plus', email: 'sara+x@acme.example' })).toMatchObject({
      isNew: true,
    })
  })

  it('given twice must be the same', async () => {
    await refuses({ nameId: 'x', emails: ['a@acme.example', 'b@acme.example'] }, 'identity.email_ambiguous')
    const same = { nameId: 'x', email: 'a@acme.example', emails: ['A@acme.example'] }
    expect(await signIn(stage, connection, same)).toMatchObject({ signedIn: true })
  })

  it('in a public mail domain or suffix is refused, whatever was allowed before', async () => {
    for (const domain of ['gmail.com', 'co.uk'])
      await stage.put('domains', { id: newId(), companyId: acme.id, domain, state: 'verified', how: 'operator' })
    expect(await signIn(stage, connection, { nameId: 'x', email: 'sara@gmail.com' })).toEqual(
      refusal('identity.domain_not_allowed'),
    )
    expect(await signIn(stage, connection, { nameId: 'x', email: 'sara@co.uk' })).toEqual(
      refusal('identity.domain_not_allowed'),
    )
  })

  it.each(['proving', 'lost'] as const)('in a domain that is %s is refused', async (state) => {
    await stage.put('domains', { id: newId(), companyId: acme.id, domain: 'new.example', state, how: 'dns' })
    await refuses({ nameId: 'x', email: 'sara@new.example' }, 'identity.domain_not_allowed')
  })
})

describe('somebody who has an account here', () => {
  it('is linked by address, once', async () => {
    const user = await stage.user(acme.id, 'sara@acme.example')
    expect(await signIn(stage, connection, sara)).toMatchObject({ signedIn: true, isNew: false, userId: user.id })
    expect((await stage.all('audit')).map(({ event }) => event.type)).toEqual(['identity.linked', 'sign_in.succeeded'])
    expect(await stage.all('identities')).toMatchObject([{ userId: user.id }])
  })

  it('is not taken over by another identifier with the same address', async () => {
    await signIn(stage, connection, sara)
    const changed = await tablesChangedBy(stage, async () => {
      expect(await signIn(stage, connection, { ...sara, nameId: 'the next sara' })).toEqual(
        refusal('identity.email_taken'),
      )
    })
    expect(changed).toEqual(new Set(['audit', 'signInTraces', 'usedAssertions']))
  })

  it('can be released by an administrator, and is then linked anew', async () => {
    const boss = await stage.web(await stage.user(acme.id, 'boss@acme.example', { role: 'administrator' }))
    const first = await signIn(stage, connection, sara)
    expect(await stage.run('identities.release', boss, { user: 'SARA@acme.example' })).toMatchObject({ ok: true })
    if (!first.signedIn) throw new Error('refused')
    expect(await stage.ask('sessions.me', { channel: 'web', session: first.session })).toMatchObject({
      code: 'not_signed_in',
    })
    expect(await signIn(stage, connection, { ...sara, nameId: 'sara-2' })).toMatchObject({
      isNew: false,
      userId: first.userId,
    })
    expect(await stage.run('identities.release', boss, { user: 'boss@acme.example' })).toMatchObject({
      code: 'not_found',
    })
  })

  it('is released by an administrator of that company only', async () => {
    const beta = await stage.company('Beta', 'beta.example')
    const stranger = await stage.web(await stage.user(beta.id, 'b@beta.example', { role: 'administrator' }))
    const first = await signIn(stage, connection, sara)
    const user = first.signedIn ? first.userId : ''
    expect(await stage.run('identities.release', stranger, { user })).toMatchObject({ code: 'not_found' })
    expect(await stage.all('identities')).toHaveLength(1)
  })

  it.each(['known by identifier', 'known by address'])('and is blocked stays out (%s)', async (how) => {
    const user = await stage.user(acme.id, 'sara@acme.example')
    if (how === 'known by identifier') await link(user)
    await stage.put('users', { ...user, status: 'blocked' })
    await refuses(sara, 'identity.blocked')
  })

  it.each(['known by identifier', 'known by address'])('as break-glass administrator stays out (%s)', async (how) => {
    const user = await stage.user(acme.id, 'sara@acme.example', { role: 'administrator', breakGlass: true })
    if (how === 'known by identifier') await link(user)
    await refuses(sara, 'identity.protected_account')
  })

  it.each(['known by identifier', 'known by address'])('loses the way in with the domain (%s)', async (how) => {
    const user = await stage.user(acme.id, 'sara@gone.example')
    if (how === 'known by identifier') await link(user)
    await refuses({ ...sara, email: 'sara@gone.example' }, 'identity.domain_not_allowed')
  })

  it('does not even come in without the address, once the domain is gone', async () => {
    await link(await stage.user(acme.id, 'sara@gone.example'))
    await refuses({ nameId: 'sara-1' }, 'identity.domain_not_allowed')
  })

  it('never gets an address that somebody else has', async () => {
    const user = await stage.user(acme.id, 'sara@acme.example')
    await link(user)
    await stage.user(acme.id, 'bob@acme.example')
    await refuses({ nameId: 'sara-1', email: 'bob@acme.example' }, 'identity.email_taken')
    expect((await stage.all('users')).find(({ id }) => id === user.id)).toMatchObject({ email: 'sara@acme.example' })
  })

  it('never gets an address that somebody in another company has, or somebody here was invited with', async () => {
    await link(await stage.user(acme.id, 'sara@acme.example'))
    const other = await stage.company('Other', 'acme.example')
    await stage.user(other.id, 'bob@acme.example')
    await stage.user(acme.id, 'new@acme.example', { status: 'invited' })
    for (const email of ['bob@acme.example', 'new@acme.example'])
      expect(await signIn(stage, connection, { nameId: 'sara-1', email })).toEqual(refusal('identity.email_taken'))
  })

  it('never gets an address outside the domains of the own company', async () => {
    const beta = await stage.company('Beta', 'beta.example')
    await link(await stage.user(acme.id, 'sara@acme.example'))
    await stage.put('connections', { ...connection, companyIds: [acme.id, beta.id] })
    await refuses({ nameId: 'sara-1', email: 'sara@beta.example' }, 'identity.domain_not_allowed')
  })

  it('who was removed comes back as a new person', async () => {
    const old = await stage.user(acme.id, '', { status: 'removed' })
    await link(old)
    const done = await signIn(stage, connection, sara)
    expect(done).toMatchObject({ signedIn: true, isNew: true })
    expect(await stage.all('identities')).toMatchObject([{ userId: done.signedIn && done.userId }])
    expect(done.signedIn && done.userId).not.toBe(old.id)
  })

  const link = (user: User) =>
    stage.put('identities', {
      id: newId(),
      connectionId: connection.id,
      nameId: 'sara-1',
      userId: user.id,
      linkedAt: stage.now(),
    })
})

describe('somebody new', () => {
  const invite = async (over: Partial<User> = {}, licenceIds: readonly string[] = []) => {
    const user = await stage.user(acme.id, 'sara@acme.example', {
      status: 'invited',
      invitedUntil: later(stage.now(), { days: 30 }),
      name: 'Invited Name',
      ...over,
    })
    await stage.put('invitations', {
      id: user.id,
      companyId: acme.id,
      email: user.email,
      secretHash: newId(),
      expiresAt: user.invitedUntil ?? '',
      licenceIds,
    })
    return user
  }

  it('is not made where the connection does not provision', async () => {
    await stage.put('connections', { ...connection, provisioning: false })
    await refuses(sara, 'identity.not_provisioned')
  })

  it('who was invited becomes that user, provisioning or not, with the role and licences of the invitation', async () => {
    await stage.put('connections', { ...connection, provisioning: false })
    const licence = await stage.put('licences', {
      id: newId(),
      companyId: acme.id,
      name: 'Bouw',
      companyWide: false,
      shown: true,
      standards: [],
      createdAt: stage.now(),
    })
    const invited = await invite({ role: 'administrator' }, [licence.id])
    expect(await signIn(stage, connection, sara)).toMatchObject({ signedIn: true, isNew: true, userId: invited.id })
    expect(await stage.all('users')).toMatchObject([
      { id: invited.id, status: 'registered', role: 'administrator', name: 'Invited Name' },
    ])
    expect(await stage.all('grants')).toMatchObject([{ userId: invited.id, licenceId: licence.id }])
    expect(await stage.all('invitations')).toEqual([])
    expect((await stage.all('audit')).map(({ event }) => event)).toMatchObject([
      { type: 'user.registered', how: 'invitation' },
      { type: 'access.given' },
      { type: 'identity.linked' },
      { type: 'sign_in.succeeded' },
    ])
  })

  it('is no guest of this company by being the guest of another', async () => {
    const other = await stage.company('Other', 'other.example')
    await invite({ companyId: other.id, email: 'guest@elsewhere.example', guest: true })
    await refuses({ nameId: 'x', email: 'guest@elsewhere.example' }, 'identity.domain_not_allowed')
  })

  it('whose invitation ran out is not made where the connection does not provision', async () => {
    await stage.put('connections', { ...connection, provisioning: false })
    await invite({ invitedUntil: stage.now() })
    await refuses(sara, 'identity.not_provisioned')
  })

  it('gets nothing out of an invitation that ran out', async () => {
    const invited = await invite({ role: 'administrator', invitedUntil: stage.now() })
    expect(await signIn(stage, connection, sara)).toMatchObject({ signedIn: true, isNew: true })
    expect(await stage.all('users')).toMatchObject([{ id: invited.id, status: 'registered', role: 'user' }])
    expect((await stage.all('audit'))[0]?.event).toMatchObject({ type: 'user.registered', how: 'provisioning' })
  })

  it('who is a guest uses the connection too, again and again', async () => {
    const guest = await invite({ email: 'guest@elsewhere.example', guest: true })
    const said = { nameId: 'guest-1', email: 'guest@elsewhere.example' }
    expect(await signIn(stage, connection, said)).toMatchObject({ signedIn: true, userId: guest.id })
    const again = await signIn(stage, connection, said)
    expect(again).toMatchObject({ signedIn: true, isNew: false, userId: guest.id })
    const session = again.signedIn ? again.session : ''
    expect(await stage.ask('sessions.me', { channel: 'web', session })).toMatchObject({ ok: true })
  })

  it('whose invitation is for a domain that is gone is no guest', async () => {
    await invite({ email: 'sara@gone.example' })
    await refuses({ nameId: 'x', email: 'sara@gone.example' }, 'identity.domain_not_allowed')
  })

  it('who is invited as break-glass administrator uses the invitation, not the connection', async () => {
    await invite({ role: 'administrator', breakGlass: true })
    await refuses(sara, 'identity.protected_account')
  })
})

describe('a connection that several companies share', () => {
  let west: Company
  let shared: Connection
  beforeEach(async () => {
    const east = await stage.company('East', 'delta.example', 'east.example')
    west = await stage.company('West', 'delta.example')
    shared = await stage.connection([east.id, west.id])
  })
  const nina = { nameId: 'nina', email: 'nina@delta.example' }

  it('lets whoever is in none choose, and finishes in the same browser', async () => {
    const browser = newBrowser()
    const held = await hold(stage, shared, { ...nina, inResponseTo: await request(stage, shared, browser) })
    const code = held.held ? held.secret : ''
    const choice = await finish(stage, shared, code, browser)
    expect(choice).toMatchObject({ signedIn: false, choose: [{ name: 'East' }, { companyId: west.id, name: 'West' }] })
    expect(await stage.all('users')).toEqual([])
    expect(await finish(stage, shared, code, browser, acme.id)).toEqual(choice)
    // Choosing may take longer than coming back.
    stage.wait({ minutes: 9 })
    expect(await finish(stage, shared, code, browser, west.id)).toMatchObject({ signedIn: true, companyId: west.id })
    expect(await finish(stage, shared, code, browser, west.id)).toEqual(refusal('sso.expired'))
  })

  it('lets nobody else finish a choice, also when the sign-in began at the identity provider', async () => {
    await stage.put('connections', { ...shared, idpInitiated: true })
    const held = await hold(stage, shared, nina)
    const code = held.held ? held.secret : ''
    expect(await finish(stage, shared, code, newBrowser())).toHaveProperty('choose')
    expect(await finish(stage, shared, code, newBrowser(), west.id)).toEqual(refusal('sso.browser_binding'))
  })

  it('offers only companies that hold the domain', async () => {
    expect(await signIn(stage, shared, { nameId: 'e', email: 'e@east.example' })).toMatchObject({ signedIn: true })
  })

  it('leads an invited person to the company that invited', async () => {
    await stage.user(west.id, 'nina@delta.example', { status: 'invited' })
    expect(await signIn(stage, shared, nina)).toMatchObject({ signedIn: true, companyId: west.id })
  })

  it('leads a user to the own company', async () => {
    const user = await stage.user(west.id, 'nina@delta.example')
    expect(await signIn(stage, shared, nina)).toMatchObject({ userId: user.id, companyId: west.id })
  })
})
