import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { later } from '../../../src/kernel/instant.ts'
import type { Refused } from '../../../src/kernel/refusal.ts'
import type { Licence } from '../../../src/licences/licence.ts'
import { decideRequests } from '../../../src/requests/decide-requests.ts'
import { askDomain, askStandard } from '../../../src/requests/make-request.ts'
import { withdrawRequest } from '../../../src/requests/withdraw-request.ts'
import { openWorld, operator, refused, type World } from '../world.ts'

type Person = Awaited<ReturnType<World['user']>>
let world: World
let companyId: string
let admin: Person
let second: Person
let anna: Person
let bouw: Licence

beforeEach(async () => {
  world = await openWorld()
  companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'ada@acme.example', { role: 'administrator', name: 'Ada' })
  second = await world.user(companyId, 'bea@acme.example', { role: 'administrator', name: 'Bea' })
  anna = await world.user(companyId, 'anna@acme.example', { name: 'Anna' })
  bouw = await world.licence(companyId, 'Bouw')
})
afterEach(() => world.close())

const decide = (requests: string[], more: object = {}, by: Pick<Person, 'web'> | undefined = admin) =>
  world.run(decideRequests, by?.web ?? operator, { requests, verdict: 'approved', ...more })
const byOperator = (requests: string[], more: object = {}) =>
  world.run(decideRequests, operator, { requests, verdict: 'approved', ...more })
const results = async (outcome: ReturnType<typeof decide>) => {
  const decided = await outcome
  if (!decided.ok) throw new Error(decided.code)
  return decided.result.results.map((one) => (one.ok ? one.verdict : (one.refused as Refused).code))
}
const colleagues = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => world.user(companyId, `p${index}@acme.example`)))

describe('approving an access request', () => {
  it('gives a grant that says who, why, when and until when', async () => {
    const request = await world.ask(anna, bouw, 'Project X')
    const outcome = await decide([request.reference.toLowerCase()], { until: '2026-12-31' })
    expect(outcome).toEqual({
      ok: true,
      result: {
        results: [
          {
            asked: request.reference.toLowerCase(),
            ok: true,
            id: request.id,
            reference: request.reference,
            verdict: 'approved',
          },
        ],
      },
    })
    const until = '2026-12-31T22:59:59.999Z'
    expect(await world.row('requests', request.id)).toMatchObject({
      state: 'approved',
      until,
      version: 2,
      settledAt: world.now(),
      decision: { verdict: 'approved', by: admin.id, at: world.now(), via: 'web' },
    })
    expect(await world.rows('grants')).toMatchObject([
      { userId: anna.id, licenceId: bouw.id, givenBy: admin.id, givenAt: world.now(), why: 'Project X', until },
    ])
    expect(await world.events('request.approved')).toHaveLength(1)
    expect(await world.events('access.given')).toMatchObject([{ requestId: request.id, until }])
  })

  it('replaces a grant that ended unnoticed', async () => {
    await world.grant(anna, bouw, { until: later(world.now(), { hours: 1 }) })
    world.wait({ days: 1 })
    const request = await world.ask(anna, bouw)
    expect(await decide([request.id])).toMatchObject({ ok: true })
    expect(await world.rows('grants', { state: 'live' })).toHaveLength(1)
  })

  it('is refused without a seat, for what expired, for a past end, and for the blocked', async () => {
    const full = await world.licence(companyId, 'Vol', { seats: 1 })
    await world.grant(second, full)
    const old = await world.licence(companyId, 'Oud', { expiresAt: world.now() })
    const blocked = await world.user(companyId, 'blocked@acme.example', { status: 'blocked' })
    expect(await decide([(await world.ask(anna, full)).id])).toMatchObject(
      refused('no_seats_left', { licence: 'Vol', seats: 1 }),
    )
    expect(await decide([(await world.ask(anna, old)).id])).toMatchObject(
      refused('licence_expired', { licence: 'Oud' }),
    )
    expect(await decide([(await world.ask(blocked, bouw)).id])).toMatchObject(refused('is_blocked'))
    const request = await world.ask(anna, bouw)
    expect(await decide([request.id], { until: world.now() })).toMatchObject(
      refused('must_be_in_future', { field: 'until' }),
    )
    expect(await world.row('requests', request.id)).toMatchObject({ state: 'open' })
  })

  it('counts no seat twice, and none that came free', async () => {
    const two = await world.licence(companyId, 'Twee', { seats: 2 })
    await world.grant(second, two, { until: world.now() })
    await world.grant(anna, two, { endedAt: world.now() })
    const requests = [await world.ask(anna, two), await world.ask(admin, two)]
    expect(
      await results(
        decide(
          requests.map(({ id }) => id),
          {},
          second,
        ),
      ),
    ).toEqual(['approved', 'approved'])
  })
})

describe('declining', () => {
  it('keeps the reason and gives nothing', async () => {
    const request = await world.ask(anna, bouw)
    await decide([request.id], { verdict: 'declined', reason: 'Te duur' })
    expect(await world.row('requests', request.id)).toMatchObject({
      state: 'declined',
      decision: { verdict: 'declined', by: admin.id, reason: 'Te duur' },
    })
    expect(await world.rows('grants')).toEqual([])
    expect(await world.events('request.declined')).toHaveLength(1)
  })
})

describe('the first decision counts', () => {
  it('a second one hears who decided what and when', async () => {
    const request = await world.ask(anna, bouw)
    await decide([request.id])
    const at = world.now()
    world.wait({ hours: 1 })
    for (const verdict of ['approved', 'declined'])
      expect(await decide([request.id], { verdict }, second)).toMatchObject(
        refused('already_decided', { reference: request.reference, verdict: 'approved', by: 'Ada', at }),
      )
    expect(await world.run(withdrawRequest, anna.web, { request: request.id })).toMatchObject(
      refused('already_decided'),
    )
  })

  it('also when fifty decide at once: one decision, one grant, one entry in the trail', async () => {
    const request = await world.ask(anna, bouw)
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        decide([request.id], { verdict: index % 2 ? 'approved' : 'declined' }, index % 3 ? admin : second),
      ),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    const kept = await world.row('requests', request.id)
    const said = { reference: request.reference, verdict: kept.decision?.verdict ?? 'approved', at: world.now() }
    for (const outcome of outcomes)
      if (!outcome.ok) expect(outcome).toMatchObject({ code: 'already_decided', detail: said })
    const made = [await world.events('request.approved'), await world.events('request.declined')].flat()
    expect(made).toHaveLength(1)
    expect(await world.rows('grants')).toHaveLength(kept.state === 'approved' ? 1 : 0)
  })

  it('what was withdrawn is not decided any more', async () => {
    const request = await world.ask(anna, bouw)
    await world.must(withdrawRequest, anna.web, { request: request.id })
    expect(await decide([request.id])).toMatchObject(
      refused('already_settled', { reference: request.reference, state: 'withdrawn' }),
    )
    const expired = await world.put('requests', { ...(await world.ask(second, bouw)), state: 'expired' })
    expect(await decide([expired.id])).toMatchObject(
      refused('already_settled', { reference: expired.reference, state: 'expired' }),
    )
  })
})

describe('who decides', () => {
  it('not the requester, while the company has another administrator', async () => {
    const request = await world.ask(admin, bouw)
    expect(await decide([request.id])).toMatchObject(refused('own_request'))
    expect(await decide([request.id], { verdict: 'declined' })).toMatchObject(refused('own_request'))
    expect(await decide([request.id], {}, second)).toMatchObject({ ok: true })
  })

  it('the requester, being the only administrator left', async () => {
    await world.put('users', { ...(await world.row('users', second.id)), roleUntil: world.now() })
    const request = await world.ask(admin, bouw)
    expect(await decide([request.id])).toMatchObject({ ok: true })
  })

  it('no user, nobody of another company, and not the operator', async () => {
    const request = await world.ask(anna, bouw)
    const other = await world.company('Beta', ['beta.example'])
    const theirs = await world.user(other, 'cor@beta.example', { role: 'administrator' })
    expect(await decide([request.id], {}, anna)).toMatchObject(refused('not_allowed'))
    for (const name of [request.id, request.reference])
      expect(await decide([name], {}, theirs)).toMatchObject(refused('not_found'))
    expect(await byOperator([request.id])).toMatchObject(refused('not_allowed'))
    expect(await world.row('requests', request.id)).toMatchObject({ state: 'open' })
  })
})

describe('several at once', () => {
  it('have a result each, in the order asked, and one commit', async () => {
    const people = await colleagues(25)
    const requests = await Promise.all(people.map((user) => world.ask(user, bouw)))
    await decide([requests[3]?.id ?? ''], { verdict: 'declined' })
    const expected = requests.map((_, index) => (index === 3 ? 'already_decided' : 'approved'))
    expect(await results(decide(requests.map(({ reference }) => reference)))).toEqual(expected)
    expect(await world.rows('grants')).toHaveLength(24)
    expect(await decide([...requests.map(({ id }) => id), 'one more'])).toMatchObject(refused('invalid_input'))
    expect(await decide([])).toMatchObject(refused('invalid_input'))
  })

  it('take the seats in order; past them each is refused', async () => {
    const three = await world.licence(companyId, 'Drie', { seats: 3 })
    await world.grant(anna, three)
    const people = await colleagues(4)
    const requests = await Promise.all(people.map((user) => world.ask(user, three)))
    expect(await results(decide(requests.map(({ id }) => id)))).toEqual([
      'approved',
      'approved',
      'no_seats_left',
      'no_seats_left',
    ])
    expect(await world.rows('grants', { licenceId: three.id, state: 'live' })).toHaveLength(3)
  })

  it('decide one that is named twice once', async () => {
    const request = await world.ask(anna, bouw)
    expect(await results(decide([request.id, request.reference]))).toEqual(['approved'])
  })

  it('when approved twice at the same moment never go past the seats', async () => {
    const three = await world.licence(companyId, 'Drie', { seats: 3 })
    const people = await colleagues(8)
    const requests = await Promise.all(people.map((user) => world.ask(user, three)))
    await Promise.all(requests.map(({ id }) => decide([id])))
    expect(await world.rows('grants', { licenceId: three.id, state: 'live' })).toHaveLength(3)
  })

  it('unknown ones are not found among the others', async () => {
    const request = await world.ask(anna, bouw)
    expect(await results(decide(['R-ZZZZ', request.id, 'x']))).toEqual(['not_found', 'approved', 'not_found'])
    expect(await decide(['R-ZZZZ'])).toMatchObject(refused('not_found'))
  })
})

describe('approving a standard', () => {
  const ask = async (user: Person, number = 'NEN 1010', more: object = {}) =>
    (await world.must(askStandard, user.web, { number, ...more })).id
  const standards = async (id = bouw.id) => (await world.row('licences', id)).standards

  it('adds it to the licence that the administrator picks, whatever was proposed', async () => {
    const basis = await world.licence(companyId, 'Basis')
    const id = await ask(anna, 'NEN 1010', { title: 'Laagspanning', licenceId: basis.id })
    expect(await decide([id], { licenceId: bouw.id })).toMatchObject({ ok: true })
    expect(await standards()).toEqual([{ number: 'NEN 1010', title: 'Laagspanning' }])
    expect(await standards(basis.id)).toEqual([])
    expect(await world.row('requests', id)).toMatchObject({ state: 'approved', licenceId: bouw.id })
    expect(await world.events('standard.added')).toEqual([
      { type: 'standard.added', companyId, licenceId: bouw.id, number: 'NEN 1010', requestId: id },
    ])
  })

  it('takes the proposal when nothing is picked, and asks to choose when nothing was proposed', async () => {
    const id = await ask(anna)
    expect(await decide([id])).toMatchObject(refused('choose_licence'))
    const proposed = await ask(second, 'NEN 1010', { licenceId: bouw.id })
    expect(await decide([proposed])).toMatchObject({ ok: true })
  })

  it('adds it once, however many asked for it', async () => {
    const ids = [
      await ask(anna),
      await ask(second, 'nen1010'),
      await ask(await world.user(companyId, 'x@acme.example')),
    ]
    expect(await results(decide(ids.slice(0, 2), { licenceId: bouw.id }))).toEqual(['approved', 'approved'])
    expect(await results(decide(ids.slice(2), { licenceId: bouw.id }))).toEqual(['approved'])
    expect(await standards()).toEqual([{ number: 'NEN 1010' }])
    expect(await world.events('standard.added')).toHaveLength(1)
  })

  it('adds two standards to one licence at once', async () => {
    const ids = [await ask(anna, 'NEN 1'), await ask(anna, 'NEN 2')]
    await decide(ids, { licenceId: bouw.id })
    expect((await standards()).map(({ number }) => number)).toEqual(['NEN 1', 'NEN 2'])
  })

  it('is refused for a licence that expired or is another company’s', async () => {
    const id = await ask(anna)
    const old = await world.licence(companyId, 'Oud', { expiresAt: world.now() })
    const theirs = await world.licence(await world.company('Beta', ['beta.example']), 'Bouw')
    expect(await decide([id], { licenceId: old.id })).toMatchObject(refused('licence_expired'))
    expect(await decide([id], { licenceId: theirs.id })).toMatchObject(refused('not_found'))
  })
})

describe('a request for a domain', () => {
  const ask = async (user: Person, domain = 'new.example') => (await world.must(askDomain, user.web, { domain })).id
  const domains = () => world.rows('domains', { domain: 'new.example' })
  // The company has another domain, which was allowed when it was added.
  const allowed = async () => (await world.events('domain.allowed')).filter(({ domain }) => domain === 'new.example')

  it('is decided by the operator alone', async () => {
    const id = await ask(admin)
    const { reference } = await world.row('requests', id)
    expect(await decide([id], {}, second)).toMatchObject(refused('decided_by_operator', { reference }))
    expect(await byOperator([id])).toMatchObject({ ok: true })
    expect(await domains()).toMatchObject([{ companyId, state: 'verified', how: 'operator', verifiedAt: world.now() }])
    const { decision } = await world.row('requests', id)
    expect(decision).toEqual({ verdict: 'approved', at: world.now(), via: 'api' })
    expect(await allowed()).toHaveLength(1)
  })

  it('is answered along with another one for the same domain', async () => {
    const [mine, hers, else_] = [await ask(admin), await ask(second), await ask(second, 'else.example')]
    await byOperator([mine])
    expect(await world.row('requests', hers)).toMatchObject({ state: 'approved' })
    expect(await world.row('requests', else_)).toMatchObject({ state: 'open' })
    expect(await world.events('request.approved')).toHaveLength(2)
  })

  it('can be approved together with the other one, and the domain comes once', async () => {
    const ids = [await ask(admin), await ask(second)]
    expect(await results(byOperator(ids))).toEqual(['approved', 'approved'])
    expect(await domains()).toHaveLength(1)
    expect(await allowed()).toHaveLength(1)
    expect(await world.events('request.approved')).toHaveLength(2)
  })

  it('that is declined leaves the others and the domain alone', async () => {
    const [mine, hers] = [await ask(admin), await ask(second)]
    await byOperator([mine], { verdict: 'declined', reason: 'Niet van jullie' })
    expect(await world.row('requests', hers)).toMatchObject({ state: 'open' })
    expect(await domains()).toEqual([])
  })
})
