import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Company } from '../../../src/companies/company.ts'
import type { Claim } from '../../../src/kernel/actor.ts'
import { later } from '../../../src/kernel/instant.ts'
import type { Connection } from '../../../src/sign-in/connection.ts'
import type { User } from '../../../src/users/user.ts'
import { hold, newBrowser, openStage, request, type Stage, samlOf, signIn } from './stage.ts'

let stage: Stage
let acme: Company
let anna: User
let web: Claim
let connection: Connection

beforeEach(async () => {
  stage = await openStage()
  acme = await stage.company('Acme', 'acme.example')
  anna = await stage.user(acme.id, 'anna@acme.example')
  web = await stage.web(anna)
  connection = await stage.connection([acme.id])
})
afterEach(() => stage.close())

const isSignedIn = async (claim: Claim) => (await stage.ask('sessions.me', claim)).ok
const byAssertion = async (said: { nameId: string; sessionIndex?: string }): Promise<Claim> => {
  const done = await signIn(stage, connection, { ...said, email: `${said.nameId}@acme.example` })
  if (!done.signedIn) throw new Error('refused')
  return { channel: 'web', session: done.session }
}

describe('a session ends at its next use', () => {
  const changes: readonly [string, () => Promise<unknown> | undefined][] = [
    ['the user is blocked', () => stage.put('users', { ...anna, status: 'blocked' })],
    ['the user is removed', () => stage.put('users', { ...anna, status: 'removed', email: '' })],
    [
      'the user belongs to another company',
      async () => {
        const other = await stage.company('Other', 'acme.example')
        await stage.put('users', { ...anna, companyId: other.id })
      },
    ],
    [
      'the domain is lost',
      async () => {
        const [domain] = await stage.all('domains')
        if (domain) await stage.put('domains', { ...domain, state: 'lost' })
      },
    ],
    ['twelve hours have passed', async () => stage.wait({ hours: 12 })],
    ['its connection is gone', () => stage.ports.store.transaction((tx) => tx.connections.remove(connection.id))],
    ['its connection serves other companies', () => stage.put('connections', { ...connection, companyIds: ['other'] })],
  ]
  it.each(changes)('once %s', async (_what, happens) => {
    const asserted = await byAssertion({ nameId: 'anna' })
    expect(await isSignedIn(asserted)).toBe(true)
    await happens()
    expect(await isSignedIn(asserted)).toBe(false)
  })

  it('once nobody used it for two hours, and not before', async () => {
    const asserted = await byAssertion({ nameId: 'anna' })
    for (let visit = 0; visit < 4; visit++) {
      stage.wait({ hours: 1, minutes: 59 })
      expect(await isSignedIn(asserted)).toBe(true)
      expect(await stage.run('sessions.touch', asserted, {})).toMatchObject({ ok: true })
    }
    stage.wait({ hours: 2 })
    expect(await isSignedIn(asserted)).toBe(false)
    expect(await stage.run('sessions.touch', asserted, {})).toMatchObject({ code: 'not_signed_in' })
  })

  it('after twelve hours, however much it was used', async () => {
    const asserted = await byAssertion({ nameId: 'anna' })
    for (let hour = 0; hour < 11; hour++) {
      stage.wait({ hours: 1 })
      await stage.run('sessions.touch', asserted, {})
    }
    expect(await isSignedIn(asserted)).toBe(true)
    stage.wait({ hours: 1 })
    expect(await isSignedIn(asserted)).toBe(false)
  })

  it('and a visit in the first five minutes is not written down', async () => {
    const asserted = await byAssertion({ nameId: 'anna' })
    const [before] = (await stage.all('sessions')).slice(-1)
    stage.wait({ minutes: 4 })
    await stage.run('sessions.touch', asserted, {})
    expect((await stage.all('sessions')).at(-1)).toEqual(before)
  })

  it('but not with a connection that it was not made by', async () => {
    await stage.ports.store.transaction((tx) => tx.connections.remove(connection.id))
    expect(await isSignedIn(web)).toBe(true)
  })

  it('but a guest keeps it whatever becomes of domains', async () => {
    const guest = await stage.web(await stage.user(acme.id, 'g@elsewhere.example', { guest: true }))
    expect(await isSignedIn(guest)).toBe(true)
  })
})

describe('who is signed in', () => {
  it('is an administrator as long as that lasts', async () => {
    const roleUntil = later(stage.now(), { hours: 1 })
    await stage.put('users', { ...anna, role: 'administrator', roleUntil })
    expect(await stage.ask('sessions.me', web)).toMatchObject({ result: { user: { role: 'administrator' } } })
    stage.wait({ hours: 1 })
    expect(await stage.ask('sessions.me', web)).toMatchObject({ result: { user: { role: 'user' } } })
  })

  it('is nobody without a session', async () => {
    expect(await stage.ask('sessions.me', { channel: 'web' })).toMatchObject({ code: 'not_signed_in' })
    expect(await stage.ask('sessions.me', { channel: 'web', session: 'made up' })).toMatchObject({
      code: 'not_signed_in',
    })
  })
})

describe('signing out', () => {
  it('ends this session only, and says what the identity provider has to hear', async () => {
    const asserted = await byAssertion({ nameId: 'anna', sessionIndex: 's-1' })
    expect(await stage.run('sign_out', asserted, {})).toMatchObject({
      result: { proof: { connectionId: connection.id, nameId: 'anna', sessionIndex: 's-1' } },
    })
    expect(await isSignedIn(asserted)).toBe(false)
    expect(await stage.run('sign_out', asserted, {})).toMatchObject({ code: 'not_signed_in' })
    expect(await isSignedIn(web)).toBe(true)
    expect(await stage.run('sign_out', web, {})).toEqual({ ok: true, result: {} })
  })

  it('everywhere ends every session of this user, and no other', async () => {
    const second = await stage.web(anna)
    const other = await stage.web(await stage.user(acme.id, 'b@acme.example'))
    expect(await stage.ask('sessions.list', web)).toMatchObject({ result: [{ current: false }, { current: true }] })
    expect(await stage.run('sessions.end_all', web, {})).toMatchObject({ result: { ended: 2 } })
    expect([await isSignedIn(web), await isSignedIn(second), await isSignedIn(other)]).toEqual([false, false, true])
    expect((await stage.all('audit')).map(({ event }) => event)).toMatchObject([
      { type: 'sign_in.ended', userId: anna.id },
    ])
  })

  it('lists no session that is over', async () => {
    stage.wait({ hours: 11 })
    const later = await stage.web(anna)
    stage.wait({ hours: 2 })
    expect(await stage.ask('sessions.list', later)).toMatchObject({ result: [{ current: true, how: 'link' }] })
  })

  const bySaml = async (input: object, at = connection) => {
    const outcome = await stage.run('sessions.end_by_index', samlOf(at), input)
    return outcome.ok && outcome.result.ended
  }

  it('by the identity provider ends the sessions that it names', async () => {
    const one = await byAssertion({ nameId: 'anna', sessionIndex: 's-1' })
    const two = await byAssertion({ nameId: 'anna', sessionIndex: 's-2' })
    expect(await bySaml({ nameId: 'anna', sessionIndexes: ['s-1', 's-9'] })).toBe(1)
    expect([await isSignedIn(one), await isSignedIn(two), await isSignedIn(web)]).toEqual([false, true, true])
    expect(await bySaml({ nameId: 'anna' })).toBe(1)
    expect([await isSignedIn(two), await isSignedIn(web)]).toEqual([false, true])
  })

  it('by an identity provider reaches its own sessions only', async () => {
    const one = await byAssertion({ nameId: 'anna' })
    const second = await stage.connection([acme.id])
    expect(await bySaml({ nameId: 'anna' }, second)).toBe(0)
    expect(await bySaml({ nameId: 'somebody' })).toBe(0)
    expect(await isSignedIn(one)).toBe(true)
  })
})

describe('what expired', () => {
  it('is removed by time, and nothing else is', async () => {
    const browser = newBrowser()
    await byAssertion({ nameId: 'anna' })
    await stage.run('sign_in.start', { channel: 'web' }, { email: 'anna@acme.example', by: 'link' })
    await request(stage, connection, browser)
    const inResponseTo = await request(stage, connection, browser)
    await hold(stage, connection, { nameId: 'anna', inResponseTo })
    const left = async () => {
      const counts: { [table: string]: number } = {}
      for (const table of [
        'sessions',
        'signInLinks',
        'signInRequests',
        'pendingSignIns',
        'usedAssertions',
        'signInTraces',
      ] as const)
        counts[table] = (await stage.all(table)).length
      return counts
    }
    const before = await left()
    expect(before).toEqual({
      sessions: 2,
      signInLinks: 1,
      signInRequests: 1,
      pendingSignIns: 1,
      usedAssertions: 2,
      signInTraces: 1,
    })
    await stage.sweep()
    expect(await left()).toEqual(before)
    stage.wait({ minutes: 11 })
    await stage.sweep()
    expect(await left()).toEqual({ ...before, signInLinks: 0, signInRequests: 0, pendingSignIns: 0, usedAssertions: 0 })
    stage.wait({ hours: 12 })
    await stage.sweep()
    expect(await left()).toMatchObject({ sessions: 0, signInTraces: 1 })
    stage.wait({ days: 14 })
    await stage.sweep()
    expect(await left()).toMatchObject({ signInTraces: 0 })
  })
})
