import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Claim } from '../../../src/kernel/actor.ts'
import { later } from '../../../src/kernel/instant.ts'
import type { Connection } from '../../../src/sign-in/connection.ts'
import { newId } from '../../conformance/rows.ts'
import { finish, hold, newBrowser, openStage, request, type Stage, samlOf, signIn, tablesChangedBy } from './stage.ts'

let stage: Stage
let connection: Connection
let acmeId: string

beforeEach(async () => {
  stage = await openStage()
  const acme = await stage.company('Acme', 'acme.example')
  acmeId = acme.id
  connection = await stage.connection([acme.id])
})
afterEach(() => stage.close())

const sara = { nameId: 'sara-1', email: 'Sara@Acme.example', name: 'Sara Osei' }
const refusal = (reason: string) => ({ signedIn: false, reason, code: expect.stringMatching(/^T-[0-9A-Z]{5,6}$/) })

describe('a first sign-in through the identity provider', () => {
  it('makes the account, links it and signs in, all at once', async () => {
    const browser = newBrowser()
    const requestId = await request(stage, connection, browser, '/company/licences?x=1')
    const held = await hold(stage, connection, { ...sara, inResponseTo: requestId, sessionIndex: 's-1' })
    if (!held.held) throw new Error(held.reason)
    const done = await finish(stage, connection, held.secret, browser)
    expect(done).toMatchObject({ signedIn: true, isNew: true, companyId: acmeId, returnTo: '/company/licences?x=1' })
    if (!done.signedIn) return

    const [user] = await stage.all('users')
    expect(user).toMatchObject({
      id: done.userId,
      email: 'sara@acme.example',
      name: 'Sara Osei',
      status: 'registered',
      role: 'user',
      companyId: acmeId,
    })
    expect(await stage.all('identities')).toMatchObject([{ nameId: 'sara-1', userId: done.userId }])
    const { session } = done
    expect(await stage.ask('sessions.me', { channel: 'web', session })).toMatchObject({
      result: {
        user: { id: done.userId, email: 'sara@acme.example', name: 'Sara Osei', role: 'user' },
        company: { id: acmeId, name: 'Acme' },
        connection: connection.id,
        signedInAt: stage.now(),
      },
    })
    const trail = (await stage.all('audit')).map(({ event, by }) => [event.type, by])
    const by = { kind: 'connection', id: connection.id }
    expect(trail).toEqual([
      ['user.registered', by],
      ['identity.linked', by],
      ['sign_in.succeeded', by],
    ])
    expect(await stage.all('signInTraces')).toMatchObject([{ outcome: 'signed_in', code: done.code }])
    expect(JSON.stringify(await stage.all('sessions'))).not.toContain(session)
  })

  it('leaves nothing behind that could be used again', async () => {
    await signIn(stage, connection, sara)
    expect(await stage.all('signInRequests')).toEqual([])
    expect(await stage.all('pendingSignIns')).toEqual([])
  })

  it('gives company-wide licences from the first second', async () => {
    await stage.put('licences', {
      id: newId(),
      companyId: acmeId,
      name: 'Basis',
      companyWide: true,
      shown: true,
      standards: [],
      createdAt: stage.now(),
    })
    const done = await signIn(stage, connection, sara)
    if (!done.signedIn) throw new Error('refused')
    expect(await stage.ask('licences.list', { channel: 'web', session: done.session })).toMatchObject({
      result: { licences: [{ name: 'Basis', access: { allowed: true, because: 'company_wide' } }] },
    })
  })

  it('of many at the same moment makes one account', async () => {
    const results = await Promise.all(
      Array.from({ length: 8 }, () => signIn(stage, connection, sara, { browser: newBrowser() })),
    )
    expect(results.filter(({ signedIn }) => signedIn)).toHaveLength(8)
    expect(await stage.all('users')).toHaveLength(1)
    expect(await stage.all('identities')).toHaveLength(1)
  })

  it('keeps a name that nobody would want in a mail in one harmless line', async () => {
    await signIn(stage, connection, { ...sara, name: ' Sara\r\nBcc: all\u0000 \u202eOsei ' })
    expect(await stage.all('users')).toMatchObject([{ name: 'Sara Bcc: all Osei' }])
  })
})

describe('the next sign-in', () => {
  it('knows the person by identifier, whatever else changed', async () => {
    const first = await signIn(stage, connection, sara)
    const next = await signIn(stage, connection, { nameId: 'sara-1' })
    expect(next).toMatchObject({ signedIn: true, isNew: false, userId: first.signedIn && first.userId })
    expect(await stage.all('users')).toHaveLength(1)
  })

  it('takes over a new address and name', async () => {
    await signIn(stage, connection, sara)
    await signIn(stage, connection, { nameId: 'sara-1', email: 'sara.smit@acme.example', name: 'Sara Smit' })
    expect(await stage.all('users')).toMatchObject([{ email: 'sara.smit@acme.example', name: 'Sara Smit' }])
    expect((await stage.all('audit')).map(({ event }) => event.type)).toContain('user.changed')
  })

  it('leaves the name alone where the connection does not provision', async () => {
    await signIn(stage, connection, sara)
    await stage.put('connections', { ...connection, provisioning: false })
    await signIn(stage, connection, { ...sara, name: 'Somebody Else' })
    expect(await stage.all('users')).toMatchObject([{ name: 'Sara Osei' }])
  })

  it('of an administrator counts as the test of the connection', async () => {
    await stage.user(acmeId, 'boss@acme.example', { role: 'administrator' })
    await signIn(stage, connection, sara)
    expect((await stage.all('connections'))[0]).not.toHaveProperty('testedAt')
    await signIn(stage, connection, { nameId: 'boss', email: 'boss@acme.example' })
    expect(await stage.all('connections')).toMatchObject([{ testedAt: stage.now() }])
  })

  it('makes a session of its own, no longer than that of the identity provider', async () => {
    const sessionEndsAt = later(stage.now(), { hours: 1 })
    const one = await signIn(stage, connection, { ...sara, sessionEndsAt })
    const two = await signIn(stage, connection, { ...sara, sessionEndsAt: later(stage.now(), { days: 3 }) })
    expect((await stage.all('sessions')).map(({ expiresAt }) => expiresAt)).toEqual([
      sessionEndsAt,
      later(stage.now(), { hours: 12 }),
    ])
    stage.wait({ minutes: 60 })
    const me = (done: typeof one) =>
      done.signedIn ? stage.ask('sessions.me', { channel: 'web', session: done.session }) : undefined
    expect(await me(one)).toMatchObject({ code: 'not_signed_in' })
    expect(await me(two)).toMatchObject({ ok: true })
  })
})

describe('an answer of the identity provider', () => {
  it('counts once', async () => {
    const once = { ...sara, assertionId: '_a1' }
    expect(await signIn(stage, connection, once)).toMatchObject({ signedIn: true })
    expect(await signIn(stage, connection, once)).toEqual(refusal('saml.replay'))
    await stage.restart()
    expect(await signIn(stage, connection, once)).toEqual(refusal('saml.replay'))
    expect(await stage.all('sessions')).toHaveLength(1)
  })

  it('is spent at once, also before the browser came for its session', async () => {
    const browser = newBrowser()
    const said = { ...sara, assertionId: '_a1', inResponseTo: await request(stage, connection, browser) }
    const held = await Promise.all(Array.from({ length: 20 }, () => hold(stage, connection, said)))
    expect(held.filter((one) => one.held)).toHaveLength(1)
    expect(held.filter((one) => !one.held)).toEqual(
      Array.from({ length: 19 }, () => ({ held: false, reason: 'saml.replay', code: expect.any(String) })),
    )
  })

  it('may carry an identifier that another connection used', async () => {
    const beta = await stage.company('Beta', 'beta.example')
    const other = await stage.connection([beta.id])
    expect(await signIn(stage, connection, { ...sara, assertionId: '_a1' })).toMatchObject({ signedIn: true })
    const bob = { nameId: 'bob', email: 'bob@beta.example', assertionId: '_a1' }
    expect(await signIn(stage, other, bob)).toMatchObject({ signedIn: true })
  })

  it('answers a request of this connection', async () => {
    const beta = await stage.company('Beta', 'beta.example')
    const other = await stage.connection([beta.id])
    const browser = newBrowser()
    const requestId = await request(stage, other, browser)
    expect(await signIn(stage, connection, { ...sara, inResponseTo: requestId }, { browser })).toEqual(
      refusal('saml.in_response_to'),
    )
    // The other connection's request is not spent by it.
    const bob = { nameId: 'bob', email: 'bob@beta.example', inResponseTo: requestId }
    expect(await signIn(stage, other, bob, { browser })).toMatchObject({ signedIn: true })
  })

  it('answers a request that was made', async () => {
    expect(await signIn(stage, connection, { ...sara, inResponseTo: '_made-up' })).toEqual(
      refusal('saml.in_response_to'),
    )
  })

  it('answers a request once', async () => {
    const browser = newBrowser()
    const inResponseTo = await request(stage, connection, browser)
    expect(await signIn(stage, connection, { ...sara, inResponseTo }, { browser })).toMatchObject({ signedIn: true })
    expect(await signIn(stage, connection, { ...sara, inResponseTo }, { browser })).toEqual(
      refusal('saml.in_response_to'),
    )
  })

  it('comes within ten minutes', async () => {
    const browser = newBrowser()
    const inResponseTo = await request(stage, connection, browser)
    stage.wait({ minutes: 10 })
    expect(await signIn(stage, connection, { ...sara, inResponseTo }, { browser })).toEqual(
      refusal('saml.in_response_to'),
    )
  })

  it('that nobody asked for is refused unless the connection takes those', async () => {
    const unasked = { ...sara, inResponseTo: undefined }
    expect(await signIn(stage, connection, unasked)).toEqual(refusal('saml.unsolicited'))
    await stage.put('connections', { ...connection, idpInitiated: true })
    expect(await signIn(stage, connection, unasked)).toMatchObject({ signedIn: true, returnTo: '/' })
  })

  it('that expired on its way is refused', async () => {
    const input = { assertionId: '_a1', assertionExpiresAt: stage.now(), nameId: 'sara-1' }
    expect(await stage.run('sign_in.hold', samlOf(connection), input)).toMatchObject({
      result: { held: false, reason: 'saml.time' },
    })
  })

  it('without a usable identifier of its own is refused', async () => {
    expect(await signIn(stage, connection, { ...sara, assertionId: '' })).toEqual(refusal('xml.schema'))
    expect(await signIn(stage, connection, { ...sara, assertionId: 'x'.repeat(513) })).toEqual(refusal('xml.schema'))
  })
})

describe('the browser that finishes', () => {
  const start = async () => {
    const browser = newBrowser()
    const held = await hold(stage, connection, { ...sara, inResponseTo: await request(stage, connection, browser) })
    if (!held.held) throw new Error(held.reason)
    return { browser, code: held.secret }
  }

  it.each([
    ['another one', newBrowser()],
    ['one without cookies', undefined],
  ])('is not %s', async (_name, browserSecret) => {
    const { browser, code } = await start()
    expect(await finish(stage, connection, code, browserSecret)).toEqual(refusal('sso.browser_binding'))
    // The code is spent.
    expect(await finish(stage, connection, code, browser)).toEqual(refusal('sso.expired'))
    expect(await stage.all('users')).toEqual([])
  })

  it('has cookies, also when nobody had asked', async () => {
    await stage.put('connections', { ...connection, idpInitiated: true })
    const held = await hold(stage, connection, sara)
    expect(await finish(stage, connection, held.held ? held.secret : '', undefined)).toEqual(
      refusal('sso.browser_binding'),
    )
  })

  it('comes once', async () => {
    const { browser, code } = await start()
    const results = await Promise.all(Array.from({ length: 10 }, () => finish(stage, connection, code, browser)))
    expect(results.filter(({ signedIn }) => signedIn)).toHaveLength(1)
    expect(results.find(({ signedIn }) => !signedIn)).toEqual(refusal('sso.expired'))
    expect(await stage.all('sessions')).toHaveLength(1)
  })

  it('comes within five minutes', async () => {
    const { browser, code } = await start()
    stage.wait({ minutes: 5 })
    expect(await finish(stage, connection, code, browser)).toEqual(refusal('sso.expired'))
  })

  it('comes to the same connection, also after a restart', async () => {
    const other = await stage.connection([acmeId])
    const { browser, code } = await start()
    await stage.restart()
    expect(await finish(stage, other, code, browser)).toEqual(refusal('sso.expired'))
    expect(await finish(stage, connection, code, browser)).toMatchObject({ signedIn: true })
  })

  it('may bring any nonsense as its code', async () => {
    expect(await finish(stage, connection, '', newBrowser())).toEqual(refusal('sso.expired'))
    expect(await finish(stage, connection, 'x'.repeat(100_000), newBrowser())).toEqual(refusal('sso.expired'))
  })
})

describe('where the person wanted to be', () => {
  it.each([
    ['/requests', '/requests'],
    [undefined, '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/a\\..\\evil', '/'],
    ['javascript:alert(1)', '/'],
    ['/a\r\nSet-Cookie: x=1', '/'],
    ['/é', '/'],
    [`/${'x'.repeat(500)}`, '/'],
  ])('%j leads to %j', async (returnTo, place) => {
    const browser = newBrowser()
    const inResponseTo = await request(stage, connection, browser, returnTo)
    expect(await signIn(stage, connection, { ...sara, inResponseTo }, { browser })).toMatchObject({ returnTo: place })
  })
})

describe('a refused message', () => {
  it('leaves a masked trace and an event, spends its request, and nothing else', async () => {
    const requestId = await request(stage, connection, newBrowser())
    const changed = await tablesChangedBy(stage, async () => {
      const outcome = await stage.run('sign_in.refuse', samlOf(connection), {
        reason: 'sig.untrusted_key',
        detail: 'signed with a key that is not the connection’s',
        received: 'sara.osei@acme.example "x@y.example" plain',
        inResponseTo: requestId,
      })
      expect(outcome).toMatchObject({ ok: true, result: { reason: 'sig.untrusted_key' } })
    })
    expect(changed).toEqual(new Set(['audit', 'signInRequests', 'signInTraces']))
    const [trace] = await stage.all('signInTraces')
    expect(trace).toMatchObject({
      outcome: 'refused',
      reason: 'sig.untrusted_key',
      received: 's…@acme.example "x…@y.example" plain',
      expiresAt: later(stage.now(), { days: 14 }),
    })
    expect((await stage.all('audit')).map(({ event, companyIds }) => ({ event, companyIds }))).toEqual([
      {
        companyIds: [acmeId],
        event: {
          type: 'sign_in.refused',
          connectionId: connection.id,
          companyIds: [acmeId],
          reason: 'sig.untrusted_key',
          code: trace?.code,
        },
      },
    ])
    expect(await stage.all('signInRequests')).toEqual([])
  })

  it('does not spend the request of another connection', async () => {
    const other = await stage.connection([acmeId])
    const inResponseTo = await request(stage, other, newBrowser())
    await stage.run('sign_in.refuse', samlOf(connection), { reason: 'saml.connection_mismatch', inResponseTo })
    expect(await stage.all('signInRequests')).toHaveLength(1)
  })

  it('is found by its code by the administrators of the connection, and by nobody else', async () => {
    const boss = await stage.web(await stage.user(acmeId, 'boss@acme.example', { role: 'administrator' }))
    const beta = await stage.company('Beta', 'beta.example')
    const stranger = await stage.web(await stage.user(beta.id, 'b@beta.example', { role: 'administrator' }))
    const plain = await stage.web(await stage.user(acmeId, 'p@acme.example'))
    const outcome = await stage.run('sign_in.refuse', samlOf(connection), { reason: 'sig.missing' })
    await stage.run('sign_in.refuse', samlOf(connection), { reason: 'xml.doctype' })
    const code = outcome.ok ? outcome.result.code : ''
    const show = (claim: Claim, input = {}) =>
      stage.ask('connections.show', claim, { connectionId: connection.id, ...input })
    expect(await show(boss, { code: ` ${code.toLowerCase()}` })).toMatchObject({
      result: { traces: [{ code, reason: 'sig.missing' }] },
    })
    expect(await show(boss)).toMatchObject({ result: { traces: [{ reason: 'xml.doctype' }, { code }] } })
    expect(await show({ channel: 'api' })).toMatchObject({ ok: true })
    expect(await show(stranger)).toMatchObject({ code: 'not_found' })
    expect(await show(plain)).toMatchObject({ code: 'not_allowed' })
  })
})

it('takes the word of a connection that exists only', async () => {
  const gone: Claim = { channel: 'saml', connectionId: newId() }
  for (const [name, input] of [
    ['sign_in.request', { requestId: `_${newId()}`, browserHash: 'x'.repeat(43) }],
    ['sign_in.hold', { assertionId: '_a', assertionExpiresAt: later(stage.now(), { days: 1 }), nameId: 'x' }],
    ['sign_in.finish', { code: 'x' }],
    ['sign_in.refuse', { reason: 'sig.missing' }],
  ] as const) {
    expect(await stage.run(name, gone, input)).toMatchObject({ code: 'not_allowed' })
    expect(await stage.run(name, { channel: 'web' }, input)).toMatchObject({ code: 'not_allowed' })
  }
})
