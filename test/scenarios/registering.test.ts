/** Chapter 2 of the rules: inviting and registering. */
import { expect, it } from 'vitest'
import { monthLater } from '../../src/kernel/instant.ts'
import { operator, refused, stranger } from '../core/world.ts'
import { describeOnBothStores } from './both-stores.ts'
import { connect } from './identity-provider.ts'

describeOnBothStores('inviting and registering', (story) => {
  it('an administrator invites many at once, with all that he may say about them, and each finishes by the link', async () => {
    const { must, tries, ask, company, licence, finish } = story()
    const acme = await company('Acme', ['acme.example', 'acme.test'])
    const bouw = await licence(acme.id, 'Bouw')
    const { results } = await must('users.invite', acme.admin.web, {
      emails: ['anna@acme.example', 'bob@acme.test', 'eva@beta.example', 'geen adres'],
      role: 'administrator',
      name: 'Nieuw',
      phone: '06 1',
      country: 'België',
      licenceIds: [bouw.id],
    })
    expect(results.map((one) => ('outcome' in one ? one.outcome : one.refused.code))).toEqual([
      'invited',
      'invited',
      'domain_not_allowed',
      'email_malformed',
    ])
    expect(await tries('users.invite', acme.admin.web, { emails: ['eva@beta.example'] })).toMatchObject(
      refused('domain_not_allowed'),
    )
    const anna = await finish('anna@acme.example')
    expect(await ask('users.show', acme.admin.web, { user: 'anna@acme.example' })).toMatchObject({
      id: anna.id,
      status: 'registered',
      role: 'administrator',
      phone: '06 1',
      country: 'België',
      licences: [{ name: 'Bouw', because: 'grant' }],
    })
    expect(await ask('users.show', acme.admin.web, { user: 'bob@acme.test' })).toMatchObject({ name: 'Nieuw' })
  })

  it('the link is good for a month; sending it again gives a new month and ends the old link', async () => {
    const { must, tries, ask, company, link, pass, world } = story()
    const { admin } = await company('Acme', ['acme.example'])
    await must('users.invite', admin.web, { emails: ['anna@acme.example'] })
    const first = link('anna@acme.example')
    const invited = await ask('users.show', admin.web, { user: 'anna@acme.example' })
    expect(invited).toMatchObject({ status: 'invited', invitedUntil: monthLater(world.now()) })
    // A session lasts half a day; the administrator signs in again as days go by.
    await pass({ days: 20 })
    const web = await world.signIn({ id: admin.id, companyId: (await world.row('users', admin.id)).companyId })
    const { until } = await must('users.resend', web, { user: 'anna@acme.example' })
    expect(until).toBe(monthLater(world.now()))
    expect(await tries('registrations.finish', stranger, { secret: first, name: 'Anna' })).toMatchObject(
      refused('link_used_or_expired'),
    )
    await pass({ days: 20 })
    const second = link('anna@acme.example')
    expect(await ask('registrations.show', stranger, { secret: second })).toMatchObject({ how: 'invitation' })
    await pass({ days: 12 })
    expect(await tries('registrations.finish', stranger, { secret: second, name: 'Anna' })).toMatchObject(
      refused('link_used_or_expired'),
    )
  })

  it('inviting the same address again makes no second account, invitation or mail', async () => {
    const { must, company, finish, mailsTo, world } = story()
    const { admin } = await company('Acme', ['acme.example'])
    await must('users.invite', admin.web, { emails: ['anna@acme.example', 'ANNA@Acme.Example'] })
    const again = () => must('users.invite', admin.web, { emails: ['Anna@acme.example'] })
    expect((await again()).results).toMatchObject([{ outcome: 'already_invited' }])
    expect(mailsTo('anna@acme.example')).toHaveLength(1)
    expect(await world.rows('invitations')).toHaveLength(1)
    const anna = await finish('anna@acme.example')
    expect((await again()).results).toMatchObject([{ outcome: 'already_user', userId: anna.id }])
    expect(await world.rows('users', { email: 'anna@acme.example' })).toHaveLength(1)
  })

  it('with free registration somebody proves the address by a mail, and is linked to the company', async () => {
    const { must, tries, ask, company, finish } = story()
    const acme = await company('Acme', ['acme.example'])
    const start = () => must('registrations.start', stranger, { email: 'Anna@acme.example' })
    await start()
    await expect(finish('anna@acme.example')).rejects.toThrow('no link')
    await must('companies.change', acme.admin.web, { freeRegistration: true })
    await start()
    expect(await tries('registrations.finish', stranger, { secret: 'geraden', name: 'Anna' })).toMatchObject(
      refused('link_used_or_expired'),
    )
    const anna = await finish('anna@acme.example')
    expect(await ask('users.me', anna.web)).toMatchObject({
      user: { email: 'anna@acme.example', role: 'user', status: 'registered' },
      company: { id: acme.id },
    })
  })

  it('starting to register is answered alike for known, unknown and refused addresses', async () => {
    const { must, tries, company, invite, mailsTo, world } = story()
    const acme = await company('Acme', ['acme.example'], { freeRegistration: true })
    await invite(acme.admin, 'anna@acme.example')
    await invite(acme.admin, 'bob@acme.example')
    await must('users.block', acme.admin.web, { user: 'bob@acme.example' })
    world.wait({ minutes: 5 })
    const addresses = ['anna@acme.example', 'bob@acme.example', 'new@acme.example', 'eva@beta.example', 'x@gmail.com']
    const mails = addresses.map((address) => mailsTo(address).length)
    const answers = []
    for (const email of addresses) answers.push(await tries('registrations.start', stranger, { email }))
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"ok":true,"result":{}}']))
    // Only in the mailbox of those who can go on is there something to see.
    expect(addresses.map((address, index) => mailsTo(address).length - (mails[index] ?? 0))).toEqual([1, 0, 1, 0, 0])
  })

  it('somebody who starts to register but was invited too ends with one account, and the invitation used', async () => {
    const { must, tries, ask, company, licence, link, world } = story()
    const acme = await company('Acme', ['acme.example'], { freeRegistration: true })
    const bouw = await licence(acme.id, 'Bouw')
    await must('users.invite', acme.admin.web, { emails: ['anna@acme.example'], licenceIds: [bouw.id] })
    const invitation = link('anna@acme.example')
    await must('registrations.start', stranger, { email: 'anna@acme.example' })
    const started = link('anna@acme.example')
    expect(started).not.toBe(invitation)
    await must('registrations.finish', stranger, { secret: started, name: 'Anna' })
    expect(await tries('registrations.finish', stranger, { secret: invitation, name: 'Anna' })).toMatchObject(
      refused('link_used_or_expired'),
    )
    // Also where nobody may register freely.
    await must('companies.change', acme.admin.web, { freeRegistration: false })
    await must('users.invite', acme.admin.web, { emails: ['bob@acme.example'] })
    const hisInvitation = link('bob@acme.example')
    await must('registrations.start', stranger, { email: 'bob@acme.example' })
    expect(link('bob@acme.example')).not.toBe(hisInvitation)
    await must('registrations.finish', stranger, { secret: link('bob@acme.example'), name: 'Bob' })
    expect(await world.rows('users', { email: 'anna@acme.example' })).toHaveLength(1)
    expect(await world.rows('invitations')).toEqual([])
    expect(await ask('users.show', acme.admin.web, { user: 'anna@acme.example' })).toMatchObject({
      status: 'registered',
      licences: [{ name: 'Bouw' }],
    })
  })

  it('a user switches to a company that holds the domain and takes people in; grants and requests of the old one end', async () => {
    const { must, tries, ask, company, licence, invite, mailsTo, world } = story()
    const north = await company('Noord', ['delta.example'])
    const south = await company('Zuid', ['delta.example'])
    const west = await company('West', ['west.example'], { freeRegistration: true })
    const anna = await invite(north.admin, 'anna@delta.example')
    const [bouw, staal] = [await licence(north.id, 'Bouw'), await licence(north.id, 'Staal')]
    await must('access.give', north.admin.web, { user: anna.id, licenceId: bouw.id })
    const { id } = await must('requests.ask_access', anna.web, { licenceId: staal.id })

    for (const { id: companyId } of [south, west])
      expect(await tries('users.switch_company', anna.web, { companyId })).toMatchObject(refused('company_not_offered'))
    expect(await tries('users.switch_company', anna.web, { companyId: north.id })).toMatchObject(
      refused('already_in_company'),
    )
    // Free registration opens the door, and so does a connection that makes accounts.
    await must('companies.change', south.admin.web, { freeRegistration: true })
    expect((await ask('users.switchable', anna.web)).companies.map(({ name }) => name)).toEqual(['Zuid'])
    await must('companies.change', south.admin.web, { freeRegistration: false })
    expect((await ask('users.switchable', anna.web)).companies).toEqual([])
    await connect(story(), operator, 'zuid', { companyId: south.id })
    expect((await ask('users.switchable', anna.web)).companies.map(({ name }) => name)).toEqual(['Zuid'])

    await must('users.switch_company', anna.web, { companyId: south.id })
    expect(await ask('users.me', anna.web)).toMatchObject({ company: { id: south.id }, user: { id: anna.id } })
    expect(await world.row('requests', id)).toMatchObject({ state: 'withdrawn' })
    expect(await world.rows('grants', { userId: anna.id, state: 'live' })).toEqual([])
    const asked = [{ user: anna.id, resource: { kind: 'licence', id: 'Bouw' } }]
    expect(await ask('access.evaluate', operator, { asked })).toMatchObject([{ allowed: false }])
    expect(mailsTo(anna.email).join('\n')).toContain('die hoort bij het vorige bedrijf')
  })

  it('the last administrator can not switch, leave, be removed, blocked or demoted', async () => {
    const { must, tries, company, invite } = story()
    const north = await company('Noord', ['delta.example'])
    const south = await company('Zuid', ['delta.example'], { freeRegistration: true })
    const { admin } = north
    const last = refused('last_administrator')
    expect(await tries('users.switch_company', admin.web, { companyId: south.id })).toMatchObject(last)
    expect(await tries('users.leave', admin.web)).toMatchObject(last)
    expect(await tries('users.remove', admin.web, { user: admin.id })).toMatchObject(last)
    expect(await tries('users.block', admin.web, { user: admin.id })).toMatchObject(last)
    expect(await tries('users.change', admin.web, { user: admin.id, role: 'user' })).toMatchObject(last)
    expect(await tries('users.change', admin.web, { user: admin.id, roleUntil: '2026-12-01' })).toMatchObject(last)
    // Nor is one who replaces for the holidays enough to stay behind.
    const anna = await invite(admin, 'anna@delta.example')
    await must('users.change', admin.web, { user: anna.id, role: 'administrator', roleUntil: '2026-12-01' })
    expect(await tries('users.leave', admin.web)).toMatchObject(last)
    await must('users.change', admin.web, { user: anna.id, roleUntil: null })
    await must('users.leave', admin.web)
  })

  it('administrators find users by name, address, status, role and licence, change them, block and remove them', async () => {
    const { must, ask, askRefused, company, licence, invite, world } = story()
    const { id: companyId, admin } = await company('Acme', ['acme.example'])
    const bouw = await licence(companyId, 'Bouw')
    const anna = await invite(admin, 'anna@acme.example')
    await must('users.invite', admin.web, { emails: ['later@acme.example'] })
    await must('access.give', admin.web, { user: anna.id, licenceId: bouw.id })
    await must('users.change', admin.web, { user: anna.id, name: 'Anna Smit', phone: '06', country: 'Frankrijk' })
    const find = async (input: object) => (await ask('users.search', admin.web, input)).users.map(({ email }) => email)
    expect(await find({ query: 'smit' })).toEqual(['anna@acme.example'])
    expect(await find({ query: 'LATER@' })).toEqual(['later@acme.example'])
    expect(await find({ status: 'invited' })).toEqual(['later@acme.example'])
    expect(await find({ role: 'administrator' })).toEqual([admin.email])
    expect(await find({ licenceId: bouw.id })).toEqual(['anna@acme.example'])
    expect((await ask('users.search', admin.web, { status: 'invited' })).users).toMatchObject([
      { status: 'invited', invitedUntil: monthLater(world.now()) },
    ])
    expect(await ask('users.show', admin.web, { user: anna.id })).toMatchObject({
      status: 'registered',
      name: 'Anna Smit',
      phone: '06',
      country: 'Frankrijk',
    })

    await must('users.block', admin.web, { user: anna.id })
    expect(await find({ status: 'blocked' })).toEqual(['anna@acme.example'])
    expect(await askRefused('licences.list', anna.web)).toMatchObject(refused('not_signed_in'))
    await must('users.unblock', admin.web, { user: anna.id })
    expect(await find({ status: 'registered' })).toEqual(['anna@acme.example', admin.email])
    await must('users.remove', admin.web, { user: anna.id })
    expect(await find({ query: 'anna' })).toEqual([])
  })

  it('the administrator role for a holiday ends by itself', async () => {
    const { must, ask, askRefused, company, invite, pass, mailsTo, world } = story()
    const { id: companyId, admin } = await company('Acme', ['acme.example'])
    const anna = await invite(admin, 'anna@acme.example')
    await must('users.change', admin.web, { user: anna.id, role: 'administrator', roleUntil: '2026-03-09' })
    await ask('users.search', anna.web)
    world.wait({ days: 8 })
    const web = await world.signIn({ id: anna.id, companyId })
    // From that moment on, whether or not the clock came by.
    expect(await askRefused('users.search', web)).toMatchObject(refused('not_allowed'))
    await pass({ minutes: 1 })
    expect(await world.row('users', anna.id)).toMatchObject({ role: 'user' })
    expect(mailsTo(anna.email).at(-1)).toContain('tijdelijk beheerder')
  })
})
