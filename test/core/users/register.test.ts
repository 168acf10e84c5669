import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeDomain } from '../../../src/companies/allow-domain.ts'
import { changeCompany } from '../../../src/companies/change-company.ts'
import { later } from '../../../src/kernel/instant.ts'
import { listLicences } from '../../../src/licences/list-licences.ts'
import { blockUser } from '../../../src/users/block-user.ts'
import { expireRegistrations } from '../../../src/users/expire-invitations.ts'
import { finishRegistration } from '../../../src/users/finish-registration.ts'
import { inviteUsers } from '../../../src/users/invite-users.ts'
import { me } from '../../../src/users/my-data.ts'
import { removeUser } from '../../../src/users/remove-user.ts'
import { showRegistration } from '../../../src/users/show-registration.ts'
import { startRegistration } from '../../../src/users/start-registration.ts'
import { clock, openWorld, operator, refused, stranger, type World } from '../world.ts'

let world: World
/** Two companies with free registration that share a domain, and one that only invites. */
let north: string
let south: string
let closed: string
let admin: Awaited<ReturnType<World['user']>>

beforeEach(async () => {
  world = await openWorld()
  north = await world.company('North', ['delta.example', 'north.example'], { freeRegistration: true })
  south = await world.company('South', ['delta.example'], { freeRegistration: true })
  closed = await world.company('Closed', ['closed.example', 'delta.example'])
  admin = await world.user(closed, 'admin@closed.example', { role: 'administrator', name: 'Jan' })
})
afterEach(() => world.close())

const start = (email: string, more: object = {}) => world.run(startRegistration, stranger, { email, ...more })
const show = (secret: string) => world.run(showRegistration, stranger, { secret })
const finish = (secret: string, more: object = {}) =>
  world.run(finishRegistration, stranger, { secret, name: 'New Person', ...more })
const secretFor = async (email: string): Promise<string> => {
  const letter = (await world.letters(email)).at(-1)
  if (!letter) throw new Error(`no letter for ${email}`)
  return letter.secret
}
const started = async (email: string): Promise<string> => {
  await world.must(startRegistration, stranger, { email })
  return secretFor(email)
}
const invited = async (email: string, more: object = {}): Promise<string> => {
  await world.must(inviteUsers, admin.web, { emails: [email], ...more })
  return secretFor(email)
}
const accounts = (email: string) => world.rows('users', { email, status: ['registered', 'blocked'] })

describe('starting to register', () => {
  it('answers alike for known, unknown and refused addresses, and mails only who can go on', async () => {
    await world.user(closed, 'known@closed.example')
    await world.user(closed, 'blocked@closed.example', { status: 'blocked' })
    const asked = [
      'new@north.example',
      'known@closed.example',
      'blocked@closed.example',
      'unknown@closed.example',
      'somebody@gmail.com',
      'somebody@nowhere.example',
      'new@sub.north.example',
      'a@b@north.example',
      '"quoted name"@north.example',
      'new@north.example.',
    ]
    for (const email of asked) expect(await start(email)).toEqual({ ok: true, result: {} })
    const mailed = (await world.rows('outbox')).map((row) => row.kind === 'link_mail' && [row.mail, row.to.address])
    expect(mailed).toEqual([
      ['registration', 'new@north.example'],
      ['sign_in', 'known@closed.example'],
    ])
    expect((await world.rows('registrations')).map(({ email }) => email)).toEqual([
      'new@north.example',
      'known@closed.example',
    ])
    expect(await world.rows('users', { email: 'new@north.example' })).toEqual([])
  })

  it('refuses what can not be an address, whoever exists', async () => {
    for (const email of ['nobody', '@north.example', 'nobody@'])
      expect(await start(email)).toMatchObject(refused('email_malformed', { email }))
    expect(await start('')).toMatchObject(refused('invalid_input'))
  })

  it('sends one mail in two minutes, and the newest link is the one that works', async () => {
    const first = await started('new@north.example')
    world.wait({ minutes: 1 })
    await start('New@NORTH.example')
    await Promise.all([start('new@north.example'), start('new@north.example')])
    expect(await world.letters('new@north.example')).toHaveLength(1)
    world.wait({ minutes: 1 })
    const second = await started('new@north.example')
    expect(await world.letters('new@north.example')).toHaveLength(2)
    expect(await show(first)).toMatchObject(refused('link_used_or_expired'))
    expect(await show(second)).toMatchObject({ ok: true })
    expect(await world.rows('registrations')).toHaveLength(1)
  })

  it('sends one mail in two minutes to people with an account as well', async () => {
    await world.user(closed, 'known@closed.example')
    for (let time = 0; time < 3; time++) await start('known@closed.example')
    expect(await world.letters('known@closed.example')).toHaveLength(1)
    const [letter] = await world.letters('known@closed.example')
    expect(letter?.path).toMatch(/^\/login\/link\?secret=/)
    expect(await world.rows('signInLinks')).toHaveLength(1)
  })

  it('is not offered without an allowed domain, whatever the setting says', async () => {
    await world.must(removeDomain, operator, { companyId: north, domain: 'north.example' })
    await start('new@north.example')
    expect(await world.letters('new@north.example')).toEqual([])
    expect((await world.row('companies', north)).settings.freeRegistration).toBe(true)
  })

  it('sends no sign-in link where single sign-on is required', async () => {
    await world.user(closed, 'known@closed.example')
    await world.connection([closed], { required: true })
    await start('known@closed.example')
    expect(await world.letters('known@closed.example')).toEqual([])
  })

  it('mails in the language of who asks', async () => {
    await start('new@north.example', { language: 'en' })
    expect((await world.letters('new@north.example'))[0]?.message.language).toBe('en')
  })

  it('is for browsers, as is finishing, which makes a session', async () => {
    expect(await world.run(startRegistration, operator, { email: 'new@north.example' })).toMatchObject(
      refused('not_allowed'),
    )
    const secret = await started('new@north.example')
    expect(await world.run(finishRegistration, operator, { secret, name: 'X' })).toMatchObject(refused('not_allowed'))
  })
})

describe('registering freely', () => {
  it('links the person to the company, signs in, and company-wide licences work at once', async () => {
    await world.licence(north, 'Basis', { companyWide: true })
    const secret = await started('new@north.example')
    expect(await show(secret)).toMatchObject({
      ok: true,
      result: {
        email: 'new@north.example',
        how: 'free',
        companies: [{ id: north, name: 'North' }],
        until: later(world.now(), { days: 1 }),
      },
    })
    const done = await world.must(finishRegistration, stranger, {
      secret,
      name: 'New Person',
      phone: '010',
      country: 'NL',
      language: 'en',
    })
    expect(done).toMatchObject({ companyId: north, company: 'North', full: [] })
    expect(await accounts('new@north.example')).toMatchObject([
      {
        id: done.userId,
        companyId: north,
        name: 'New Person',
        phone: '010',
        country: 'NL',
        language: 'en',
        role: 'user',
        status: 'registered',
        registeredAt: world.now(),
      },
    ])
    const web = { channel: 'web', session: done.session } as const
    expect(await world.must(me, web)).toMatchObject({
      company: { name: 'North' },
      session: { how: 'registration', expiresAt: later(world.now(), { hours: 12 }) },
    })
    expect((await world.must(listLicences, web)).licences).toMatchObject([{ access: { because: 'company_wide' } }])
    expect(await world.text('sessions')).not.toContain(done.session)
    expect((await world.events('user.registered')).map(({ how }) => how)).toEqual(['free_registration'])
  })

  it('works once', async () => {
    const secret = await started('new@north.example')
    expect(await finish(secret)).toMatchObject({ ok: true })
    expect(await finish(secret)).toMatchObject(refused('link_used_or_expired'))
    expect(await show(secret)).toMatchObject(refused('link_used_or_expired'))
    expect(await show('nonsense')).toMatchObject(refused('link_used_or_expired'))
    expect(await world.rows('registrations')).toEqual([])
  })

  it('works for a day, after which nothing is left', async () => {
    const secret = await started('new@north.example')
    world.wait({ days: 1 })
    expect(await finish(secret)).toMatchObject(refused('link_used_or_expired'))
    world.wait({ minutes: 1 })
    expect(await world.must(expireRegistrations, clock)).toEqual({ done: 1 })
    expect(await world.must(expireRegistrations, clock)).toEqual({ done: 0 })
    expect(await world.rows('registrations')).toEqual([])
  })

  it('lets the person choose where several companies are open', async () => {
    const secret = await started('new@delta.example')
    const shown = await world.must(showRegistration, stranger, { secret })
    expect(shown.companies.map(({ name }) => name)).toEqual(['North', 'South'])
    expect(await finish(secret)).toMatchObject(refused('choose_company'))
    expect(await finish(secret, { companyId: closed })).toMatchObject(refused('company_not_offered'))
    expect(await finish(secret, { companyId: 'nobody' })).toMatchObject(refused('company_not_offered'))
    expect(await finish(secret, { companyId: south })).toMatchObject({ ok: true, result: { companyId: south } })
  })

  it('ends in one account when two finish at once', async () => {
    const secret = await started('new@delta.example')
    const outcomes = await Promise.all([north, south, north, south].map((companyId) => finish(secret, { companyId })))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    for (const outcome of outcomes) if (!outcome.ok) expect(outcome).toMatchObject(refused('link_used_or_expired'))
    expect(await accounts('new@delta.example')).toHaveLength(1)
  })

  it('stops when the company stops offering it', async () => {
    const secret = await started('new@north.example')
    await world.must(changeCompany, operator, { companyId: north, freeRegistration: false })
    expect(await show(secret)).toMatchObject(refused('company_not_offered'))
    expect(await finish(secret)).toMatchObject(refused('company_not_offered'))
  })

  it('goes through the connection of a company that requires single sign-on', async () => {
    const connection = await world.connection([north], { required: true })
    const secret = await started('new@north.example')
    expect((await world.must(showRegistration, stranger, { secret })).companies).toEqual([
      { id: north, name: 'North', connectionId: connection.id },
    ])
    expect(await finish(secret)).toMatchObject(refused('single_sign_on_required'))
    expect(await accounts('new@north.example')).toEqual([])
  })

  it('is no way round a block', async () => {
    const secret = await started('bad@delta.example')
    const bad = await world.user(closed, 'bad@delta.example')
    await world.must(blockUser, admin.web, { user: bad.id })
    expect(await finish(secret, { companyId: south })).toMatchObject(refused('is_blocked'))
    expect(await accounts('bad@delta.example')).toMatchObject([{ companyId: closed, status: 'blocked' }])
  })

  it('knows when somebody got an account there meanwhile', async () => {
    const secret = await started('new@north.example')
    await world.user(north, 'new@north.example')
    expect(await finish(secret)).toMatchObject(refused('already_registered', { email: 'new@north.example' }))
  })

  it('takes over an account whose company lost the domain', async () => {
    const person = await world.user(closed, 'person@delta.example')
    await world.must(removeDomain, operator, { companyId: closed, domain: 'delta.example' })
    const secret = await started('person@delta.example')
    expect((await world.letters('person@delta.example')).map(({ mail }) => mail)).toEqual(['registration'])
    expect(await finish(secret, { companyId: south })).toMatchObject({ ok: true, result: { userId: person.id } })
    expect(await accounts('person@delta.example')).toMatchObject([{ id: person.id, companyId: south }])
  })
})

describe('finishing an invitation', () => {
  it('makes the invited user registered, with the role and licences that were promised', async () => {
    const bouw = await world.licence(closed, 'Bouw')
    const secret = await invited('new@closed.example', {
      name: 'Written by Jan',
      role: 'administrator',
      licenceIds: [bouw.id],
      language: 'en',
    })
    expect(await show(secret)).toMatchObject({
      result: {
        how: 'invitation',
        name: 'Written by Jan',
        language: 'en',
        companies: [{ id: closed, name: 'Closed' }],
      },
    })
    const done = await world.must(finishRegistration, stranger, { secret, name: 'Own Name' })
    const [user] = await world.rows('users', { email: 'new@closed.example' })
    expect(user).toMatchObject({ id: done.userId, name: 'Own Name', role: 'administrator', status: 'registered' })
    expect(user?.invitedUntil).toBeUndefined()
    expect(await world.rows('grants', { userId: done.userId })).toMatchObject([
      { licenceId: bouw.id, givenBy: admin.id, givenAt: world.now() },
    ])
    expect((await world.events('user.registered')).map(({ how }) => how)).toEqual(['invitation'])
    expect(await world.rows('invitations')).toEqual([])
    expect(await finish(secret)).toMatchObject(refused('link_used_or_expired'))
  })

  it('passes over a licence that is full or over, and says which is full', async () => {
    const one = await world.licence(closed, 'One seat', { seats: 1 })
    const brief = await world.licence(closed, 'Brief', { expiresAt: later(world.now(), { days: 2 }) })
    const roomy = await world.licence(closed, 'Roomy', { seats: 5 })
    const licenceIds = [one.id, brief.id, roomy.id]
    const first = await invited('first@closed.example', { licenceIds })
    const second = await invited('second@closed.example', { licenceIds })
    world.wait({ days: 3 })
    expect((await world.must(finishRegistration, stranger, { secret: first, name: 'First' })).full).toEqual([])
    const done = await world.must(finishRegistration, stranger, { secret: second, name: 'Second' })
    expect(done.full).toEqual(['One seat'])
    expect((await world.rows('grants', { userId: done.userId })).map(({ licenceId }) => licenceId)).toEqual([roomy.id])
  })

  it('uses the invitation of somebody who starts by himself, with one account', async () => {
    const bouw = await world.licence(closed, 'Bouw')
    const invitation = await invited('both@delta.example', { licenceIds: [bouw.id] })
    const registration = await started('both@delta.example')
    expect(registration).not.toBe(invitation)
    expect(await show(registration)).toMatchObject({ result: { how: 'invitation', companies: [{ id: closed }] } })
    const done = await world.must(finishRegistration, stranger, { secret: registration, name: 'Both' })
    expect(done.companyId).toBe(closed)
    expect(await world.rows('users', { email: 'both@delta.example' })).toHaveLength(1)
    expect(await world.rows('grants', { userId: done.userId })).toHaveLength(1)
    for (const secret of [invitation, registration])
      expect(await finish(secret)).toMatchObject(refused('link_used_or_expired'))
  })

  it('uses up the registration that was started, when the invitation is faster', async () => {
    const registration = await started('both@delta.example')
    const invitation = await invited('both@delta.example')
    const outcomes = await Promise.all([finish(invitation), finish(registration, { companyId: north })])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await accounts('both@delta.example')).toHaveLength(1)
    expect(await world.rows('registrations')).toEqual([])
  })

  it('offers each company that invited somebody who starts by himself', async () => {
    const third = await world.company('Third', ['delta.example'])
    await invited('both@delta.example')
    await world.must(inviteUsers, operator, { companyId: third, emails: ['both@delta.example'] })
    const secret = await started('both@delta.example')
    const shown = await world.must(showRegistration, stranger, { secret })
    expect(shown.companies.map(({ name }) => name).sort()).toEqual(['Closed', 'Third'])
    expect(await finish(secret, { companyId: third })).toMatchObject({ ok: true, result: { companyId: third } })
    // The other invitation stands, and would move the account.
    expect(await world.rows('users', { companyId: closed, email: 'both@delta.example' })).toMatchObject([
      { status: 'invited' },
    ])
  })

  it('moves the account that somebody has elsewhere: one account, with its old access ended', async () => {
    const person = await world.user(north, 'person@delta.example', { name: 'Known Name', phone: '020' })
    const bouw = await world.licence(north, 'Bouw')
    const grant = await world.grant(person, bouw)
    const open = await world.ask(person, await world.licence(north, 'Zorg'))
    const secret = await invited('person@delta.example', { role: 'administrator' })
    expect(await show(secret)).toMatchObject({ result: { name: 'Known Name', leaves: { id: north, name: 'North' } } })
    const done = await world.must(finishRegistration, stranger, { secret, name: 'Known Name' })
    expect(done.userId).toBe(person.id)
    expect(await world.rows('users', { email: 'person@delta.example' })).toMatchObject([
      { id: person.id, companyId: closed, role: 'administrator', phone: '020', status: 'registered' },
    ])
    expect((await world.row('grants', grant.id)).endedAt).toBe(world.now())
    expect((await world.row('requests', open.id)).state).toBe('withdrawn')
    expect(await world.run(me, person.web)).toMatchObject(refused('not_signed_in'))
    expect(await world.rows('sessions', { userId: person.id })).toMatchObject([{ companyId: closed }])
    expect(await world.events('user.switched')).toEqual([
      { type: 'user.switched', companyId: closed, userId: person.id, fromCompanyId: north },
    ])
    expect((await world.events('access.ended')).map(({ because }) => because)).toEqual(['switched'])
  })

  it('does not take the last administrator from a company', async () => {
    const boss = await world.user(north, 'boss@delta.example', { role: 'administrator' })
    const secret = await invited('boss@delta.example')
    expect(await finish(secret)).toMatchObject(refused('last_administrator'))
    expect((await world.row('users', boss.id)).companyId).toBe(north)
    await world.user(north, 'boss2@delta.example', { role: 'administrator' })
    expect(await finish(secret)).toMatchObject({ ok: true })
  })

  it('gives somebody who was blocked elsewhere the place that another administrator wants him to have', async () => {
    const person = await world.user(north, 'person@delta.example', { status: 'blocked' })
    expect(await finish(await invited('person@delta.example'))).toMatchObject({ ok: true })
    expect(await world.row('users', person.id)).toMatchObject({ companyId: closed, status: 'registered' })
  })

  it('ends with a domain that is lost, except for a guest', async () => {
    const secret = await invited('new@closed.example')
    const guest = await invited('guest@elsewhere.example', { guest: true, name: 'Eva' })
    await world.must(removeDomain, operator, { companyId: closed, domain: 'closed.example' })
    expect(await finish(secret)).toMatchObject(refused('link_used_or_expired'))
    const done = await world.must(finishRegistration, stranger, { secret: guest, name: 'Eva' })
    expect(await world.run(me, { channel: 'web', session: done.session })).toMatchObject({ ok: true })
  })

  it('ends when the invitation is taken back', async () => {
    const secret = await invited('new@closed.example')
    await world.must(removeUser, admin.web, { user: 'new@closed.example' })
    expect(await finish(secret)).toMatchObject(refused('link_used_or_expired'))
    expect(await world.rows('users', { email: 'new@closed.example' })).toEqual([])
  })

  it('gives no role whose time is over', async () => {
    const secret = await invited('temp@closed.example', { role: 'administrator', roleUntil: '2026-03-05' })
    world.wait({ days: 10 })
    await world.must(finishRegistration, stranger, { secret, name: 'Temp' })
    expect(await accounts('temp@closed.example')).toMatchObject([{ role: 'user' }])
  })

  it('is open to a break-glass administrator where single sign-on is required, and to nobody else', async () => {
    const secret = await invited('glass@closed.example', { role: 'administrator' })
    const other = await invited('other@closed.example', { role: 'administrator' })
    await world.connection([closed], { required: true })
    const [user] = await world.rows('users', { email: 'glass@closed.example' })
    if (user) await world.put('users', { ...user, breakGlass: true })
    expect(await finish(other)).toMatchObject(refused('single_sign_on_required'))
    expect(await finish(secret)).toMatchObject({ ok: true })
    expect(await accounts('glass@closed.example')).toMatchObject([{ breakGlass: true, role: 'administrator' }])
  })

  it('is in the language and with the details that the person gives', async () => {
    const secret = await invited('new@closed.example', { phone: '010', country: 'NL', language: 'en' })
    expect(await finish(secret, { name: ' ' })).toMatchObject(refused('invalid_input'))
    await world.must(finishRegistration, stranger, { secret, name: 'N', phone: '020', language: 'nl' })
    expect(await accounts('new@closed.example')).toMatchObject([{ phone: '020', country: 'NL', language: 'nl' }])
  })
})
