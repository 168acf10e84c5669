import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCompany } from '../../../src/companies/add-company.ts'
import { changeCompany } from '../../../src/companies/change-company.ts'
import { listCompanies } from '../../../src/companies/list-companies.ts'
import { showCompany } from '../../../src/companies/show-company.ts'
import { monthLater } from '../../../src/kernel/instant.ts'
import { clock, openWorld, operator, refused, stranger, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe('adding a company', () => {
  it('keeps the company, its domains, and invites its administrators', async () => {
    const added = await world.must(addCompany, operator, {
      name: 'Acme',
      customerNumber: 'K-1',
      locale: 'en',
      domains: ['ACME.example', 'bücher.example', 'acme.example'],
      freeRegistration: true,
      administrators: [
        { email: 'Anna@acme.example', name: 'Anna' },
        { email: 'anna@ACME.example', name: 'Anna again' },
      ],
    })
    expect(added).toMatchObject({ name: 'Acme', domains: ['acme.example', 'xn--bcher-kva.example'], invited: 1 })
    expect(await world.row('companies', added.id)).toMatchObject({
      customerNumber: 'K-1',
      language: 'en',
      settings: { freeRegistration: true, reasonMandatory: false },
    })
    const [domain] = await world.rows('domains', { companyId: added.id })
    expect(domain).toMatchObject({ state: 'verified', how: 'operator', verifiedAt: world.now() })
    const [anna, ...others] = await world.rows('users', { companyId: added.id })
    expect(others).toEqual([])
    expect(anna).toMatchObject({
      email: 'anna@acme.example',
      name: 'Anna',
      role: 'administrator',
      status: 'invited',
      language: 'en',
      invitedUntil: monthLater(world.now()),
    })
    const [letter, ...more] = await world.letters('anna@acme.example')
    expect(more).toEqual([])
    expect(letter?.mail).toBe('invitation')
    expect(letter?.path).toMatch(/^\/register\/complete\?secret=.{43}$/)
    expect(letter?.message.about).toMatchObject({ company: 'Acme' })
    expect((await world.rows('audit')).map(({ event }) => event.type)).toEqual([
      'company.added',
      'domain.allowed',
      'domain.allowed',
      'user.invited',
    ])
  })

  it.each([
    ['a taken customer number', { customerNumber: 'K-1' }, refused('customer_number_taken')],
    [
      'a domain that is none',
      { domains: ['fine.example', 'no domain'] },
      refused('domain_not_possible', { domain: 'no domain', fault: 'malformed' }),
    ],
    [
      'a public mail domain',
      { domains: ['gmail.com'] },
      refused('domain_not_possible', { domain: 'gmail.com', fault: 'public_mail' }),
    ],
    [
      'a public suffix',
      { domains: ['co.uk'] },
      refused('domain_not_possible', { domain: 'co.uk', fault: 'public_suffix' }),
    ],
    ['administrators without a domain', { administrators: [{ email: 'a@b.example' }] }, refused('no_allowed_domain')],
    [
      'an administrator of another domain',
      { domains: ['b.example'], administrators: [{ email: 'a@b.example' }, { email: 'a@hr.b.example' }] },
      refused('domain_not_allowed', { email: 'a@hr.b.example', domains: ['b.example'] }),
    ],
    [
      'an administrator without an address',
      { domains: ['b.example'], administrators: [{ email: 'a@b@b.example' }] },
      refused('email_malformed', { email: 'a@b@b.example' }),
    ],
    ['a contact without an address', { contactEmail: 'a@' }, refused('email_malformed', { email: 'a@' })],
    ['a name with a line break', { name: 'A\nB' }, refused('invalid_input')],
    ['another language', { locale: 'de' }, refused('invalid_input')],
  ])('refuses %s, and keeps nothing', async (_what, more, refusal) => {
    const before = await world.text('companies', 'domains', 'users', 'outbox', 'audit')
    expect(await world.run(addCompany, operator, { name: 'Beta', ...more })).toMatchObject(refusal)
    expect(await world.text('companies', 'domains', 'users', 'outbox', 'audit')).toBe(before)
  })

  it('takes a customer number once, also when two come at once', async () => {
    const add = (name: string) => world.run(addCompany, operator, { name, customerNumber: 'K-2' })
    const outcomes = await Promise.all([add('One'), add('Two'), add('Three')])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    for (const outcome of outcomes) if (!outcome.ok) expect(outcome).toMatchObject(refused('customer_number_taken'))
  })

  it('is for the operator', async () => {
    for (const claim of [stranger, clock])
      expect(await world.run(addCompany, claim, { name: 'Mine' })).toMatchObject(refused('not_allowed'))
  })
})

describe('changing a company', () => {
  it('lets an administrator set the settings and the contact person', async () => {
    const companyId = await world.company('Delta', ['delta.example'])
    const admin = await world.user(companyId, 'admin@delta.example', { role: 'administrator' })
    await world.must(changeCompany, admin.web, {
      freeRegistration: true,
      requestText: 'Noem een kostenplaats',
      reasonMandatory: true,
      remindAfterDays: 5,
      contactName: 'Jan',
      contactEmail: 'Jan@delta.example',
      locale: 'en',
    })
    await world.must(changeCompany, admin.web, { contactPhone: '010', reasonMandatory: false, requestText: null })
    const company = await world.row('companies', companyId)
    expect(company).toMatchObject({
      name: 'Delta',
      language: 'en',
      contact: { name: 'Jan', email: 'jan@delta.example', phone: '010' },
      settings: { freeRegistration: true, reasonMandatory: false, remindAfterDays: 5, expireAfterDays: 30 },
    })
    expect(company.settings.requestText).toBeUndefined()
  })

  it('writes nothing when a form is saved as it was', async () => {
    const companyId = await world.company('Same', ['same.example'], { contactName: 'Jan' })
    const before = await world.text('companies', 'audit')
    const same = { companyId, contactName: 'Jan', contactPhone: null, requestText: null, reasonMandatory: false }
    expect(await world.run(changeCompany, operator, same)).toMatchObject({ ok: true })
    expect(await world.text('companies', 'audit')).toBe(before)
  })

  it('leaves name and customer number to the operator', async () => {
    const companyId = await world.company('Echo', ['echo.example'])
    const admin = await world.user(companyId, 'admin@echo.example', { role: 'administrator' })
    const user = await world.user(companyId, 'user@echo.example')
    for (const change of [{ name: 'Mine' }, { customerNumber: 'K-9' }, { customerNumber: null }])
      expect(await world.run(changeCompany, admin.web, change)).toMatchObject(refused('not_allowed'))
    expect(await world.run(changeCompany, user.web, { locale: 'en' })).toMatchObject(refused('not_allowed'))
    expect(await world.run(changeCompany, stranger, { companyId, locale: 'en' })).toMatchObject(
      refused('not_signed_in'),
    )
    await world.must(changeCompany, operator, { companyId, name: 'Echo Two', customerNumber: 'K-9' })
    expect(await world.row('companies', companyId)).toMatchObject({ name: 'Echo Two', customerNumber: 'K-9' })
    const other = await world.company('Fox', [])
    expect(await world.run(changeCompany, operator, { companyId: other, customerNumber: 'K-9' })).toMatchObject(
      refused('customer_number_taken'),
    )
    expect(await world.run(changeCompany, operator, { companyId: 'nobody', name: 'X' })).toMatchObject(
      refused('not_found'),
    )
    expect(await world.run(changeCompany, operator, { name: 'X' })).toMatchObject(refused('not_found'))
  })

  it('is always about the own company, whatever an administrator names', async () => {
    const mine = await world.company('Golf', ['golf.example'])
    const theirs = await world.company('Hotel', ['hotel.example'])
    const admin = await world.user(mine, 'admin@golf.example', { role: 'administrator' })
    await world.must(changeCompany, admin.web, { companyId: theirs, contactName: 'Eve' })
    expect((await world.row('companies', theirs)).contact).toEqual({})
    expect((await world.row('companies', mine)).contact).toEqual({ name: 'Eve' })
    expect((await world.must(showCompany, admin.web, { companyId: theirs })).name).toBe('Golf')
  })

  it('offers no free registration without an allowed domain', async () => {
    const companyId = await world.company('India', [])
    expect(await world.run(changeCompany, operator, { companyId, freeRegistration: true })).toMatchObject(
      refused('no_allowed_domain'),
    )
    expect((await world.row('companies', companyId)).settings.freeRegistration).toBe(false)
  })

  it('refuses a contact address that is none', async () => {
    const companyId = await world.company('Juliet', [])
    expect(await world.run(changeCompany, operator, { companyId, contactEmail: 'jan' })).toMatchObject(
      refused('email_malformed', { email: 'jan' }),
    )
  })
})

describe('the lists of companies', () => {
  it('show an administrator the domains with how and when each was verified, and the people', async () => {
    const companyId = await world.company('Kilo', ['kilo.example'])
    const admin = await world.user(companyId, 'admin@kilo.example', { role: 'administrator', name: 'Kim' })
    await world.user(companyId, 'x@kilo.example', { status: 'blocked' })
    await world.put('domains', {
      id: 'd-kilo',
      companyId,
      domain: 'a.kilo.example',
      state: 'verified',
      how: 'dns',
      verifiedAt: world.now(),
      verifiedBy: admin.id,
      proof: 'p1',
    })
    const shown = await world.must(showCompany, admin.web)
    expect(shown.users).toEqual({ registered: 1, invited: 0, blocked: 1 })
    expect(shown.domains).toEqual([
      {
        domain: 'a.kilo.example',
        state: 'verified',
        how: 'dns',
        verifiedAt: world.now(),
        verifiedBy: 'Kim',
        proof: { name: '_toegang.a.kilo.example', record: 'toegang-proof=p1' },
      },
      { domain: 'kilo.example', state: 'verified', how: 'operator', verifiedAt: world.now() },
    ])
    expect(await world.run(showCompany, operator, { companyId: 'nobody' })).toMatchObject(refused('not_found'))
  })

  it('give the operator pages by name, and find names and customer numbers', async () => {
    for (const name of ['Zulu 1', 'Zulu 2', 'Zulu 3'])
      await world.must(addCompany, operator, {
        name,
        customerNumber: `Z-${name}`,
        domains: [`${name[5]}.zulu.example`],
      })
    const first = await world.must(listCompanies, operator, { query: 'zULU', limit: 2 })
    const second = await world.must(listCompanies, operator, { query: 'zULU', limit: 2, after: first.next })
    expect([...first.companies, ...second.companies].map(({ name }) => name)).toEqual(['Zulu 1', 'Zulu 2', 'Zulu 3'])
    expect(first.companies[0]?.domains).toEqual(['1.zulu.example'])
    expect(second.next).toBeUndefined()
    const byNumber = await world.must(listCompanies, operator, { query: 'Z-Zulu 3' })
    expect(byNumber.companies.map(({ name }) => name)).toEqual(['Zulu 3'])
    expect(await world.run(listCompanies, stranger)).toMatchObject(refused('not_allowed'))
  })
})
