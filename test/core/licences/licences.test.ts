import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { later } from '../../../src/kernel/instant.ts'
import { assignLicence, changeLicence } from '../../../src/licences/assign-licence.ts'
import { evaluateAccess } from '../../../src/licences/evaluate-access.ts'
import { listLicences, showLicence } from '../../../src/licences/list-licences.ts'
import { setSwitches } from '../../../src/licences/set-switches.ts'
import { openWorld, operator, refused, type World } from '../world.ts'

type Person = Awaited<ReturnType<World['user']>>
let world: World
let companyId: string
let admin: Person
let anna: Person

beforeEach(async () => {
  world = await openWorld()
  companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'ada@acme.example', { role: 'administrator', name: 'Ada' })
  anna = await world.user(companyId, 'anna@acme.example', { name: 'Anna' })
})
afterEach(() => world.close())

describe('assigning a licence', () => {
  it('gives a company a licence with a collection, each standard once', async () => {
    const licence = await world.must(assignLicence, operator, {
      companyId,
      name: 'Bouw',
      shown: true,
      seats: 5,
      expiresAt: '2026-12-31',
      standards: [
        { number: 'NEN 1010', title: 'old' },
        { number: 'nen1010', title: 'Laagspanning' },
        { number: 'NEN 2' },
      ],
    })
    expect(await world.row('licences', licence.id)).toMatchObject({
      companyId,
      companyWide: false,
      shown: true,
      seats: 5,
      expiresAt: '2026-12-31T22:59:59.999Z',
      standards: [{ number: 'nen1010', title: 'Laagspanning' }, { number: 'NEN 2' }],
    })
    expect(await world.events('licence.assigned')).toEqual([
      { type: 'licence.assigned', companyId, licenceId: licence.id },
    ])
  })

  it('is refused for a taken name, a past end, an unknown company, and too few seats for everybody', async () => {
    await world.licence(companyId, 'Bouw')
    const assign = (more: object) => world.run(assignLicence, operator, { companyId, name: 'Basis', ...more })
    expect(await assign({ name: 'BOUW' })).toMatchObject(refused('licence_name_taken', { name: 'BOUW' }))
    expect(await assign({ expiresAt: '2026-01-01' })).toMatchObject(
      refused('must_be_in_future', { field: 'expiresAt' }),
    )
    expect(await assign({ companyId: 'nobody' })).toMatchObject(refused('not_found'))
    expect(await assign({ companyWide: true, seats: 1 })).toMatchObject(
      refused('no_seats_left', { licence: 'Basis', seats: 1 }),
    )
    expect(await assign({ seats: 0 })).toMatchObject(refused('invalid_input'))
    expect(await assign({ companyWide: true, seats: 2 })).toMatchObject({ ok: true })
    expect(await world.run(assignLicence, admin.web, { companyId, name: 'Mijn' })).toMatchObject(refused('not_allowed'))
  })

  it('takes a name that only another company has', async () => {
    const other = await world.company('Beta', ['beta.example'])
    await world.licence(other, 'Bouw')
    expect(await world.run(assignLicence, operator, { companyId, name: 'Bouw' })).toMatchObject({ ok: true })
  })
})

describe('changing a licence', () => {
  it('changes what is given, clears what is null, and records before and after', async () => {
    const licence = await world.licence(companyId, 'Bouw', { seats: 3, expiresAt: '2027-01-01T00:00:00.000Z' })
    const input = { companyId, licenceId: licence.id, name: 'Bouw plus', seats: null }
    await world.must(changeLicence, operator, input)
    const changed = await world.row('licences', licence.id)
    expect(changed).toMatchObject({ name: 'Bouw plus', expiresAt: '2027-01-01T00:00:00.000Z' })
    expect(changed.seats).toBeUndefined()
    const [entry] = (await world.rows('audit')).slice(-1)
    expect(entry?.changes).toEqual([
      { table: 'licences', id: licence.id, field: 'name', before: 'Bouw', after: 'Bouw plus' },
      { table: 'licences', id: licence.id, field: 'seats', before: 3 },
    ])
  })

  it('leaves no trace when nothing changes', async () => {
    const licence = await world.licence(companyId, 'Bouw', { seats: 3 })
    await world.must(changeLicence, operator, { companyId, licenceId: licence.id, name: 'Bouw', seats: 3, shown: true })
    expect(await world.events('licence.changed')).toEqual([])
    expect(await world.events('licence.switched')).toEqual([])
  })

  it('can turn the switches, which answers open requests', async () => {
    const licence = await world.licence(companyId, 'Bouw')
    const request = await world.ask(anna, licence)
    await world.must(changeLicence, operator, { companyId, licenceId: licence.id, companyWide: true })
    expect(await world.row('requests', request.id)).toMatchObject({ state: 'approved', decision: { via: 'api' } })
    expect(await world.events('licence.changed')).toEqual([])
    expect(await world.events('licence.switched')).toHaveLength(1)
  })

  it('is refused for another company, a taken name and too few seats', async () => {
    const licence = await world.licence(companyId, 'Bouw', { seats: 1 })
    await world.licence(companyId, 'Basis')
    const other = await world.company('Beta', ['beta.example'])
    const change = (more: object) => world.run(changeLicence, operator, { companyId, licenceId: licence.id, ...more })
    expect(await change({ companyId: other })).toMatchObject(refused('not_found'))
    expect(await change({ licenceId: 'gone' })).toMatchObject(refused('not_found'))
    expect(await change({ name: 'basis' })).toMatchObject(refused('licence_name_taken'))
    expect(await change({ companyWide: true })).toMatchObject(refused('no_seats_left'))
    expect(await change({ companyWide: true, seats: 2 })).toMatchObject({ ok: true })
  })
})

describe('the switches', () => {
  const turn = (input: object, person = admin) => world.run(setSwitches, person.web, input)

  it('company-wide gives every registered user access at once, and settles open requests as approved', async () => {
    const licence = await world.licence(companyId, 'Bouw')
    const [first, second] = [await world.ask(anna, licence), await world.ask(admin, licence)]
    const outcome = await turn({ licenceId: licence.id, companyWide: true })
    expect(outcome).toMatchObject({ ok: true, result: { approved: 2, licence: { companyWide: true, shown: true } } })
    for (const { id } of [first, second])
      expect(await world.row('requests', id)).toMatchObject({
        state: 'approved',
        version: 2,
        settledAt: world.now(),
        decision: { verdict: 'approved', by: admin.id, via: 'web' },
      })
    const asked = [{ user: anna.id, resource: { kind: 'licence', id: 'Bouw' } }]
    const [use] = await world.must(evaluateAccess, operator, { asked })
    expect(use).toMatchObject({ allowed: true, because: 'company_wide' })
  })

  it('company-wide off leaves explicit grants only', async () => {
    const licence = await world.licence(companyId, 'Bouw')
    await world.ask(anna, licence)
    await world.grant(admin, licence)
    await turn({ licenceId: licence.id, companyWide: true })
    await turn({ licenceId: licence.id, companyWide: false })
    const allowed = async (user: Person) => {
      const asked = [{ user: user.id, resource: { kind: 'licence', id: 'Bouw' } }]
      const [evaluation] = await world.must(evaluateAccess, operator, { asked })
      return evaluation?.allowed
    }
    expect(await allowed(anna)).toBe(false)
    expect(await allowed(admin)).toBe(true)
    expect(await world.rows('grants', { licenceId: licence.id })).toHaveLength(1)
  })

  it('leave a standard request open: it asks for something else', async () => {
    const licence = await world.licence(companyId, 'Bouw')
    const request = await world.put('requests', {
      ...(await world.ask(anna, licence)),
      id: 'standard',
      reference: 'R-S',
      kind: 'standard',
      standard: { number: 'NEN 1' },
      licenceId: licence.id,
    })
    await turn({ licenceId: licence.id, companyWide: true })
    expect(await world.row('requests', request.id)).toMatchObject({ state: 'open' })
  })

  it('count registered users against the seats', async () => {
    const licence = await world.licence(companyId, 'Bouw', { seats: 2 })
    await world.user(companyId, 'invited@acme.example', { status: 'invited' })
    expect(await turn({ licenceId: licence.id, companyWide: true })).toMatchObject({ ok: true })
    await turn({ licenceId: licence.id, companyWide: false })
    await world.user(companyId, 'third@acme.example')
    expect(await turn({ licenceId: licence.id, companyWide: true })).toMatchObject(
      refused('no_seats_left', { licence: 'Bouw', seats: 2 }),
    )
    expect(await turn({ licenceId: licence.id, shown: false })).toMatchObject({ ok: true })
  })

  it('do nothing when they stand so already', async () => {
    const licence = await world.licence(companyId, 'Bouw')
    expect(await turn({ licenceId: licence.id, shown: true })).toMatchObject({ ok: true, result: { approved: 0 } })
    expect(await turn({ licenceId: licence.id })).toMatchObject({ ok: true })
    expect(await world.events('licence.switched')).toEqual([])
  })

  it('are refused for an expired licence, to users, and for another company', async () => {
    const expired = await world.licence(companyId, 'Oud', { expiresAt: world.now() })
    expect(await turn({ licenceId: expired.id, companyWide: true })).toMatchObject(
      refused('licence_expired', { licence: 'Oud' }),
    )
    const other = await world.licence(await world.company('Beta', ['beta.example']), 'Bouw')
    expect(await turn({ licenceId: other.id, shown: false })).toMatchObject(refused('not_found'))
    expect(await turn({ licenceId: expired.id, shown: false }, anna)).toMatchObject(refused('not_allowed'))
  })
})

describe('the list of licences', () => {
  it('shows a user what can be used or asked for, and what was asked already', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    await world.licence(companyId, 'Basis', { companyWide: true, shown: false })
    const hidden = await world.licence(companyId, 'Verborgen', { shown: false })
    await world.licence(companyId, 'Alleen beheerder', { shown: false })
    await world.licence(companyId, 'Verlopen', { expiresAt: world.now() })
    await world.grant(anna, hidden, { until: later(world.now(), { days: 1 }) })
    const request = await world.ask(anna, bouw)
    const { licences, administrator } = await world.must(listLicences, anna.web)
    expect(administrator).toBe(false)
    expect(licences.map(({ name, access }) => [name, access.because])).toEqual([
      ['Basis', 'company_wide'],
      ['Bouw', 'no_grant'],
      ['Verborgen', 'grant'],
    ])
    expect(licences[1]?.asked).toEqual({ id: request.id, reference: request.reference })
    expect(licences.every(({ seats }) => seats === undefined)).toBe(true)
  })

  it('shows an administrator the hidden and expired ones too, with the seats', async () => {
    const bouw = await world.licence(companyId, 'Bouw', { seats: 3, shown: false })
    await world.licence(companyId, 'Basis', { companyWide: true })
    await world.licence(companyId, 'Verlopen', { expiresAt: world.now() })
    await world.grant(anna, bouw)
    await world.grant(await world.user(companyId, 'b@acme.example'), bouw, { until: world.now() })
    const { licences, administrator } = await world.must(listLicences, admin.web)
    expect(administrator).toBe(true)
    expect(licences.map(({ name, seats }) => [name, seats])).toEqual([
      ['Basis', { used: 3 }],
      ['Bouw', { used: 1, of: 3 }],
      ['Verlopen', { used: 0 }],
    ])
  })
})

describe('the details of a licence', () => {
  it('say who has access, who gave it, and what is asked', async () => {
    const bouw = await world.licence(companyId, 'Bouw', { seats: 3 })
    await world.grant(anna, bouw, { givenBy: admin.id, why: 'Project' })
    await world.grant(await world.user(companyId, '', { status: 'removed' }), bouw)
    await world.ask(admin, bouw)
    const found = await world.must(showLicence, admin.web, { licenceId: bouw.id })
    expect(found).toMatchObject({
      licence: { name: 'Bouw' },
      holders: [{ name: 'Anna', email: 'anna@acme.example', givenBy: 'Ada', grant: { why: 'Project' } }],
      openRequests: 1,
      registered: 2,
    })
  })

  it('are for the administrators of that company', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const other = await world.licence(await world.company('Beta', ['beta.example']), 'Bouw')
    expect(await world.run(showLicence, anna.web, { licenceId: bouw.id })).toMatchObject(refused('not_allowed'))
    expect(await world.run(showLicence, admin.web, { licenceId: other.id })).toMatchObject(refused('not_found'))
  })
})

describe('the evaluation', () => {
  const may = async (user: string, kind: 'licence' | 'standard', id: string) => {
    const [evaluation] = await world.must(evaluateAccess, operator, { asked: [{ user, resource: { kind, id } }] })
    return evaluation
  }

  it('answers many at once, each for itself and in their order', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    await world.licence(companyId, 'Staal', { companyWide: true })
    await world.grant(anna, bouw)
    const asked = [anna.id, 'nobody@acme.example', admin.id, anna.email].flatMap((user) =>
      ['Bouw', 'Staal'].map((id) => ({ user, resource: { kind: 'licence', id } })),
    )
    const answers = await world.must(evaluateAccess, operator, { asked })
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false, false, false, true, true, true])
    expect(await world.must(evaluateAccess, operator, { asked: [] })).toEqual([])
  })

  it('finds the user by id or address, a licence by id or name, a standard by number', async () => {
    const bouw = await world.licence(companyId, 'Bouw', { standards: [{ number: 'NEN 1010' }] })
    const yes = { allowed: true, because: 'grant', licence: { id: bouw.id, name: 'Bouw' }, canAsk: false }
    await world.grant(anna, bouw)
    for (const user of [anna.id, 'anna@acme.example', 'Anna@ACME.example']) {
      expect(await may(user, 'licence', bouw.id)).toEqual(yes)
      expect(await may(user, 'licence', 'bouw')).toEqual(yes)
      expect(await may(user, 'standard', 'nen 1010')).toEqual(yes)
    }
  })

  it('says why not, and whether it can be asked for', async () => {
    await world.licence(companyId, 'Bouw')
    await world.licence(companyId, 'Verborgen', { shown: false })
    await world.licence(companyId, 'Oud', { expiresAt: world.now(), companyWide: true })
    const other = await world.company('Beta', ['beta.example'])
    const theirs = await world.licence(other, 'Beton', { companyWide: true })
    const blocked = await world.user(companyId, 'blocked@acme.example', { status: 'blocked' })
    expect(await may(anna.id, 'licence', 'Bouw')).toMatchObject({ allowed: false, because: 'no_grant', canAsk: true })
    expect(await may(anna.id, 'licence', 'Verborgen')).toMatchObject({ because: 'no_grant', canAsk: false })
    expect(await may(anna.id, 'licence', 'Oud')).toMatchObject({ allowed: false, because: 'expired', canAsk: false })
    expect(await may(blocked.id, 'licence', 'Bouw')).toMatchObject({ because: 'not_registered', canAsk: false })
    expect(await may(anna.id, 'licence', theirs.id)).toEqual({
      allowed: false,
      because: 'unknown_resource',
      canAsk: false,
    })
    expect(await may(anna.id, 'standard', 'NEN 9')).toMatchObject({ because: 'unknown_resource' })
    await world.user(companyId, 'invited@acme.example', { status: 'invited' })
    for (const nobody of ['nobody@acme.example', 'invited@acme.example', 'no address'])
      expect(await may(nobody, 'licence', 'Bouw')).toMatchObject({ because: 'unknown_user' })
  })

  it('finds the licence that gives access among several with the standard', async () => {
    await world.licence(companyId, 'A', { standards: [{ number: 'NEN 1' }] })
    await world.licence(companyId, 'B', { standards: [{ number: 'NEN 1' }], companyWide: true })
    expect(await may(anna.id, 'standard', 'NEN 1')).toMatchObject({ allowed: true, licence: { name: 'B' } })
  })

  it('is for those with the bearer token', async () => {
    const input = { asked: [{ user: anna.id, resource: { kind: 'licence', id: 'Bouw' } }] }
    expect(await world.run(evaluateAccess, admin.web, input)).toMatchObject(refused('not_allowed'))
  })
})
