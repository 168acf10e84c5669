import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { giveAccess } from '../../../src/licences/give-access.ts'
import { listLicences } from '../../../src/licences/list-licences.ts'
import { blockUser, unblockUser } from '../../../src/users/block-user.ts'
import { changeOwn, changeUser } from '../../../src/users/change-user.ts'
import { endRoles } from '../../../src/users/end-roles.ts'
import { inviteUsers } from '../../../src/users/invite-users.ts'
import { me } from '../../../src/users/my-data.ts'
import { leave, removeUser } from '../../../src/users/remove-user.ts'
import { clock, openWorld, operator, refused, stranger, type World } from '../world.ts'

let world: World
let companyId: string
let admin: Awaited<ReturnType<World['user']>>
let person: Awaited<ReturnType<World['user']>>

beforeEach(async () => {
  world = await openWorld()
  companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'admin@acme.example', { role: 'administrator', name: 'Admin' })
  person = await world.user(companyId, 'person@acme.example', { name: 'Person' })
})
afterEach(() => world.close())

const change = (user: string, more: object, web = admin.web) => world.run(changeUser, web, { user, ...more })
const told = async (userId: string) =>
  (await world.rows('outbox')).flatMap((row) =>
    row.kind === 'notice_mail' && row.userId === userId ? [row.event.type] : [],
  )

describe('changing a user', () => {
  it('sets name, phone, country and language, by id or address', async () => {
    await change(person.id, { name: 'New Name', phone: '010', country: 'NL' })
    await change('PERSON@acme.example', { language: 'en', phone: null })
    const changed = await world.row('users', person.id)
    expect(changed).toMatchObject({ name: 'New Name', country: 'NL', language: 'en', email: 'person@acme.example' })
    expect(changed.phone).toBeUndefined()
    expect(await world.events('user.changed')).toHaveLength(2)
    expect(await told(person.id)).toEqual([])
  })

  it('writes nothing when nothing changes', async () => {
    const before = await world.text('users', 'audit', 'outbox')
    expect(await change(person.id, { name: 'Person', role: 'user', phone: null })).toMatchObject({ ok: true })
    expect(await world.run(changeOwn, person.web, { name: 'Person', country: null })).toMatchObject({ ok: true })
    expect(await world.text('users', 'audit', 'outbox')).toBe(before)
  })

  it('gives and takes the administrator role, and tells the person', async () => {
    await change(person.id, { role: 'administrator' })
    expect((await world.must(me, person.web)).administrator).toBe(true)
    expect(await told(person.id)).toEqual(['user.role_changed'])
    await change(admin.id, { role: 'user' }, person.web)
    expect(await change(person.id, { name: 'X' }, admin.web)).toMatchObject(refused('not_allowed'))
  })

  it('gives the role until a date, after which it ended by itself, swept or not, and once', async () => {
    expect(await change(person.id, { role: 'administrator', roleUntil: '2026-03-01' })).toMatchObject(
      refused('must_be_in_future', { field: 'roleUntil' }),
    )
    await change(person.id, { role: 'administrator', roleUntil: '2026-03-10' })
    expect((await world.must(me, person.web)).administrator).toBe(true)
    world.at('2026-03-10T22:59:59.999Z')
    expect((await world.must(me, person.web)).administrator).toBe(false)
    expect(await world.must(endRoles, clock)).toEqual({ done: 0 })
    world.wait({ minutes: 1 })
    const done = await Promise.all([1, 2, 3].map(() => world.must(endRoles, clock)))
    expect(done.map((one) => one.done).sort()).toEqual([0, 0, 1])
    const after = await world.row('users', person.id)
    expect(after.role).toBe('user')
    expect(after.roleUntil).toBeUndefined()
    expect(await world.events('user.role_ended')).toHaveLength(1)
    expect(await told(person.id)).toEqual(['user.role_changed', 'user.role_ended'])
    expect(await world.run(endRoles, admin.web)).toMatchObject(refused('not_allowed'))
  })

  it('makes a role last that had an end', async () => {
    const roleUntil = '2026-03-10'
    await change(person.id, { role: 'administrator', roleUntil })
    await change(person.id, { role: 'administrator' })
    expect((await world.row('users', person.id)).roleUntil).toBeUndefined()
    await change(person.id, { roleUntil })
    expect((await world.row('users', person.id)).roleUntil).toBe('2026-03-10T22:59:59.999Z')
    await change(person.id, { phone: '1' })
    expect((await world.row('users', person.id)).roleUntil).toBe('2026-03-10T22:59:59.999Z')
    await change(person.id, { roleUntil: null })
    expect((await world.row('users', person.id)).roleUntil).toBeUndefined()
  })

  it('never leaves the company without an administrator who stays', async () => {
    expect(await change(admin.id, { role: 'user' })).toMatchObject(refused('last_administrator'))
    expect(await change(admin.id, { roleUntil: '2026-12-31' })).toMatchObject(refused('last_administrator'))
    await change(person.id, { role: 'administrator', roleUntil: '2026-12-31' })
    expect(await change(admin.id, { role: 'user' }, person.web)).toMatchObject(refused('last_administrator'))
    await change(person.id, { role: 'administrator' })
    const both = await Promise.all([
      change(admin.id, { role: 'user' }, person.web),
      change(person.id, { role: 'user' }, admin.web),
    ])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await world.rows('users', { companyId, role: 'administrator' })).toHaveLength(1)
  })

  it('says nothing about a role to who was only invited', async () => {
    await world.must(inviteUsers, admin.web, { emails: ['new@acme.example'] })
    await change('new@acme.example', { role: 'administrator', name: 'New' })
    const [invited] = await world.rows('users', { email: 'new@acme.example' })
    expect(invited).toMatchObject({ role: 'administrator', name: 'New', status: 'invited' })
    expect(await told(invited?.id ?? '')).toEqual([])
  })

  it('hands on the broken glass with the role', async () => {
    await world.put('users', { ...(await world.row('users', admin.id)), breakGlass: true })
    await change(person.id, { role: 'administrator' })
    await change(admin.id, { role: 'user' })
    expect((await world.row('users', admin.id)).breakGlass).toBeUndefined()
    expect((await world.row('users', person.id)).breakGlass).toBe(true)
  })

  it('reaches only the own company', async () => {
    const other = await world.user(await world.company('Beta', ['beta.example']), 'x@beta.example')
    for (const user of [other.id, 'x@beta.example', 'nobody@acme.example', 'no-id'])
      expect(await change(user, { name: 'X' })).toMatchObject(refused('not_found'))
    for (const [claim, code] of [
      [person.web, 'not_allowed'],
      [stranger, 'not_signed_in'],
      [operator, 'not_allowed'],
    ] as const)
      expect(await world.run(changeUser, claim, { user: person.id, name: 'X' })).toMatchObject(refused(code))
  })
})

describe('my details', () => {
  it('are mine to change', async () => {
    await world.must(changeOwn, person.web, { name: 'Me', phone: '020', country: 'BE', language: 'en' })
    await world.must(changeOwn, person.web, { phone: null, role: 'administrator', email: 'boss@acme.example' })
    const changed = await world.row('users', person.id)
    expect(changed).toMatchObject({ name: 'Me', country: 'BE', language: 'en', role: 'user', email: person.email })
    expect(changed.phone).toBeUndefined()
    expect(await world.run(changeOwn, person.web, { name: '' })).toMatchObject(refused('invalid_input'))
    expect(await world.run(changeOwn, stranger, { name: 'X' })).toMatchObject(refused('not_signed_in'))
  })
})

describe('blocking', () => {
  it('ends sessions and links at once; grants stay and count for nothing, until the block is lifted', async () => {
    const grant = await world.grant(person, await world.licence(companyId, 'Bouw'))
    await world.put('signInLinks', {
      id: 'l1',
      secretHash: 'h',
      userId: person.id,
      returnTo: '/',
      language: 'nl',
      expiresAt: '2027-01-01T00:00:00.000Z',
    })
    await world.must(blockUser, admin.web, { user: 'person@acme.example' })
    expect(await world.run(me, person.web)).toMatchObject(refused('not_signed_in'))
    expect(await world.rows('sessions', { userId: person.id })).toEqual([])
    expect(await world.rows('signInLinks')).toEqual([])
    expect((await world.row('grants', grant.id)).endedAt).toBeUndefined()
    expect(await told(person.id)).toEqual(['user.blocked'])
    expect(await world.run(blockUser, admin.web, { user: person.id })).toMatchObject(refused('is_blocked'))
    const give = { user: person.id, licenceId: grant.licenceId }
    expect(await world.run(giveAccess, admin.web, give)).toMatchObject({ ok: false })

    await world.must(unblockUser, admin.web, { user: person.id })
    expect(await world.run(unblockUser, admin.web, { user: person.id })).toMatchObject(refused('is_not_blocked'))
    expect(await world.run(me, person.web)).toMatchObject(refused('not_signed_in'))
    const again = await world.signIn(person)
    expect((await world.must(listLicences, again)).licences).toMatchObject([{ access: { because: 'grant' } }])
    expect(await told(person.id)).toEqual(['user.blocked', 'user.unblocked'])
  })

  it('takes chat powers away', async () => {
    const workspace = { channel: 'teams', workspaceId: 'T1' } as const
    await world.put('workspaces', {
      ...workspace,
      id: 'w1',
      name: 'Acme',
      companyIds: [companyId],
      connectedBy: admin.id,
      connectedAt: world.now(),
    })
    const claim = { ...workspace, accountId: 'U1', person: { name: 'Person', email: person.email } }
    expect(await world.run(me, claim)).toMatchObject({ ok: true })
    await world.must(blockUser, admin.web, { user: person.id })
    expect(await world.run(me, claim)).toMatchObject(refused('is_blocked'))
  })

  it('is not for the last administrator, nor for who did not register', async () => {
    expect(await world.run(blockUser, admin.web, { user: admin.id })).toMatchObject(refused('last_administrator'))
    await world.must(inviteUsers, admin.web, { emails: ['new@acme.example'] })
    expect(await world.run(blockUser, admin.web, { user: 'new@acme.example' })).toMatchObject(refused('not_found'))
    for (const command of [blockUser, unblockUser]) {
      expect(await world.run(command, admin.web, { user: 'nobody@acme.example' })).toMatchObject(refused('not_found'))
      expect(await world.run(command, person.web, { user: admin.id })).toMatchObject(refused('not_allowed'))
    }
    const second = await world.user(companyId, 'second@acme.example', { role: 'administrator', breakGlass: true })
    await world.must(blockUser, admin.web, { user: second.id })
    expect((await world.row('users', admin.id)).breakGlass).toBe(true)
    expect(await world.run(leave, admin.web)).toMatchObject(refused('last_administrator'))
  })
})

describe('removing', () => {
  const everything = [
    'users',
    'grants',
    'requests',
    'sessions',
    'signInLinks',
    'identities',
    'chatAccounts',
    'invitations',
    'registrations',
    'audit',
    'outbox',
  ] as const

  it('erases the person and keeps an identifier for the trail', async () => {
    const secretName = 'Wilhelmina Zonderling'
    await change(person.id, { name: secretName, phone: '0612345678', country: 'Ruritanië', role: 'administrator' })
    const grant = await world.grant(person, await world.licence(companyId, 'Bouw'), { why: 'Bouwproject Zonneveld' })
    const open = await world.ask(person, await world.licence(companyId, 'Zorg'), 'Zorgproject Zonneveld')
    const old = await world.ask(person, await world.licence(companyId, 'Oud'), 'Oud project Zonneveld')
    await world.put('requests', { ...old, state: 'declined', settledAt: world.now(), version: 2 })
    await world.put('identities', {
      id: 'i1',
      connectionId: 'k1',
      nameId: 'wilhelmina-1',
      userId: person.id,
      linkedAt: world.now(),
    })
    await world.put('chatAccounts', {
      id: 'a1',
      channel: 'slack',
      workspaceId: 'T1',
      accountId: 'U-WILHELMINA',
      userId: person.id,
      metAt: world.now(),
    })
    await world.must(removeUser, admin.web, { user: person.id })

    expect(await world.row('users', person.id)).toEqual({
      id: person.id,
      companyId,
      email: '',
      name: '',
      language: 'nl',
      role: 'user',
      status: 'removed',
      createdAt: person.createdAt,
    })
    const left = await world.text(...everything)
    for (const trace of [secretName, person.email, '0612345678', 'Ruritanië', 'Zonneveld', 'wilhelmina', 'WILHELMINA'])
      expect(left, trace).not.toContain(trace)
    expect((await world.row('grants', grant.id)).endedAt).toBe(world.now())
    expect(await world.row('requests', open.id)).toMatchObject({ state: 'withdrawn' })
    expect(await world.row('requests', old.id)).toMatchObject({ state: 'declined', version: 3 })
    const refreshed = (await world.rows('outbox')).flatMap((row) =>
      row.kind === 'refresh_copies' ? [row.requestId] : [],
    )
    expect(new Set(refreshed)).toEqual(new Set([open.id, old.id]))
    expect(await world.run(me, person.web)).toMatchObject(refused('not_signed_in'))
    expect(await world.events('user.removed')).toEqual([{ type: 'user.removed', companyId, userId: person.id }])
    expect((await world.events('access.ended')).map(({ because }) => because)).toEqual(['removed'])
    expect(await world.run(removeUser, admin.web, { user: person.id })).toMatchObject(refused('not_found'))
  })

  it('leaves no address in mails that were sent', async () => {
    await world.must(inviteUsers, admin.web, { emails: ['wilhelmina@acme.example'], name: 'Wilhelmina' })
    await world.must(inviteUsers, admin.web, { emails: ['willem@acme.example'], name: 'Willem' })
    const [first, second] = await world.rows('outbox')
    const at = world.now()
    await world.ports.store.transaction(async (tx) => {
      await tx.outbox.settle(first?.id ?? '', { state: 'sent', at })
      await tx.outbox.settle(second?.id ?? '', { state: 'waiting', retryAt: at, error: 'busy' })
    })
    expect(await world.text('outbox')).not.toMatch(/wilhelmina/i)
    expect((await world.letters('willem@acme.example'))[0]?.secret).toHaveLength(43)
    await world.ports.store.transaction((tx) =>
      tx.outbox.settle(second?.id ?? '', { state: 'gave_up', at, error: 'x' }),
    )
    expect(await world.text('outbox')).not.toMatch(/willem|Admin/i)
  })

  it('frees the address for a new account', async () => {
    await world.must(removeUser, admin.web, { user: person.id })
    const { results } = await world.must(inviteUsers, admin.web, { emails: [person.email] })
    expect(results).toMatchObject([{ outcome: 'invited' }])
    expect(results[0]).not.toMatchObject({ userId: person.id })
  })

  it('is what people may do to their own account', async () => {
    await world.must(leave, person.web)
    expect((await world.row('users', person.id)).status).toBe('removed')
    expect(await world.run(me, person.web)).toMatchObject(refused('not_signed_in'))
    expect(await world.run(leave, admin.web)).toMatchObject(refused('last_administrator'))
    expect(await world.run(removeUser, admin.web, { user: admin.id })).toMatchObject(refused('last_administrator'))
    expect(await world.run(leave, stranger)).toMatchObject(refused('not_signed_in'))
  })

  it('reaches only the own company, and is for administrators', async () => {
    const other = await world.user(await world.company('Beta', ['beta.example']), 'x@beta.example')
    expect(await world.run(removeUser, admin.web, { user: other.id })).toMatchObject(refused('not_found'))
    expect(await world.run(removeUser, person.web, { user: admin.id })).toMatchObject(refused('not_allowed'))
  })
})
