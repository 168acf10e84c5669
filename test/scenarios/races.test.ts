/** What several people, and several instances of Toegang over one PostgreSQL, do at the very same moment. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Core, openCore } from '../../src/kernel/answer.ts'
import { later } from '../../src/kernel/instant.ts'
import { addOperator } from '../../src/operators/manage-operators.ts'
import { inviteUsers } from '../../src/users/invite-users.ts'
import { isAdministrator, type User } from '../../src/users/user.ts'
import { codeAt } from '../adapters/operator-world.ts'
import { operator, refused, stranger, type World } from '../core/world.ts'
import { type Instances, openInstances } from './instances.ts'

let server: Awaited<ReturnType<typeof openInstances>>
let instances: Instances
let world: World
let acme: string

beforeAll(async () => {
  server = await openInstances()
})
afterAll(() => server.stop())
beforeEach(async () => {
  instances = await server.open()
  world = instances.world
  acme = await world.company('Acme', ['acme.example'], { freeRegistration: true })
})
afterEach(() => instances.close())

type Person = Awaited<ReturnType<World['user']>>

const people = (count: number, over: Partial<User> = {}): Promise<Person[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      world.user(acme, `${over.role ?? 'user'}${index}@acme.example`, { name: `Person ${index}`, ...over }),
    ),
  )
const administrators = (count: number) => people(count, { role: 'administrator' })

const decided = (verdict: 'approved' | 'declined') => (request: string) => ({ requests: [request], verdict })

describe('fifty administrators on three instances', () => {
  it('decide one request once: one decision, one grant, one line in the trail, 49 answers with who and when', async () => {
    const admins = await administrators(50)
    const anna = await world.user(acme, 'anna@acme.example')
    const licence = await world.licence(acme, 'Bouw')
    const request = await world.ask(anna, licence)
    world.wait({ minutes: 5 })
    const answers = await instances.atOnce(50, (core, index) =>
      core.run('requests.decide', admins[index]?.web ?? stranger, decided('approved')(request.id)),
    )
    const kept = await world.row('requests', request.id)
    const decider = admins.find(({ id }) => id === kept.decision?.by)
    expect(kept).toMatchObject({ state: 'approved', settledAt: world.now(), version: 2 })
    expect(decider).toBeDefined()
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const told = refused('already_decided', {
      reference: request.reference,
      verdict: 'approved',
      by: decider?.name ?? '',
      at: world.now(),
    })
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 49 }, () => told))
    expect(await world.rows('grants')).toMatchObject([{ userId: anna.id, licenceId: licence.id, givenBy: decider?.id }])
    expect(await world.events('request.approved')).toHaveLength(1)
    expect(await world.events('access.given')).toHaveLength(1)
    const about = (await world.rows('audit')).filter(({ event }) => 'requestId' in event)
    expect(about.every(({ by }) => by.id === decider?.id)).toBe(true)
    // And she is told once.
    const mails = (await world.rows('outbox')).filter(({ kind }) => kind === 'notice_mail')
    expect(mails).toMatchObject([{ userId: anna.id, event: { type: 'request.approved' } }])
  })

  it('agree on the first, whether it was a yes or a no, also with the requester who takes it back', async () => {
    const admins = await administrators(9)
    const anna = await world.user(acme, 'anna@acme.example')
    const request = await world.ask(anna, await world.licence(acme, 'Bouw'))
    const answers = await instances.atOnce(10, async (core, index) =>
      index === 9
        ? core.run('requests.withdraw', anna.web, { request: request.id })
        : core.run(
            'requests.decide',
            admins[index]?.web ?? stranger,
            decided(index % 2 ? 'approved' : 'declined')(request.reference),
          ),
    )
    const { state, decision, version } = await world.row('requests', request.id)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(version).toBe(2)
    const code = state === 'withdrawn' ? 'already_settled' : 'already_decided'
    for (const answer of answers) if (!answer.ok) expect(answer).toMatchObject({ code })
    expect(decision?.verdict).toBe(state === 'withdrawn' ? undefined : state)
    expect(await world.rows('grants')).toHaveLength(state === 'approved' ? 1 : 0)
    const settled = ['request.approved', 'request.declined', 'request.withdrawn'] as const
    const lines = await Promise.all(settled.map((type) => world.events(type)))
    expect(lines.flat()).toMatchObject([{ type: `request.${state}` }])
  })

  it('never give away more seats than there are', async () => {
    const admins = await administrators(12)
    const askers = await people(12)
    const licence = await world.licence(acme, 'Bouw', { seats: 3 })
    const requests = await Promise.all(askers.map((asker) => world.ask(asker, licence)))
    const answers = await instances.atOnce(12, async (core, index) => {
      const web = admins[index]?.web ?? stranger
      // Half of them by the request, half directly.
      return index % 2
        ? core.run('access.give', web, { user: askers[index]?.id, licenceId: licence.id })
        : core.run('requests.decide', web, decided('approved')(requests[index]?.id ?? ''))
    })
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
    for (const answer of answers)
      if (!answer.ok) expect(answer).toMatchObject(refused('no_seats_left', { licence: 'Bouw', seats: 3 }))
    expect(await world.rows('grants', { state: 'live' })).toHaveLength(3)
    expect(await world.rows('requests', { state: 'approved' })).toHaveLength(3)
  })
})

describe('what time brings, on three instances at once', () => {
  it('is done once for each row, however many rows fall due', async () => {
    const many = 130
    const admin = await world.user(acme, 'admin@acme.example', { role: 'administrator' })
    const users = await people(many)
    const soon = later(world.now(), { hours: 1 })
    const [toRemind, toExpire, toEnd, expiring] = await Promise.all([
      world.licence(acme, 'To remind'),
      world.licence(acme, 'To expire'),
      world.licence(acme, 'To end'),
      world.licence(acme, 'Expiring', { expiresAt: soon }),
    ])
    const [ann, bob] = users as [Person, Person]
    await world.grant(ann, expiring)
    await world.user(acme, 'temp@acme.example', { role: 'administrator', roleUntil: soon })
    await world.ports.store.transaction(async (tx) => {
      for (const [index, { id: userId }] of users.entries()) {
        const asked = { companyId: acme, requesterId: userId, at: world.now(), via: 'web', state: 'open' } as const
        const access = { ...asked, kind: 'access', version: 1 } as const
        const id = () => world.ports.ids.next()
        await tx.requests.put({ ...access, id: id(), reference: `R-A${index}`, licenceId: toRemind.id, remindAt: soon })
        await tx.requests.put({
          ...access,
          id: id(),
          reference: `R-B${index}`,
          licenceId: toExpire.id,
          expiresAt: soon,
        })
        const given = { companyId: acme, userId, licenceId: toEnd.id, givenAt: world.now() }
        await tx.grants.put({ ...given, id: id(), until: soon })
      }
    })
    await world.must(inviteUsers, admin.web, { emails: ['late@acme.example'] })
    // Past the hour and the month of the invitation.
    world.wait({ days: 32 })
    let done = 0
    for (let more = true; more; ) {
      const counts = await instances.atOnce(6, (core) => core.sweep())
      const sum = counts.reduce((total, count) => total + count, 0)
      done += sum
      more = sum > 0
    }
    // And a licence, a role and an invitation.
    expect(done).toBe(3 * many + 3)
    const once = async (type: Parameters<World['events']>[0], rows: number, of: (event: object) => unknown) => {
      const events = await world.events(type)
      expect([type, events.length, new Set(events.map(of)).size]).toEqual([type, rows, rows])
    }
    const request = (event: object) => 'requestId' in event && event.requestId
    const user = (event: object) => 'userId' in event && event.userId
    await once('request.reminded', many, request)
    await once('request.expired', many, request)
    await once('access.ended', many, user)
    await once('licence.expired', 1, () => 1)
    await once('user.role_ended', 1, user)
    await once('user.invitation_expired', 1, user)
    const outbox = await world.rows('outbox')
    const told = (type: string, userId: string) =>
      outbox.filter((one) => one.kind === 'notice_mail' && one.event.type === type && one.userId === userId).length
    expect([told('request.expired', bob.id), told('access.ended', bob.id)]).toEqual([1, 1])
    expect([told('licence.expired', ann.id), told('licence.expired', bob.id)]).toEqual([1, 0])
    expect(told('request.reminded', admin.id)).toBe(many)
  })
})

describe('one address', () => {
  it('is invited once by 64 administrators', async () => {
    const admins = await administrators(64)
    const answers = await instances.atOnce(64, (core, index) =>
      core.run('users.invite', admins[index]?.web ?? stranger, {
        emails: [index % 2 ? 'new@acme.example' : 'NEW@Acme.Example'],
      }),
    )
    const results = answers.flatMap((answer) => (answer.ok ? [...answer.result.results] : []))
    const outcomes = results.map((result) => ('outcome' in result ? result.outcome : result.refused.code))
    expect(outcomes.toSorted()).toEqual([...Array(63).fill('already_invited'), 'invited'])
    const users = await world.rows('users', { email: 'new@acme.example' })
    expect(users).toHaveLength(1)
    expect(new Set(results.map((result) => 'userId' in result && result.userId))).toEqual(new Set([users[0]?.id]))
    expect(await world.rows('invitations')).toHaveLength(1)
    expect(await world.events('user.invited')).toHaveLength(1)
    expect(await world.letters('new@acme.example')).toHaveLength(1)
  })

  it('gets one mail and one account, however often registration is started and finished', async () => {
    const started = await instances.atOnce(12, (core) =>
      core.run('registrations.start', stranger, { email: 'new@acme.example' }),
    )
    expect(started.every(({ ok }) => ok)).toBe(true)
    const letters = await world.letters('new@acme.example')
    expect(letters).toHaveLength(1)
    const finished = await instances.atOnce(12, (core) =>
      core.run('registrations.finish', stranger, { secret: letters[0]?.secret, name: 'New' }),
    )
    expect(finished.filter(({ ok }) => ok)).toHaveLength(1)
    for (const answer of finished) if (!answer.ok) expect(answer).toMatchObject(refused('link_used_or_expired'))
    expect(await world.rows('users', { email: 'new@acme.example' })).toHaveLength(1)
    expect(await world.rows('sessions')).toHaveLength(1)
  })

  it('ends with one account when the invitation and the registration are finished at once', async () => {
    await instances.cores[0]?.run('registrations.start', stranger, { email: 'new@acme.example' })
    await instances.cores[0]?.run('users.invite', operator, { companyId: acme, emails: ['new@acme.example'] })
    const letters = await world.letters('new@acme.example')
    expect(letters.map(({ mail }) => mail)).toEqual(['registration', 'invitation'])
    const finished = await instances.atOnce(6, (core, index) =>
      core.run('registrations.finish', stranger, { secret: letters[index % 2]?.secret, name: 'New' }),
    )
    expect(finished.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await world.rows('users', { email: 'new@acme.example' })).toMatchObject([{ status: 'registered' }])
    expect(await world.events('user.registered')).toMatchObject([{ how: 'invitation' }])
    expect(await world.rows('invitations')).toEqual([])
    expect(await world.rows('registrations')).toEqual([])
  })
})

describe('somebody who switches', () => {
  it('twice at once to one company, switches once', async () => {
    const beta = await world.company('Beta', ['acme.example'], { freeRegistration: true })
    await administrators(1)
    const anna = await world.user(acme, 'anna@acme.example')
    await world.grant(anna, await world.licence(acme, 'Bouw'))
    const answers = await instances.atOnce(6, (core) => core.run('users.switch_company', anna.web, { companyId: beta }))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    for (const answer of answers) if (!answer.ok) expect(answer).toMatchObject(refused('already_in_company'))
    expect(await world.events('user.switched')).toMatchObject([{ companyId: beta, fromCompanyId: acme }])
    expect(await world.events('access.ended')).toHaveLength(1)
  })

  it('to two companies at once is in the last one, and the trail shows the way', async () => {
    const [beta, gamma] = await Promise.all(
      ['Beta', 'Gamma'].map((name) => world.company(name, ['acme.example'], { freeRegistration: true })),
    )
    await administrators(1)
    const anna = await world.user(acme, 'anna@acme.example')
    await instances.atOnce(6, (core, index) =>
      core.run('users.switch_company', anna.web, { companyId: index % 2 ? beta : gamma }),
    )
    let at = acme
    for (const { companyId, fromCompanyId } of await world.events('user.switched')) {
      expect(fromCompanyId).toBe(at)
      at = companyId
    }
    expect((await world.row('users', anna.id)).companyId).toBe(at)
    expect(at).not.toBe(acme)
    expect((await world.rows('sessions', { userId: anna.id })).map(({ companyId }) => companyId)).toEqual([at])
  })
})

const partings: readonly [
  command: 'users.change' | 'users.block' | 'users.remove' | 'users.leave',
  (other: User, self: User) => object,
][] = [
  // Each demotes the other, blocks him, removes him, makes him one for a while; or both step down, or leave.
  ['users.change', ({ id }) => ({ user: id, role: 'user' })],
  ['users.block', ({ id }) => ({ user: id })],
  ['users.remove', ({ id }) => ({ user: id })],
  ['users.change', ({ id }) => ({ user: id, roleUntil: '2026-12-01' })],
  ['users.change', (_, { id }) => ({ user: id, role: 'user' })],
  ['users.leave', () => ({})],
]

describe('the last two administrators', () => {
  it('can not both go, whatever they do to each other or themselves at once', async () => {
    for (const [index, [command, input]] of partings.entries()) {
      const company = await world.company(`Company ${index}`, ['acme.example'])
      const pair = await Promise.all(
        ['anna', 'bob'].map((name) => world.user(company, `${name}${index}@acme.example`, { role: 'administrator' })),
      )
      const [anna, bob] = pair as [Person, Person]
      const answers = await instances.atOnce(2, (core, which) => {
        const [self, other] = which ? [bob, anna] : [anna, bob]
        return core.run(command, self.web, input(other, self))
      })
      expect([command, answers.filter(({ ok }) => ok).length]).toEqual([command, 1])
      const users = await world.rows('users', { companyId: company })
      const staying = users.filter((user) => isAdministrator(user, world.now()) && user.roleUntil === undefined)
      expect([command, staying.length]).toEqual([command, 1])
    }
  })
})

describe('an operator whose code is given on three instances at once', () => {
  const olga = { email: 'olga@uitgever.example', name: 'Olga' }
  /** The secret of a link that was opened, and the key for the app that came with it. */
  const asked = async (core: Core): Promise<{ session: string; key: string }> => {
    await core.run('operators.start_sign_in', stranger, { email: olga.email, language: 'nl' })
    const secret = (await world.letters(olga.email)).at(-1)?.secret
    const opened = await core.run('operators.open_link', stranger, { secret })
    const { session = '' } = opened.ok ? opened.result : {}
    const shown = await core.ask('operators.show_second_factor', stranger, { session })
    const { newKey = '' } = shown.ok ? shown.result : {}
    return { session, key: newKey && world.ports.secrets.open(newKey) }
  }
  const code = (key: string): string => codeAt(key, world.now())

  it('gets in once, by whichever was first', async () => {
    await world.must(addOperator, operator, olga)
    const { session, key } = await asked(openCore(world.ports))
    const answers = await instances.atOnce(12, (core) =>
      core.run('operators.give_code', stranger, { session, code: code(key) }),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await world.rows('operatorSessions')).toMatchObject([{ stage: 'in' }])
    expect((await world.rows('operators'))[0]?.recovery).toHaveLength(8)
  })

  it('is locked after ten wrong ones, however many come together', async () => {
    await world.must(addOperator, operator, olga)
    const { session, key } = await asked(openCore(world.ports))
    const wrong = code(key) === '000000' ? '000001' : '000000'
    const answers = await instances.atOnce(30, (core) =>
      core.run('operators.give_code', stranger, { session, code: wrong }),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(10)
    expect(await world.rows('operators')).toMatchObject([{ wrongCodes: 10 }])
    expect(await world.rows('operatorSessions')).toEqual([])
  })
})
