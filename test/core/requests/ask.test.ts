import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeCompany } from '../../../src/companies/change-company.ts'
import { later } from '../../../src/kernel/instant.ts'
import { askAccess, askDomain, askStandard } from '../../../src/requests/make-request.ts'
import { referenceOf } from '../../../src/requests/settle.ts'
import { withdrawRequest } from '../../../src/requests/withdraw-request.ts'
import { openWorld, operator, refused, type World } from '../world.ts'

type Person = Awaited<ReturnType<World['user']>>
let world: World
let companyId: string
let admin: Person
let anna: Person

beforeEach(async () => {
  world = await openWorld()
  companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'ada@acme.example', { role: 'administrator' })
  anna = await world.user(companyId, 'anna@acme.example')
})
afterEach(() => world.close())

const setting = (settings: object) => world.must(changeCompany, operator, { companyId, ...settings })

describe('asking for a licence', () => {
  it('makes an open request with a reference, when it is reminded and when it expires', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const { id, reference } = await world.must(askAccess, anna.web, { licenceId: bouw.id, reason: 'Nieuwbouw' })
    expect(reference).toMatch(/^R-[0-9A-Z]{4}$/)
    expect(await world.row('requests', id)).toEqual({
      id,
      reference,
      companyId,
      requesterId: anna.id,
      kind: 'access',
      licenceId: bouw.id,
      reason: 'Nieuwbouw',
      at: world.now(),
      via: 'web',
      state: 'open',
      remindAt: later(world.now(), { days: 3 }),
      expiresAt: later(world.now(), { days: 30 }),
      version: 1,
    })
    expect(await world.events('request.made')).toEqual([
      { type: 'request.made', companyId, requestId: id, userId: anna.id },
    ])
  })

  it('again shows the open one, also when both come at once', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const ask = () => world.run(askAccess, anna.web, { licenceId: bouw.id })
    const outcomes = await Promise.all([ask(), ask(), ask()])
    const [made] = outcomes.flatMap((one) => (one.ok ? [one.result] : []))
    expect(outcomes.filter(({ ok }) => !ok)).toEqual(
      [1, 2].map(() => expect.objectContaining(refused('already_requested', { reference: made?.reference ?? '' }))),
    )
    expect(await world.rows('requests')).toHaveLength(1)
  })

  it('is possible again after a withdrawal, and for others meanwhile', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const { reference } = await world.must(askAccess, anna.web, { licenceId: bouw.id })
    expect(await world.run(askAccess, admin.web, { licenceId: bouw.id })).toMatchObject({ ok: true })
    await world.must(withdrawRequest, anna.web, { request: reference })
    expect(await world.run(askAccess, anna.web, { licenceId: bouw.id })).toMatchObject({ ok: true })
  })

  it('is refused for what one has, what is expired, hidden, or of another company', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    await world.grant(anna, bouw)
    const wide = await world.licence(companyId, 'Basis', { companyWide: true })
    const old = await world.licence(companyId, 'Oud', { expiresAt: world.now() })
    const hidden = await world.licence(companyId, 'Verborgen', { shown: false })
    const theirs = await world.licence(await world.company('Beta', ['beta.example']), 'Bouw')
    const ask = (licenceId: string) => world.run(askAccess, anna.web, { licenceId })
    expect(await ask(bouw.id)).toMatchObject(refused('already_has_access', { licence: 'Bouw' }))
    expect(await ask(wide.id)).toMatchObject(refused('already_has_access', { licence: 'Basis' }))
    expect(await ask(old.id)).toMatchObject(refused('licence_expired', { licence: 'Oud' }))
    expect(await ask(hidden.id)).toMatchObject(refused('licence_not_shown', { licence: 'Verborgen' }))
    expect(await ask(theirs.id)).toMatchObject(refused('not_found'))
    expect(await ask('gone')).toMatchObject(refused('not_found'))
    expect(await world.rows('requests')).toEqual([])
  })

  it('needs a reason where the company wants one', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    await setting({ reasonMandatory: true, remindAfterDays: 1, expireAfterDays: 7 })
    expect(await world.run(askAccess, anna.web, { licenceId: bouw.id })).toMatchObject(refused('reason_mandatory'))
    expect(await world.run(askAccess, anna.web, { licenceId: bouw.id, reason: '  ' })).toMatchObject(
      refused('invalid_input'),
    )
    const { id } = await world.must(askAccess, anna.web, { licenceId: bouw.id, reason: '4711' })
    expect(await world.row('requests', id)).toMatchObject({
      remindAt: later(world.now(), { days: 1 }),
      expiresAt: later(world.now(), { days: 7 }),
    })
  })
})

describe('asking for a standard', () => {
  it('names the standard and proposes a licence, or none', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const { id } = await world.must(askStandard, anna.web, {
      number: 'NEN 1010',
      title: 'Laagspanning',
      licenceId: bouw.id,
    })
    expect(await world.row('requests', id)).toMatchObject({
      kind: 'standard',
      standard: { number: 'NEN 1010', title: 'Laagspanning' },
      licenceId: bouw.id,
      state: 'open',
    })
    expect(await world.run(askStandard, anna.web, { number: 'NEN 2' })).toMatchObject({ ok: true })
  })

  it('is refused when it is open in any spelling, or in a licence that runs', async () => {
    await world.must(askStandard, anna.web, { number: 'NEN 1010' })
    expect(await world.run(askStandard, anna.web, { number: 'nen1010' })).toMatchObject(refused('already_requested'))
    expect(await world.run(askStandard, admin.web, { number: 'nen1010' })).toMatchObject({ ok: true })
    const bouw = await world.licence(companyId, 'Bouw', { standards: [{ number: 'NEN 2' }] })
    const old = { standards: [{ number: 'NEN 3' }], expiresAt: world.now() }
    await world.licence(companyId, 'Oud', old)
    expect(await world.run(askStandard, anna.web, { number: 'nen 2' })).toMatchObject(
      refused('already_in_collection', { number: 'nen 2', licence: 'Bouw' }),
    )
    expect(await world.run(askStandard, anna.web, { number: 'NEN 3' })).toMatchObject({ ok: true })
    const basis = await world.licence(companyId, 'Basis')
    expect(await world.run(askStandard, anna.web, { number: 'NEN 2', licenceId: basis.id })).toMatchObject({ ok: true })
    expect(await world.run(askStandard, anna.web, { number: 'NEN 2', licenceId: bouw.id })).toMatchObject({ ok: false })
  })

  it('is refused without the reason that the company wants, and for a licence elsewhere', async () => {
    await setting({ reasonMandatory: true })
    expect(await world.run(askStandard, anna.web, { number: 'NEN 1' })).toMatchObject(refused('reason_mandatory'))
    const theirs = await world.licence(await world.company('Beta', ['beta.example']), 'Bouw')
    expect(
      await world.run(askStandard, anna.web, { number: 'NEN 1', licenceId: theirs.id, reason: 'x' }),
    ).toMatchObject(refused('not_found'))
  })
})

describe('asking for a domain', () => {
  it('is for administrators, in the form in which domains are kept', async () => {
    const { id } = await world.must(askDomain, admin.web, { domain: 'ACME-Bouw.Example', reason: 'Dochter' })
    expect(await world.row('requests', id)).toMatchObject({ kind: 'domain', domain: 'acme-bouw.example' })
    expect(await world.run(askDomain, anna.web, { domain: 'x.example' })).toMatchObject(refused('not_allowed'))
  })

  it('is refused for what is no domain, public, allowed already, or asked already', async () => {
    const ask = (domain: string) => world.run(askDomain, admin.web, { domain })
    expect(await ask('no domain')).toMatchObject(
      refused('domain_not_possible', { domain: 'no domain', fault: 'malformed' }),
    )
    expect(await ask('gmail.com')).toMatchObject(refused('domain_not_possible'))
    expect(await ask('Acme.example')).toMatchObject(refused('domain_already_allowed', { domain: 'acme.example' }))
    await world.must(askDomain, admin.web, { domain: 'new.example' })
    expect(await ask('NEW.example')).toMatchObject(refused('already_requested'))
  })
})

describe('withdrawing', () => {
  it('ends an open request of one’s own, in any spelling of its reference', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const request = await world.put('requests', { ...(await world.ask(anna, bouw)), reference: 'R-70K1' })
    const outcome = await world.run(withdrawRequest, anna.web, { request: ' r-7okl ' })
    expect(outcome).toEqual({ ok: true, result: { id: request.id, reference: 'R-70K1' } })
    expect(await world.row('requests', request.id)).toMatchObject({
      state: 'withdrawn',
      settledAt: world.now(),
      version: 2,
    })
  })

  it('is refused for somebody else’s, and for one that is settled', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const request = await world.ask(anna, bouw)
    expect(await world.run(withdrawRequest, admin.web, { request: request.id })).toMatchObject(refused('not_found'))
    await world.must(withdrawRequest, anna.web, { request: request.id })
    expect(await world.run(withdrawRequest, anna.web, { request: request.id })).toMatchObject(
      refused('already_settled', { reference: request.reference, state: 'withdrawn' }),
    )
  })
})

describe('a reference', () => {
  it.each([
    ['R-7K4Q', 'R-7K4Q'],
    ['r-7k4q', 'R-7K4Q'],
    ['7K4Q', 'R-7K4Q'],
    ['  R 7k 4q ', 'R-7K4Q'],
    ['R–7K4Q', 'R-7K4Q'],
    ['ｒ７ｋ４ｑ', 'R-7K4Q'],
    ['R-OIL0', 'R-0110'],
    ['RK4Q', 'R-RK4Q'],
    ['R-RK4Q', 'R-RK4Q'],
    ['RRK4Q', 'R-RK4Q'],
    ['R-7K4Q9', 'R-7K4Q9'],
  ])('written as %s is %s', (written, kept) => expect(referenceOf(written)).toBe(kept))
})
