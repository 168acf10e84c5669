/** Chapter 1 of the rules: companies and domains. */
import { expect, it } from 'vitest'
import { operator, refused, stranger } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'

describeOnBothStores('companies and domains', (story) => {
  it('the operator keeps name and customer number; an administrator keeps contact person, language and settings', async () => {
    const { must, tries, ask, company } = story()
    const acme = await company('Acme', ['acme.example'], { customerNumber: 'K-1' })
    await must('companies.change', acme.admin.web, {
      contactName: 'Piet',
      contactPhone: '070 123',
      contactEmail: 'piet@elders.example',
      locale: 'en',
      freeRegistration: true,
      requestText: 'Noem je kostenplaats',
    })
    expect(await ask('companies.show', acme.admin.web)).toMatchObject({
      name: 'Acme',
      customerNumber: 'K-1',
      contact: { name: 'Piet', phone: '070 123', email: 'piet@elders.example' },
      language: 'en',
      domains: [{ domain: 'acme.example' }],
      settings: { freeRegistration: true, requestText: 'Noem je kostenplaats' },
    })
    expect(await tries('companies.change', acme.admin.web, { name: 'Beter' })).toMatchObject(refused('not_allowed'))
    await must('companies.change', operator, { companyId: acme.id, name: 'Beter', customerNumber: 'K-2' })
    expect(await ask('companies.show', operator, { companyId: acme.id })).toMatchObject({
      name: 'Beter',
      customerNumber: 'K-2',
    })
  })

  it('an administrator sees the domains, asks for another, and the operator answers', async () => {
    const { must, tries, ask, company, mailsTo, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const asked = { companyId: acme.id, domain: 'acme.test' }
    for (const claim of [acme.admin.web, stranger]) {
      expect(await tries('domains.allow', claim, asked)).toMatchObject({ ok: false })
      expect(await tries('domains.remove', claim, { ...asked, domain: 'acme.example' })).toMatchObject({ ok: false })
    }
    const { domains } = await ask('companies.show', acme.admin.web)
    expect(domains).toMatchObject([{ domain: 'acme.example', how: 'operator', state: 'verified' }])
    expect(domains[0]?.verifiedAt).toBe(world.now())

    const { id, reference } = await must('requests.ask_domain', acme.admin.web, {
      domain: 'acme.test',
      reason: 'Fusie',
    })
    expect(await tries('requests.decide', acme.admin.web, { requests: [id], verdict: 'approved' })).toMatchObject(
      refused('decided_by_operator', { reference }),
    )
    const { rows } = await ask('requests.export', operator, { companyId: acme.id })
    expect(rows).toMatchObject([{ id, kind: 'domain', domain: 'acme.test', reason: 'Fusie', state: 'open' }])
    await must('requests.decide', operator, { requests: [id], verdict: 'approved' })
    const after = await ask('companies.show', acme.admin.web)
    expect(after.domains.map(({ domain, how, state }) => [domain, how, state])).toEqual([
      ['acme.example', 'operator', 'verified'],
      ['acme.test', 'operator', 'verified'],
    ])
    expect(mailsTo(acme.admin.email).at(-1)).toContain(reference)
  })

  it('an administrator asks that a domain goes, and the operator answers by taking it away', async () => {
    const { must, tries, ask, company, world } = story()
    const acme = await company('Acme', ['acme.example', 'oud.example', 'ouder.example'])
    const asks = (domain: string) => must('requests.ask_domain', acme.admin.web, { domain, removal: true })
    expect(await tries('requests.ask_domain', acme.admin.web, { domain: 'niet.example', removal: true })).toMatchObject(
      refused('not_found'),
    )
    const first = await asks('Oud.example')
    const second = await asks('ouder.example')
    expect(await tries('requests.ask_domain', acme.admin.web, { domain: 'oud.example', removal: true })).toMatchObject(
      refused('already_requested', { reference: first.reference }),
    )
    expect((await ask('requests.export', operator, { companyId: acme.id })).rows).toMatchObject([
      { domain: 'ouder.example', removal: true },
      { domain: 'oud.example', removal: true },
    ])
    const held = async () => (await ask('companies.show', acme.admin.web)).domains.map(({ domain }) => domain)
    expect(await held()).toHaveLength(3)
    await must('requests.decide', operator, { requests: [first.id], verdict: 'approved' })
    expect(await held()).toEqual(['acme.example', 'ouder.example'])
    // Whoever just takes it away has answered as well.
    await must('domains.remove', operator, { companyId: acme.id, domain: 'ouder.example' })
    expect(await world.row('requests', second.id)).toMatchObject({ state: 'approved' })
    expect(await held()).toEqual(['acme.example'])
    expect((await world.events('domain.removed')).map(({ domain }) => domain)).toEqual(['oud.example', 'ouder.example'])
  })

  it('the operator alone takes a domain away, and its people are out at once', async () => {
    const { must, tries, askRefused, company, invite } = story()
    const acme = await company('Acme', ['acme.example', 'oud.example'])
    const anna = await invite(acme.admin, 'anna@oud.example')
    expect(await tries('domains.remove', anna.web, { companyId: acme.id, domain: 'oud.example' })).toMatchObject(
      refused('not_allowed'),
    )
    await must('domains.remove', operator, { companyId: acme.id, domain: 'OUD.example' })
    expect(await askRefused('licences.list', anna.web)).toMatchObject(refused('not_signed_in'))
    expect(await tries('users.invite', acme.admin.web, { emails: ['bob@oud.example'] })).toMatchObject(
      refused('domain_not_allowed'),
    )
  })

  it('a domain that is proven by DNS needs no operator, says who proved it when, and is lost when the record stays away', async () => {
    const { must, tries, ask, company, invite, pass, askRefused, world } = story()
    const acme = await company('Acme', ['acme.example'])
    const { name, record } = await must('domains.start_proof', acme.admin.web, { domain: 'acme.test' })
    expect(await tries('domains.check_proof', acme.admin.web, { domain: 'acme.test' })).toMatchObject(
      refused('proof_not_found', { name, record }),
    )
    expect(await tries('users.invite', acme.admin.web, { emails: ['anna@acme.test'] })).toMatchObject(
      refused('domain_not_allowed'),
    )
    world.zone.set(name, ['v=spf1 -all', record])
    world.wait({ minutes: 20 })
    await must('domains.check_proof', acme.admin.web, { domain: 'acme.test' })
    expect((await ask('companies.show', acme.admin.web)).domains[1]).toMatchObject({
      domain: 'acme.test',
      how: 'dns',
      state: 'verified',
      verifiedAt: world.now(),
      verifiedBy: 'Beheer Acme',
    })
    const anna = await invite(acme.admin, 'anna@acme.test')
    const signIn = () => world.signIn({ id: anna.id, companyId: acme.id })

    world.zone.delete(name)
    await pass({ days: 1, minutes: 1 })
    expect(await ask('licences.list', await signIn())).toMatchObject({ licences: [] })
    await pass({ days: 8 })
    expect(await askRefused('licences.list', await signIn())).toMatchObject(refused('not_signed_in'))
  })

  it('a domain matches exactly, however it is written', async () => {
    const { must, tries, company } = story()
    const acme = await company('Acme', ['acme.example'])
    await must('domains.allow', operator, { companyId: acme.id, domain: 'Bücher.Example' })
    const { results } = await must('users.invite', acme.admin.web, {
      emails: [
        'a@bücher.example',
        'b@XN--BCHER-KVA.example',
        'c@hr.bücher.example',
        'd@bucher.example',
        'e@bücher.example.test',
      ],
    })
    expect(results.map((one) => ('outcome' in one ? one.outcome : one.refused.code))).toEqual([
      'invited',
      'invited',
      'domain_not_allowed',
      'domain_not_allowed',
      'domain_not_allowed',
    ])
    expect(
      await tries('domains.allow', operator, { companyId: acme.id, domain: 'xn--bcher-kva.example' }),
    ).toMatchObject(refused('domain_already_allowed'))
  })

  it('nobody holds a public mail domain or a public suffix', async () => {
    const { tries, company } = story()
    const acme = await company('Acme', ['acme.example'])
    const faults = { 'gmail.com': 'public_mail', 'OUTLOOK.com': 'public_mail', 'co.uk': 'public_suffix' }
    for (const [domain, fault] of Object.entries(faults)) {
      const no = refused('domain_not_possible', { domain, fault: fault as 'public_mail' })
      expect(await tries('companies.add', operator, { name: 'Beta', domains: [domain] })).toMatchObject(no)
      expect(await tries('domains.allow', operator, { companyId: acme.id, domain })).toMatchObject(no)
      expect(await tries('domains.start_proof', acme.admin.web, { domain })).toMatchObject(no)
      expect(await tries('requests.ask_domain', acme.admin.web, { domain })).toMatchObject(no)
    }
  })

  it('departments hold the same domain, and people choose by the name of the company', async () => {
    const { must, ask, tries, company, link } = story()
    const open = { freeRegistration: true }
    const [north, south] = [
      await company('Noord', ['delta.example'], open),
      await company('Zuid', ['delta.example'], open),
    ]
    await must('registrations.start', stranger, { email: 'anna@delta.example' })
    const secret = link('anna@delta.example')
    expect((await ask('registrations.show', stranger, { secret })).companies.map(({ name }) => name)).toEqual([
      'Noord',
      'Zuid',
    ])
    expect(await tries('registrations.finish', stranger, { secret, name: 'Anna' })).toMatchObject(
      refused('choose_company'),
    )
    expect(await must('registrations.finish', stranger, { secret, name: 'Anna', companyId: south.id })).toMatchObject({
      company: 'Zuid',
      companyId: south.id,
    })
    expect((await ask('users.search', north.admin.web)).total).toBe(1)
  })

  it('without an allowed domain a company can not invite, and offers no free registration', async () => {
    const { must, tries, company, mailsTo } = story()
    const acme = await company('Acme', ['acme.example'], { freeRegistration: true })
    // The administrator works on as a guest, whom no domain keeps in.
    await must('users.invite', acme.admin.web, {
      emails: ['gast@elders.example'],
      guest: true,
      name: 'Gast',
      role: 'administrator',
    })
    const guest = await story().finish('gast@elders.example')
    await must('domains.remove', operator, { companyId: acme.id, domain: 'acme.example' })
    expect(await tries('users.invite', guest.web, { emails: ['anna@acme.example'] })).toMatchObject(
      refused('no_allowed_domain'),
    )
    await must('registrations.start', stranger, { email: 'anna@acme.example' })
    expect(mailsTo('anna@acme.example')).toEqual([])
    await must('companies.change', guest.web, { freeRegistration: false })
    expect(await tries('companies.change', guest.web, { freeRegistration: true })).toMatchObject(
      refused('no_allowed_domain'),
    )
  })
})
