import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeDomain } from '../../../src/companies/allow-domain.ts'
import { monthLater } from '../../../src/kernel/instant.ts'
import { expireInvitations } from '../../../src/users/expire-invitations.ts'
import { inviteList, inviteUsers } from '../../../src/users/invite-users.ts'
import { resendInvitation } from '../../../src/users/resend-invitation.ts'
import { showRegistration } from '../../../src/users/show-registration.ts'
import { clock, openWorld, operator, refused, stranger, type World } from '../world.ts'

let world: World
let companyId: string
let admin: Awaited<ReturnType<World['user']>>
let domain: string
let number = 0

beforeEach(async () => {
  world = await openWorld()
  domain = `c${++number}.example`
  companyId = await world.company(`Company ${number}`, [domain])
  admin = await world.user(companyId, `admin@${domain}`, { role: 'administrator', name: 'Jan Smit' })
})

afterEach(() => world.close())

const at = (name: string) => `${name}@${domain}`
const invite = (emails: string[], more: object = {}) => world.run(inviteUsers, admin.web, { emails, ...more })
const usersAt = (email: string) => world.rows('users', { companyId, email })

describe('inviting', () => {
  it('makes an invited user with a link of one month', async () => {
    const licence = await world.licence(companyId, 'Bouw')
    const { results } = await world.must(inviteUsers, admin.web, {
      emails: [at('Piet').toUpperCase()],
      name: 'Piet',
      role: 'administrator',
      phone: '010',
      country: 'België',
      language: 'en',
      licenceIds: [licence.id],
    })
    const [user] = await usersAt(at('piet'))
    expect(results).toEqual([{ email: at('piet'), outcome: 'invited', userId: user?.id }])
    expect(user).toMatchObject({
      status: 'invited',
      name: 'Piet',
      role: 'administrator',
      phone: '010',
      country: 'België',
      language: 'en',
      invitedUntil: monthLater(world.now()),
    })
    const [letter] = await world.letters(at('piet'))
    expect(letter).toMatchObject({ mail: 'invitation', message: { language: 'en' } })
    expect(letter?.message.about).toEqual({
      company: `Company ${number}`,
      invitedBy: 'Jan Smit',
      until: monthLater(world.now()),
    })
    const [invitation] = await world.rows('invitations', { email: at('piet') })
    expect(invitation).toMatchObject({ id: user?.id, invitedBy: admin.id, licenceIds: [licence.id] })
    expect(JSON.stringify(invitation)).not.toContain(letter?.secret)
    expect(await world.text('outbox')).not.toContain(letter?.secret)
  })

  it('makes one account and one mail of an address that is given twice, however it is written', async () => {
    const { results } = await world.must(inviteUsers, admin.web, { emails: [at('a'), at('A'), ` ${at('a')} `] })
    expect(results.map((one) => 'outcome' in one && one.outcome)).toEqual([
      'invited',
      'already_invited',
      'already_invited',
    ])
    expect(await invite([at('a')])).toMatchObject({ result: { results: [{ outcome: 'already_invited' }] } })
    expect(await usersAt(at('a'))).toHaveLength(1)
    expect(await world.letters(at('a'))).toHaveLength(1)
  })

  it('makes one invitation of many at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => invite([at('rush')])))
    expect(await usersAt(at('rush'))).toHaveLength(1)
    expect(await world.letters(at('rush'))).toHaveLength(1)
  })

  it('leaves users of the company as they are', async () => {
    const user = await world.user(companyId, at('here'))
    const blocked = await world.user(companyId, at('blocked'), { status: 'blocked' })
    const { results } = await world.must(inviteUsers, admin.web, { emails: [at('here'), at('blocked')] })
    expect(results).toEqual([
      { email: at('here'), outcome: 'already_user', userId: user.id },
      { email: at('blocked'), outcome: 'already_user', userId: blocked.id },
    ])
    expect(await world.letters(at('here'))).toEqual([])
  })

  it('does not tell that somebody has an account elsewhere', async () => {
    const sister = await world.company('Sister', [domain])
    const person = await world.user(sister, at('elsewhere'))
    const { results } = await world.must(inviteUsers, admin.web, { emails: [at('elsewhere'), at('nowhere')] })
    expect(results.map((one) => 'outcome' in one && one.outcome)).toEqual(['invited', 'invited'])
    expect(JSON.stringify(results)).not.toContain(person.id)
    expect((await world.row('users', person.id)).companyId).toBe(sister)
  })

  it('judges each address of several by itself', async () => {
    const bad = [`x@hr.${domain}`, `x@evil${domain}`, `x@${domain}.`, 'x@y@z.example', `"a b"@${domain}`, 'nobody']
    const { results } = await world.must(inviteUsers, admin.web, { emails: [at('good'), ...bad] })
    expect(results[0]).toMatchObject({ outcome: 'invited' })
    expect(results.slice(1).map((one) => 'refused' in one && [one.email, one.refused.code])).toEqual([
      [bad[0], 'domain_not_allowed'],
      [bad[1], 'domain_not_allowed'],
      [bad[2], 'email_malformed'],
      [bad[3], 'email_malformed'],
      [bad[4], 'email_malformed'],
      [bad[5], 'email_malformed'],
    ])
    expect(await world.rows('users', { companyId, status: 'invited' })).toHaveLength(1)
  })

  it('refuses one address outright', async () => {
    expect(await invite(['x@other.example'])).toMatchObject(
      refused('domain_not_allowed', { email: 'x@other.example', domains: [domain] }),
    )
    expect(await invite(['x@@other.example'])).toMatchObject(refused('email_malformed', { email: 'x@@other.example' }))
  })

  it('takes 500 addresses and no more', async () => {
    const many = Array.from({ length: 500 }, (_, index) => at(`p${index}`))
    const { results } = await world.must(inviteUsers, admin.web, { emails: many })
    expect(results.filter((one) => 'outcome' in one && one.outcome === 'invited')).toHaveLength(500)
    expect(await invite([...many, at('more')])).toMatchObject(refused('invalid_input'))
    expect(await invite([])).toMatchObject(refused('invalid_input'))
  })

  it('needs an allowed domain', async () => {
    const bare = await world.company('Bare', [])
    expect(await world.run(inviteUsers, operator, { companyId: bare, emails: [at('a')] })).toMatchObject(
      refused('no_allowed_domain'),
    )
    await world.put('domains', { id: `p${number}`, companyId: bare, domain, state: 'proving', how: 'dns', proof: 'x' })
    expect(await world.run(inviteUsers, operator, { companyId: bare, emails: [at('a')] })).toMatchObject(
      refused('no_allowed_domain'),
    )
  })

  it('promises only licences of the company that still run', async () => {
    const other = await world.licence(await world.company('Other', ['other.example']), 'Theirs')
    expect(await invite([at('a')], { licenceIds: [other.id] })).toMatchObject(refused('not_found'))
    const old = await world.licence(companyId, 'Old', { expiresAt: '2026-01-01T00:00:00.000Z' })
    expect(await invite([at('a')], { licenceIds: [old.id] })).toMatchObject(
      refused('licence_expired', { licence: 'Old' }),
    )
  })

  it('gives the administrator role until a date that is to come, next to somebody who stays', async () => {
    const temporary = { role: 'administrator', roleUntil: '2026-01-01' }
    expect(await invite([at('a')], temporary)).toMatchObject(refused('must_be_in_future', { field: 'roleUntil' }))
    await invite([at('a')], { ...temporary, roleUntil: '2026-12-31' })
    expect(await usersAt(at('a'))).toMatchObject([{ role: 'administrator', roleUntil: '2026-12-31T22:59:59.999Z' }])
    const empty = await world.company('Empty', ['empty.example'])
    const asked = { companyId: empty, emails: ['a@empty.example'], ...temporary, roleUntil: '2026-12-31' }
    expect(await world.run(inviteUsers, operator, asked)).toMatchObject(refused('last_administrator'))
  })

  it('takes in a guest by name, one at a time', async () => {
    const email = 'guest@freelance.example'
    expect(await invite([email])).toMatchObject(refused('domain_not_allowed'))
    expect(await invite([email], { guest: true })).toMatchObject(refused('invalid_input'))
    expect(await invite([email, 'b@x.example'], { guest: true, name: 'Eva' })).toMatchObject(refused('invalid_input'))
    expect(await invite([email], { guest: true, name: 'Eva' })).toMatchObject({ ok: true })
    expect(await usersAt(email)).toMatchObject([{ guest: true, name: 'Eva', status: 'invited' }])
    await invite([at('inside')], { guest: true, name: 'Ida' })
    expect((await usersAt(at('inside')))[0]?.guest).toBeUndefined()
  })

  it('is for administrators and the operator', async () => {
    const user = await world.user(companyId, at('user'))
    expect(await world.run(inviteUsers, user.web, { emails: [at('a')] })).toMatchObject(refused('not_allowed'))
    expect(await world.run(inviteUsers, stranger, { emails: [at('a')] })).toMatchObject(refused('not_signed_in'))
    expect(await world.run(inviteUsers, operator, { emails: [at('a')] })).toMatchObject(refused('not_found'))
    expect(await world.run(inviteUsers, operator, { companyId, emails: [at('a')] })).toMatchObject({ ok: true })
    expect((await world.letters(at('a')))[0]?.message.about).not.toHaveProperty('invitedBy', expect.anything())
  })

  it('takes a list in which each person has details', async () => {
    const { results } = await world.must(inviteList, admin.web, {
      people: [
        { email: at('an'), name: 'An', language: 'en' },
        { email: at('bo'), role: 'administrator' },
        { email: 'cy@other.example' },
      ],
      role: 'user',
      language: 'nl',
    })
    expect(results).toMatchObject([
      { outcome: 'invited' },
      { outcome: 'invited' },
      { refused: { code: 'domain_not_allowed' } },
    ])
    expect(await usersAt(at('an'))).toMatchObject([{ name: 'An', language: 'en', role: 'user' }])
    expect(await usersAt(at('bo'))).toMatchObject([{ name: '', language: 'nl', role: 'administrator' }])
  })
})

describe('sending an invitation again', () => {
  it('gives a new month and a new link, and ends the old one', async () => {
    await invite([at('a')])
    const [old] = await world.letters(at('a'))
    world.wait({ days: 20 })
    const again = await world.must(resendInvitation, admin.web, { user: at('a') })
    expect(again).toMatchObject({ email: at('a'), until: monthLater(world.now()) })
    const [, fresh] = await world.letters(at('a'))
    expect(await world.run(showRegistration, stranger, { secret: old?.secret })).toMatchObject(
      refused('link_used_or_expired'),
    )
    world.wait({ days: 25 })
    expect(await world.run(showRegistration, stranger, { secret: fresh?.secret })).toMatchObject({ ok: true })
    expect(await usersAt(at('a'))).toHaveLength(1)
    expect(await world.events('user.invitation_resent')).toContainEqual(
      expect.objectContaining({ userId: again.userId }),
    )
  })

  it('keeps the promised licences', async () => {
    const licence = await world.licence(companyId, 'Bouw')
    await invite([at('a')], { licenceIds: [licence.id] })
    await world.must(resendInvitation, operator, { companyId, user: at('a') })
    expect(await world.rows('invitations', { email: at('a') })).toMatchObject([{ licenceIds: [licence.id] }])
  })

  it('is refused where there is none', async () => {
    const user = await world.user(companyId, at('user'))
    const resend = (asked: string) => world.run(resendInvitation, admin.web, { user: asked })
    expect(await resend(at('nobody'))).toMatchObject(refused('not_invited', { email: at('nobody') }))
    expect(await resend('no-id')).toMatchObject(refused('not_found'))
    expect(await resend(user.id)).toMatchObject(refused('already_registered', { email: at('user') }))
    const other = await world.company('Other', [domain])
    await world.must(inviteUsers, operator, { companyId: other, emails: [at('theirs')] })
    expect(await resend(at('theirs'))).toMatchObject(refused('not_invited'))
    await invite([at('a')])
    await world.must(removeDomain, operator, { companyId, domain })
    expect(await world.run(resendInvitation, operator, { companyId, user: at('a') })).toMatchObject(
      refused('domain_not_allowed', { email: at('a'), domains: [] }),
    )
  })
})

describe('an invitation whose month is over', () => {
  it('ends once, on however many instances, and the person can be invited anew', async () => {
    const { results } = await world.must(inviteUsers, admin.web, { emails: [at('late'), at('late2')] })
    const ids = results.map((one) => 'userId' in one && one.userId)
    world.at(monthLater(world.now()))
    const [letter] = await world.letters(at('late'))
    expect(await world.run(showRegistration, stranger, { secret: letter?.secret })).toMatchObject(
      refused('link_used_or_expired'),
    )
    world.wait({ minutes: 1 })
    const done = await Promise.all([1, 2, 3].map(() => world.must(expireInvitations, clock)))
    expect(done.map((one) => one.done).sort()).toEqual([0, 0, 2])
    expect(await usersAt(at('late'))).toEqual([])
    expect(await world.rows('invitations', { email: at('late') })).toEqual([])
    const expired = (await world.events('user.invitation_expired')).map(({ userId }) => userId)
    for (const id of ids) expect(expired.filter((one) => one === id)).toHaveLength(1)
    expect(await invite([at('late')])).toMatchObject({ result: { results: [{ outcome: 'invited' }] } })
  })

  it('is renewed by inviting again before the sweep comes by', async () => {
    await invite([at('late')])
    const [before] = await usersAt(at('late'))
    world.wait({ days: 40 })
    expect(await invite([at('late')])).toMatchObject({ result: { results: [{ outcome: 'invited' }] } })
    expect(await usersAt(at('late'))).toMatchObject([{ id: before?.id, invitedUntil: monthLater(world.now()) }])
  })

  it('catches up a hundred at a time', async () => {
    await invite(Array.from({ length: 150 }, (_, index) => at(`q${index}`)))
    world.wait({ days: 40 })
    let done = 0
    for (let round = 0; round < 20; round++) {
      const swept = (await world.must(expireInvitations, clock)).done
      expect(swept).toBeLessThanOrEqual(100)
      done += swept
      if (swept === 0) break
    }
    expect(done).toBeGreaterThanOrEqual(150)
    expect(await world.rows('users', { companyId, status: 'invited' })).toEqual([])
    expect(await world.run(expireInvitations, admin.web)).toMatchObject(refused('not_allowed'))
  })
})
