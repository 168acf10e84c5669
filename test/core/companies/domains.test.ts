import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { allowDomain, removeDomain } from '../../../src/companies/allow-domain.ts'
import { checkProof, startProof } from '../../../src/companies/prove-domain.ts'
import { afterLook, recheckDomains } from '../../../src/companies/recheck-domains.ts'
import { showCompany } from '../../../src/companies/show-company.ts'
import { later } from '../../../src/kernel/instant.ts'
import { askDomain } from '../../../src/requests/make-request.ts'
import { me } from '../../../src/users/my-data.ts'
import { clock, openWorld, operator, refused, stranger, type World } from '../world.ts'

let world: World
let companyId: string
let admin: Awaited<ReturnType<World['user']>>
let number = 0
let own: string

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  own = `own${++number}.example`
  companyId = await world.company(`Company ${number}`, [own])
  admin = await world.user(companyId, `admin@${own}`, { role: 'administrator' })
})

const held = async (domain: string) => (await world.rows('domains', { companyId, domain }))[0]
const eventsOf = async (domain: string) =>
  (await world.rows('audit'))
    .map(({ event }) => event)
    .flatMap((event) => ('domain' in event && event.domain === domain ? [event.type] : []))

describe('the operator', () => {
  it('allows a domain in its normal form, and answers the requests for it', async () => {
    const asked = await world.must(askDomain, admin.web, { domain: `more.${own}` })
    const other = await world.must(askDomain, admin.web, { domain: `other.${own}` })
    const allowed = await world.must(allowDomain, operator, { companyId, domain: ` More.${own.toUpperCase()} ` })
    expect(allowed).toMatchObject({
      domain: `more.${own}`,
      state: 'verified',
      how: 'operator',
      verifiedAt: world.now(),
    })
    expect(await world.row('requests', asked.id)).toMatchObject({ state: 'approved', decision: { via: 'api' } })
    expect((await world.row('requests', other.id)).state).toBe('open')
    expect(await eventsOf(`more.${own}`)).toEqual(['domain.allowed'])
  })

  it('lets several companies hold the same domain, each once', async () => {
    const sister = await world.company(`Sister ${number}`, [own])
    expect(await world.rows('domains', { domain: own })).toHaveLength(2)
    expect(await world.run(allowDomain, operator, { companyId: sister, domain: own })).toMatchObject(
      refused('domain_already_allowed', { domain: own }),
    )
  })

  it.each([
    ['malformed', 'no domain'],
    ['malformed', 'localhost'],
    ['malformed', 'a.example.'],
    ['malformed', '127.0.0.1'],
    ['public_mail', 'outlook.com'],
    ['public_mail', 'ziggo.nl'],
    ['public_suffix', 'co.uk'],
    ['public_suffix', 'github.io'],
  ] as const)('refuses what is %s: %s', async (fault, domain) => {
    expect(await world.run(allowDomain, operator, { companyId, domain })).toMatchObject(
      refused('domain_not_possible', { domain, fault }),
    )
    expect(await world.run(startProof, admin.web, { domain })).toMatchObject(
      refused('domain_not_possible', { domain, fault }),
    )
    expect(await world.run(checkProof, admin.web, { domain })).toMatchObject(
      refused('domain_not_possible', { domain, fault }),
    )
  })

  it('is the only one who allows and removes, and names a company that exists', async () => {
    for (const command of [allowDomain, removeDomain]) {
      expect(await world.run(command, admin.web, { companyId, domain: own })).toMatchObject(refused('not_allowed'))
      expect(await world.run(command, stranger, { companyId, domain: own })).toMatchObject(refused('not_allowed'))
      expect(await world.run(command, operator, { companyId: 'nobody', domain: own })).toMatchObject(
        refused('not_found'),
      )
    }
  })

  it('takes a domain away, and its people are out at once; giving it back lets them in', async () => {
    expect(await world.run(me, admin.web)).toMatchObject({ ok: true })
    expect(await world.must(removeDomain, operator, { companyId, domain: own.toUpperCase() })).toEqual({ domain: own })
    expect(await world.run(me, admin.web)).toMatchObject(refused('not_signed_in'))
    expect((await world.row('users', admin.id)).status).toBe('registered')
    expect(await eventsOf(own)).toEqual(['domain.allowed', 'domain.removed'])
    expect(await world.run(removeDomain, operator, { companyId, domain: own })).toMatchObject(refused('not_found'))
    await world.must(allowDomain, operator, { companyId, domain: own })
    expect(await world.run(me, admin.web)).toMatchObject({ ok: true })
  })
})

describe('proving a domain', () => {
  const name = () => `_toegang.new.${own}`

  it('takes a TXT record, and needs no operator', async () => {
    const domain = `new.${own}`
    const asked = await world.must(askDomain, admin.web, { domain })
    const started = await world.must(startProof, admin.web, { domain: domain.toUpperCase() })
    expect(started).toMatchObject({ domain, name: name() })
    expect(started.record).toMatch(/^toegang-proof=[\w-]{43}$/)
    expect(await held(domain)).toMatchObject({ state: 'proving', how: 'dns' })
    expect(await world.must(startProof, admin.web, { domain })).toEqual(started)

    expect(await world.run(checkProof, admin.web, { domain })).toMatchObject(
      refused('proof_not_found', { name: name(), record: started.record }),
    )
    world.zone.set(name(), ['v=spf1 -all', `${started.record}x`])
    expect(await world.run(checkProof, admin.web, { domain })).toMatchObject(refused('proof_not_found'))
    world.zone.set(name(), 'silent')
    expect(await world.run(checkProof, admin.web, { domain })).toMatchObject(refused('proof_not_found'))
    expect(await held(domain)).toMatchObject({ state: 'proving' })

    world.zone.set(name(), ['v=spf1 -all', started.record])
    await world.must(checkProof, admin.web, { domain })
    expect(await held(domain)).toMatchObject({ state: 'verified', how: 'dns', verifiedBy: admin.id })
    expect(await eventsOf(domain)).toEqual(['domain.proof_started', 'domain.allowed'])
    expect((await world.row('requests', asked.id)).state).toBe('approved')
    for (const command of [startProof, checkProof])
      expect(await world.run(command, admin.web, { domain })).toMatchObject(
        refused('domain_already_allowed', { domain }),
      )
  })

  it('gives each company a record of its own', async () => {
    const domain = `new.${own}`
    const sister = await world.company(`Sister ${number}`, [own])
    const other = await world.user(sister, `other@${own}`, { role: 'administrator' })
    const mine = await world.must(startProof, admin.web, { domain })
    const theirs = await world.must(startProof, other.web, { domain })
    expect(theirs.record).not.toBe(mine.record)
    world.zone.set(name(), [theirs.record])
    expect(await world.run(checkProof, admin.web, { domain })).toMatchObject(refused('proof_not_found'))
    await world.must(checkProof, other.web, { domain })
  })

  it('does not let anybody in before it is done', async () => {
    const domain = `new.${own}`
    await world.must(startProof, admin.web, { domain })
    const early = await world.user(companyId, `early@${domain}`)
    expect(await world.run(me, early.web)).toMatchObject(refused('not_signed_in'))
  })

  it('starts before it is checked, and is for administrators', async () => {
    expect(await world.run(checkProof, admin.web, { domain: `new.${own}` })).toMatchObject(refused('not_found'))
    expect(await world.run(startProof, admin.web, { domain: own })).toMatchObject(
      refused('domain_already_allowed', { domain: own }),
    )
    const user = await world.user(companyId, `user@${own}`)
    for (const command of [startProof, checkProof])
      expect(await world.run(command, user.web, { domain: 'x.example' })).toMatchObject(refused('not_allowed'))
  })

  it('gives way to the operator when the record is gone', async () => {
    const domain = `new.${own}`
    await world.put('domains', {
      id: `missing-${own}`,
      companyId,
      domain,
      state: 'verified',
      how: 'dns',
      proof: 'p',
      missingSince: world.now(),
    })
    await world.must(allowDomain, operator, { companyId, domain })
    expect(await world.rows('domains', { companyId, domain })).toEqual([
      { id: `missing-${own}`, companyId, domain, state: 'verified', how: 'operator', verifiedAt: world.now() },
    ])
  })
})

describe('the daily look at proven domains', () => {
  const proven = async () => {
    const domain = `new.${own}`
    const { name, record } = await world.must(startProof, admin.web, { domain })
    world.zone.set(name, [record])
    await world.must(checkProof, admin.web, { domain })
    return { domain, name, record }
  }
  const recheck = async () => (await world.must(recheckDomains, clock)).done

  it('comes after a day, once, however many instances look', async () => {
    await proven()
    expect(await recheck()).toBe(0)
    world.wait({ days: 1, minutes: 1 })
    const done = await Promise.all([recheck(), recheck(), recheck()])
    expect(done.filter((count) => count > 0)).toHaveLength(1)
    expect(await recheck()).toBe(0)
    expect(await held(`new.${own}`)).toMatchObject({ state: 'verified' })
  })

  it('tells the administrators that a record is gone, and lets the domain go after a week', async () => {
    const { domain, name } = await proven()
    const person = await world.user(companyId, `person@${domain}`)
    world.zone.set(name, [])
    world.wait({ days: 2 })
    await recheck()
    const since = world.now()
    expect(await held(domain)).toMatchObject({ state: 'verified', missingSince: since })
    expect(await world.run(me, person.web)).toMatchObject({ ok: true })
    const shown = await world.must(showCompany, admin.web)
    expect(shown.domains.find((one) => one.domain === domain)).toMatchObject({ missingSince: since, proof: { name } })

    for (let day = 1; day < 7; day++) {
      world.wait({ days: 1, minutes: 1 })
      await recheck()
      expect(await held(domain)).toMatchObject({ state: 'verified', missingSince: since })
    }
    world.wait({ days: 1, minutes: 1 })
    await recheck()
    expect(await held(domain)).toMatchObject({ state: 'lost' })
    expect(await world.run(me, person.web)).toMatchObject(refused('not_signed_in'))
    expect((await eventsOf(domain)).slice(2)).toEqual(['domain.proof_missing', 'domain.lost'])
    const told = (await world.rows('outbox')).filter(
      (message) => message.kind === 'notice_mail' && 'domain' in message.event && message.event.domain === domain,
    )
    expect(told.map((message) => message.kind === 'notice_mail' && [message.userId, message.event.type])).toEqual([
      [admin.id, 'domain.proof_missing'],
      [admin.id, 'domain.lost'],
    ])
    world.wait({ days: 9 })
    await recheck()
    expect((await eventsOf(domain)).slice(2)).toHaveLength(2)
  })

  it('takes a lost domain back with the same record', async () => {
    const { domain, name, record } = await proven()
    world.zone.set(name, [])
    for (const days of [2, 8]) {
      world.wait({ days })
      await recheck()
    }
    expect((await held(domain))?.state).toBe('lost')
    expect(await world.must(startProof, admin.web, { domain })).toEqual({ domain, name, record })
    world.zone.set(name, [record])
    await world.must(checkProof, admin.web, { domain })
    const back = await held(domain)
    expect(back?.state).toBe('verified')
    expect(back?.missingSince).toBeUndefined()
  })

  it('forgets that a record was gone once it is back', async () => {
    const { domain, name, record } = await proven()
    world.zone.set(name, [])
    world.wait({ days: 2 })
    await recheck()
    world.zone.set(name, [record])
    world.wait({ days: 2 })
    await recheck()
    expect((await held(domain))?.missingSince).toBeUndefined()
    world.zone.set(name, [])
    world.wait({ days: 20 })
    await recheck()
    expect(await held(domain)).toMatchObject({ state: 'verified', missingSince: world.now() })
  })

  it('takes silence for neither yes nor no, and asks again in an hour', async () => {
    const { domain, name } = await proven()
    world.zone.set(name, 'silent')
    for (let day = 0; day < 10; day++) {
      world.wait({ days: 1, minutes: 1 })
      await recheck()
    }
    expect(await held(domain)).toMatchObject({ state: 'verified', checkAt: later(world.now(), { hours: 1 }) })
    expect((await held(domain))?.missingSince).toBeUndefined()
  })

  it('leaves alone what the operator allowed', async () => {
    world.wait({ days: 30 })
    await recheck()
    expect(await held(own)).toMatchObject({ state: 'verified', how: 'operator' })
  })

  it('is for the clock', async () => {
    for (const claim of [operator, admin.web, stranger])
      expect(await world.run(recheckDomains, claim)).toMatchObject(refused('not_allowed'))
  })

  it('counts the grace to the millisecond', () => {
    const domain = {
      id: 'd',
      companyId: 'c',
      domain: 'a.example',
      state: 'verified',
      how: 'dns',
      missingSince: '2026-03-01T00:00:00.000Z',
    } as const
    expect(afterLook(domain, 'missing', '2026-03-07T23:59:59.999Z').domain.state).toBe('verified')
    expect(afterLook(domain, 'missing', '2026-03-08T00:00:00.000Z').domain.state).toBe('lost')
  })
})
