/**
 * Whatever people do, in whatever order, however often, and however time goes by: what must always hold, holds after every single
 * step. `PROPERTY_RUNS` sets how many stories are played on the embedded store.
 */
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { addCompany } from '../../src/companies/add-company.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import { type Core, openCore } from '../../src/kernel/answer.ts'
import { later } from '../../src/kernel/instant.ts'
import { hasAccess, isLive } from '../../src/licences/access.ts'
import { assignLicence } from '../../src/licences/assign-licence.ts'
import type { TableName, Tables } from '../../src/ports/store.ts'
import { finishRegistration } from '../../src/users/finish-registration.ts'
import { inviteUsers } from '../../src/users/invite-users.ts'
import { isAdministrator, type User } from '../../src/users/user.ts'
import { openWorld, operator, stranger, type World } from '../core/world.ts'
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts'
import { readTrail } from './access-from-trail.ts'

// Few of each, so that they meet.
const addresses = ['ann@x.example', 'bob@x.example', 'cas@x.example', 'dee@x.example', 'eve@y.example', 'fay@y.example']
const companies = ['Alpha', 'Beta']
const standards = ['NEN 1010', 'nen1010', 'NEN 3140']

function weighed<T>(weight: number, fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return { weight, arbitrary: fc.record<T>(fields) }
}
const few = <const T>(...values: readonly T[]) => fc.constantFrom(...values)
/**
 * Who acts: by address, whoever manages a company by then (`manager of 0`), or somebody in it (`1 of 0`). Chosen when the moment
 * comes, so that most of what is tried can succeed.
 */
const manager = few('manager of 0', 'manager of 0', 'manager of 1', '1 of 0', 'eve@y.example')
const member = few('0 of 0', '1 of 0', '2 of 0', '3 of 0', '0 of 1', '1 of 1', ...addresses)
const who = few(...addresses)
/** About whom: somebody in the actor's own company, counted, or by address. */
const whom = few('0', '1', '2', '3', '4', ...addresses)
const company = few(0, 1)
/** One of the licences of the actor's company, or of all. */
const licence = few('0', '0', '1', '1', '2', 'any 0', 'any 4')
/** Which of the requests, counted from the newest; open ones come first. */
const request = fc.nat({ max: 5 })
const days = few(undefined, undefined, 1, 5, 40)
const role = few('user', 'administrator')

const step = fc.oneof(
  weighed(3, { do: few('invite'), by: manager, of: who, role, days, licences: fc.array(licence, { maxLength: 3 }) }),
  weighed(1, { do: few('resend'), by: manager, of: whom }),
  weighed(2, { do: few('register'), of: who }),
  weighed(4, { do: few('finish'), letter: fc.nat({ max: 2 }), company }),
  weighed(6, { do: few('ask'), by: member, licence }),
  weighed(1, { do: few('ask_standard'), by: member, licence, standard: few(...standards) }),
  weighed(6, {
    do: few('decide'),
    by: manager,
    requests: fc.array(request, { minLength: 1, maxLength: 3 }),
    verdict: few('approved', 'approved', 'declined'),
    days,
  }),
  weighed(1, { do: few('withdraw'), by: member }),
  weighed(5, { do: few('give'), by: manager, of: whom, licence, days }),
  weighed(2, { do: few('end'), by: manager, of: whom, licence }),
  weighed(4, {
    do: few('set_switches'),
    by: manager,
    licence,
    companyWide: few(undefined, true, false),
    shown: few(undefined, true, false),
  }),
  weighed(2, {
    do: few('change_licence'),
    licence: fc.nat({ max: 4 }),
    days: few(undefined, 1, 5, 40, null),
    companyWide: few(undefined, true, false),
  }),
  weighed(3, { do: few('switch'), by: member, company }),
  weighed(4, {
    do: few('change_role'),
    by: manager,
    of: whom,
    role: few('administrator', 'administrator', 'user'),
    days,
  }),
  weighed(2, { do: few('block'), by: manager, of: whom }),
  weighed(2, { do: few('unblock'), by: manager, of: whom }),
  weighed(1, { do: few('remove'), by: manager, of: whom }),
  weighed(1, { do: few('leave'), by: member }),
  weighed(2, { do: few('wait'), hours: few(1, 23, 49, 24 * 6, 24 * 33), sweep: fc.boolean() }),
  weighed(2, { do: few('sweep') }),
  // The same as before, from the same hand: a double click, or a retry after an answer that was lost.
  weighed(2, { do: few('again') }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Stage {
  readonly world: World
  readonly core: Core
  readonly companyIds: readonly string[]
  readonly licenceIds: readonly string[]
}

/** Two companies that share a domain, people in each, and licences of every kind; all of it in the trail. */
const setStage = async (world: World): Promise<Stage> => {
  const companyIds: string[] = []
  const licenceIds: string[] = []
  const here = [addresses.slice(0, 4), addresses.slice(4)]
  for (const [index, name] of companies.entries()) {
    const [first = '', ...others] = here[index] ?? []
    const { id: companyId } = await world.must(addCompany, operator, {
      name,
      domains: index ? ['x.example', 'y.example'] : ['x.example'],
      freeRegistration: true,
      administrators: [{ email: first, name }],
    })
    await world.must(inviteUsers, operator, { companyId, emails: others })
    for (const address of [first, ...others]) {
      const [letter] = await world.letters(address)
      await world.must(finishRegistration, stranger, { secret: letter?.secret, name: address.slice(0, 3) })
    }
    companyIds.push(companyId)
    const kinds = [{ shown: true, seats: 1 }, { shown: true, seats: index ? 2 : 4 }, { shown: true }].slice(index)
    for (const [nth, kind] of kinds.entries())
      licenceIds.push((await world.must(assignLicence, operator, { companyId, name: `Licence ${nth}`, ...kind })).id)
  }
  return { world, core: openCore(world.ports), companyIds, licenceIds }
}

/** Who is meant, and a browser in which that person is signed in, if he may be. */
const actorOf = async ({ world, companyIds }: Stage, by: string): Promise<{ user?: User; web: Claim }> => {
  const [, which = '', company] = /^(.*) of (.*)$/.exec(by) ?? []
  const companyId = company && companyIds[Number(company)]
  const users = await world.rows('users', { ...(companyId ? { companyId } : { email: by }), status: 'registered' })
  const user =
    which === 'manager' ? users.find((one) => isAdministrator(one, world.now())) : users[Number(which) % users.length]
  return user ? { user, web: await world.signIn(user) } : { web: stranger }
}

const newestOf = async ({ world }: Stage, user: User | undefined): Promise<string> =>
  (await world.rows('requests', { requesterId: user?.id ?? 'none' })).at(-1)?.id ?? 'none'

const play = async (stage: Stage, one: Exclude<Step, { do: 'again' }>): Promise<void> => {
  const { world, core, companyIds, licenceIds } = stage
  const until = (count: number | undefined) => count && later(world.now(), { days: count })
  const { user: actor, web } = await actorOf(stage, 'by' in one ? one.by : '')
  const own = { companyId: actor?.companyId ?? 'none' }
  const licenceOf = async (written: string): Promise<string | undefined> => {
    const [, any] = /^any (.*)$/.exec(written) ?? []
    if (any) return licenceIds[Number(any)]
    const held = await world.rows('licences', own)
    return held[Number(written) % held.length]?.id
  }
  const licenceId = 'licence' in one && typeof one.licence === 'string' ? await licenceOf(one.licence) : undefined
  const userOf = async (written: string): Promise<string> => {
    if (written.includes('@')) return written
    const there = (await world.rows('users', own)).filter(({ status }) => status !== 'removed')
    return there[Number(written) % there.length]?.id ?? 'none'
  }
  const of = 'of' in one ? await userOf(one.of) : ''
  switch (one.do) {
    case 'invite': {
      const roleUntil = one.role === 'administrator' ? until(one.days) : undefined
      const ids = (await Promise.all(one.licences.map(licenceOf))).filter((id) => id !== undefined)
      await core.run('users.invite', web, { emails: [of], role: one.role, roleUntil, licenceIds: ids })
      return
    }
    case 'resend':
      await core.run('users.resend', web, { user: of })
      return
    case 'register':
      await core.run('registrations.start', stranger, { email: of })
      return
    case 'finish': {
      const letters = (await Promise.all(addresses.map((address) => world.letters(address)))).flat()
      const newest = letters.toSorted((a, b) => (a.message.id < b.message.id ? 1 : -1))
      const letter = newest[one.letter]
      const input = { secret: letter?.secret ?? 'x'.repeat(43), name: 'Name' }
      const choosing = await core.run('registrations.finish', stranger, input)
      if (!choosing.ok && choosing.code === 'choose_company')
        await core.run('registrations.finish', stranger, { ...input, companyId: companyIds[one.company] })
      return
    }
    case 'ask':
      await core.run('requests.ask_access', web, { licenceId, reason: 'For work' })
      return
    case 'ask_standard':
      await core.run('requests.ask_standard', web, { number: one.standard, licenceId })
      return
    case 'decide': {
      const all = (await world.rows('requests', own)).toReversed()
      const openFirst = all.toSorted((a, b) => Number(b.state === 'open') - Number(a.state === 'open'))
      const asked = one.requests.map((nth) => openFirst[nth]?.id ?? 'none')
      const input = { requests: asked, verdict: one.verdict, until: until(one.days) }
      await core.run('requests.decide', web, input)
      return
    }
    case 'withdraw':
      await core.run('requests.withdraw', web, { request: await newestOf(stage, actor) })
      return
    case 'give':
      await core.run('access.give', web, { user: of, licenceId, until: until(one.days) })
      return
    case 'end':
      await core.run('access.end', web, { user: of, licenceId })
      return
    case 'set_switches':
      await core.run('licences.set_switches', web, { licenceId, companyWide: one.companyWide, shown: one.shown })
      return
    case 'change_licence': {
      const companyId = companyIds[one.licence < 3 ? 0 : 1]
      const expiresAt = one.days === null ? null : until(one.days)
      const input = { companyId, licenceId: licenceIds[one.licence], expiresAt, companyWide: one.companyWide }
      await core.run('licences.change', operator, input)
      return
    }
    case 'switch':
      await core.run('users.switch_company', web, { companyId: companyIds[one.company] })
      return
    case 'change_role': {
      const roleUntil = one.role === 'administrator' ? until(one.days) : undefined
      await core.run('users.change', web, { user: of, role: one.role, roleUntil })
      return
    }
    case 'block':
      await core.run('users.block', web, { user: of })
      return
    case 'unblock':
      await core.run('users.unblock', web, { user: of })
      return
    case 'remove':
      await core.run('users.remove', web, { user: of })
      return
    case 'leave':
      await core.run('users.leave', web, {})
      return
    case 'wait':
      world.wait({ hours: one.hours })
      if (one.sweep) await core.sweep()
      return
    case 'sweep':
      await core.sweep()
  }
}

/** What a story has seen so far, to notice what changes that must not. */
interface Memory {
  readonly decisions: Map<string, string>
}

const check = async ({ world }: Stage, { decisions }: Memory): Promise<void> => {
  const now = world.now()
  const [users, licences, grants, requests, trail] = await world.ports.store.read((tx) =>
    Promise.all([tx.users.list({}), tx.licences.list({}), tx.grants.list({}), tx.requests.list({}), tx.audit.list({})]),
  )
  const told = readTrail(trail)

  const accounts = users.filter(({ status }) => status === 'registered' || status === 'blocked')
  expect(repeated(accounts.map(({ email }) => email)), 'accounts of one address').toEqual([])
  const invited = users.filter(({ status }) => status === 'invited')
  expect(repeated(invited.map(({ companyId, email }) => `${companyId} ${email}`)), 'invitations').toEqual([])

  for (const companyId of new Set(licences.map((one) => one.companyId))) {
    const staying = users.filter(
      (user) => user.companyId === companyId && isAdministrator(user, now) && user.roleUntil === undefined,
    )
    expect(staying.length, 'administrators who stay').toBeGreaterThan(0)
  }

  for (const { id, seats } of licences) {
    const live = grants.filter((grant) => grant.licenceId === id && isLive(grant, now))
    expect(repeated(live.map(({ userId }) => userId)), 'grants of one user').toEqual([])
    if (seats !== undefined) expect(live.length, 'seats').toBeLessThanOrEqual(seats)
    for (const { userId } of live) {
      const user = users.find((one) => one.id === userId)
      expect([user?.companyId, user?.status], 'who holds a grant').toEqual([
        licences.find((one) => one.id === id)?.companyId,
        expect.stringMatching(/registered|blocked/),
      ])
    }
  }

  for (const { id, state, decision } of requests) {
    const lines = trail.flatMap(({ event }) =>
      'requestId' in event && event.requestId === id && /^request\.(?!made|reminded)/.test(event.type)
        ? [event.type]
        : [],
    )
    expect(lines, 'how a request ended').toEqual(state === 'open' ? [] : [`request.${state}`])
    expect(decision?.verdict, 'the decision').toBe(state === 'approved' || state === 'declined' ? state : undefined)
    const before = decisions.get(id)
    if (before) expect(JSON.stringify(decision), 'a decision that was made').toBe(before)
    if (decision) decisions.set(id, JSON.stringify(decision))
  }
  const open = requests.filter(({ state }) => state === 'open')
  const subjects = open.map((one) => `${one.requesterId} ${one.kind} ${one.kind === 'access' && one.licenceId}`)
  expect(repeated(subjects.filter((subject) => subject.includes(' access '))), 'open requests for one thing').toEqual(
    [],
  )

  for (const userId of new Set([...users.map(({ id }) => id), ...told.users.keys()]))
    for (const one of licences) {
      const user = users.find(({ id }) => id === userId)
      const access = user !== undefined && hasAccess(user, one, grants, now).allowed
      expect(told.mayUse(userId, one.id, now), `access of ${user?.email} to ${one.name} (${one.companyId})`).toBe(
        access,
      )
    }
  expectTold(told.fields, 'users', users, ['companyId', 'role', 'roleUntil', 'status', 'invitedUntil'])
  expectTold(told.fields, 'licences', licences, ['companyWide', 'shown', 'seats', 'expiresAt', 'standards'])
  expectTold(told.fields, 'grants', grants, ['userId', 'licenceId', 'until', 'endedAt'])
  expectTold(told.fields, 'requests', requests, ['state', 'licenceId', 'until'])
}

/** The trail's changes, one after the other, give the rows as they are. */
const expectTold = <T extends TableName>(
  fields: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  table: T,
  rows: readonly Tables[T][],
  names: readonly string[],
): void => {
  for (const row of rows) {
    const shown = fields.get(`${table} ${row.id}`)
    for (const name of names)
      expect(shown?.get(name), `${table}.${name} by the trail`).toEqual(
        (row as { readonly [name: string]: unknown })[name],
      )
  }
}

const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

const story = async (world: World, steps: readonly Step[], isChecked: (index: number) => boolean): Promise<void> => {
  try {
    const stage = await setStage(world)
    const memory: Memory = { decisions: new Map() }
    let last: Exclude<Step, { do: 'again' }> = { do: 'sweep' }
    for (const [index, one] of steps.entries()) {
      if (one.do !== 'again') last = one
      await play(stage, last)
      if (isChecked(index) || index === steps.length - 1) await check(stage, memory)
    }
  } finally {
    await world.close()
  }
}

describe('any order of what people do', () => {
  it('keeps every promise on the embedded store', async () => {
    const runs = Number(process.env['PROPERTY_RUNS'] ?? 50)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
        await story(await openWorld(), steps, () => true)
      }),
      { numRuns: runs, endOnFailure: false },
    )
  }, 3_600_000)

  describe('with PostgreSQL', () => {
    let server: PostgresServer
    let empty: string
    beforeAll(async () => {
      server = await startPostgres()
      empty = await server.createDatabase()
      await (await openPostgresStore({ url: server.url(empty) })).close()
    })
    afterAll(() => server.stop())

    it('keeps them too', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 60, size: 'max' }), async (steps) => {
          const store = await openPostgresStore({ url: server.url(await server.createDatabase(empty)) })
          await story(await openWorld(store), steps, (index) => index % 10 === 0)
        }),
        { numRuns: 5, endOnFailure: true },
      )
    })
  })
})
