import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listLicences } from '../../../src/licences/list-licences.ts'
import { inviteUsers } from '../../../src/users/invite-users.ts'
import { me } from '../../../src/users/my-data.ts'
import { listSwitchable, switchCompany } from '../../../src/users/switch-company.ts'
import { openWorld, operator, refused, stranger, type World } from '../world.ts'

let world: World
let here: string
let there: string
let person: Awaited<ReturnType<World['user']>>

beforeEach(async () => {
  world = await openWorld()
  here = await world.company('Here', ['delta.example'])
  there = await world.company('There', ['delta.example'], { freeRegistration: true })
  await world.user(here, 'admin@delta.example', { role: 'administrator' })
  person = await world.user(here, 'person@delta.example', { name: 'Person' })
})
afterEach(() => world.close())

const switchTo = (companyId: string, web = person.web) => world.run(switchCompany, web, { companyId })

describe('where somebody can switch to', () => {
  it('are the companies that hold the domain, verified, and take people in', async () => {
    const closed = await world.company('Closed', ['delta.example'])
    const provisioning = await world.company('Provisioning', ['delta.example'])
    const linked = await world.company('Linked only', ['delta.example'])
    const elsewhere = await world.company('Elsewhere', ['other.example'], { freeRegistration: true })
    const parent = await world.company('Parent', ['example.example', 'hr.delta.example'], { freeRegistration: true })
    const proving = await world.company('Proving', [], { freeRegistration: true })
    await world.put('domains', {
      id: 'proving',
      companyId: proving,
      domain: 'delta.example',
      state: 'proving',
      how: 'dns',
      proof: 'x',
    })
    await world.connection([provisioning])
    await world.connection([linked], { provisioning: false })
    const { current, companies } = await world.must(listSwitchable, person.web)
    expect(current).toEqual({ id: here, name: 'Here' })
    expect(companies.map(({ name }) => name)).toEqual(['Provisioning', 'There'])
    for (const companyId of [closed, linked, elsewhere, parent, proving, 'nobody'])
      expect(await switchTo(companyId)).toMatchObject(refused('company_not_offered'))
    expect(await switchTo(provisioning)).toMatchObject({ ok: true })
  })

  it('is for users', async () => {
    expect(await world.run(listSwitchable, stranger)).toMatchObject(refused('not_signed_in'))
    expect(await world.run(switchCompany, operator, { companyId: there })).toMatchObject(refused('not_allowed'))
  })
})

describe('switching', () => {
  it('ends grants and open requests of the old company, and the sessions go along', async () => {
    const bouw = await world.licence(here, 'Bouw')
    const grant = await world.grant(person, bouw)
    const old = await world.grant(person, await world.licence(here, 'Old'), { endedAt: '2026-01-01T00:00:00.000Z' })
    const open = await world.ask(person, await world.licence(here, 'Zorg'))
    await world.licence(there, 'Basis', { companyWide: true })
    const other = await world.signIn(person)
    expect(await switchTo(there)).toMatchObject({ result: { id: there, name: 'There' } })

    expect(await world.row('users', person.id)).toMatchObject({
      companyId: there,
      status: 'registered',
      role: 'user',
      name: 'Person',
      registeredAt: person.registeredAt,
    })
    expect((await world.row('grants', grant.id)).endedAt).toBe(world.now())
    expect((await world.row('grants', old.id)).endedAt).toBe('2026-01-01T00:00:00.000Z')
    expect(await world.row('requests', open.id)).toMatchObject({ state: 'withdrawn', settledAt: world.now() })
    for (const web of [person.web, other])
      expect(await world.must(me, web)).toMatchObject({ company: { id: there }, administrator: false })
    expect((await world.must(listLicences, person.web)).licences).toMatchObject([{ name: 'Basis' }])

    expect(await world.events('access.ended')).toEqual([
      { type: 'access.ended', companyId: here, userId: person.id, licenceId: bouw.id, because: 'switched' },
    ])
    expect(await world.events('request.withdrawn')).toHaveLength(1)
    const [line] = (await world.rows('audit')).filter(({ event }) => event.type === 'user.switched')
    expect(line?.companyIds).toEqual([there, here])
    expect(line?.by).toEqual({ kind: 'user', id: person.id })
    const told = (await world.rows('outbox')).map((row) => row.kind === 'notice_mail' && [row.userId, row.event.type])
    expect(told).toContainEqual([person.id, 'user.switched'])
    expect(told).toContainEqual([person.id, 'access.ended'])
  })

  it('gives nothing back when somebody returns', async () => {
    const grant = await world.grant(person, await world.licence(here, 'Bouw'))
    await world.connection([here])
    await switchTo(there)
    expect(await switchTo(here)).toMatchObject({ ok: true })
    expect((await world.row('grants', grant.id)).endedAt).toBeDefined()
    expect((await world.must(listLicences, person.web)).licences).toMatchObject([{ access: { allowed: false } }])
  })

  it('is refused where somebody is already, twice at once as well', async () => {
    expect(await switchTo(here)).toMatchObject(refused('already_in_company'))
    const outcomes = await Promise.all([switchTo(there), switchTo(there)])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject(refused('already_in_company'))
    expect(await world.events('user.switched')).toHaveLength(1)
  })

  it('leaves the administrator role behind, but not a company without one', async () => {
    const [admin] = await world.rows('users', { email: 'admin@delta.example' })
    if (!admin) throw new Error('no administrator')
    const web = await world.signIn(admin)
    expect(await switchTo(there, web)).toMatchObject(refused('last_administrator'))
    await world.user(here, 'temp@delta.example', { role: 'administrator', roleUntil: '2026-12-31T00:00:00.000Z' })
    expect(await switchTo(there, web)).toMatchObject(refused('last_administrator'))
    await world.user(here, 'second@delta.example', { role: 'administrator' })
    expect(await switchTo(there, web)).toMatchObject({ ok: true })
    const switched = await world.row('users', admin.id)
    expect(switched).toMatchObject({ companyId: there, role: 'user' })
    expect(switched.roleUntil).toBeUndefined()
  })

  it('hands the broken glass to the next administrator who stays', async () => {
    const glass = await world.user(here, 'glass@delta.example', { role: 'administrator', breakGlass: true })
    await switchTo(there, glass.web)
    expect(await world.rows('users', { email: 'admin@delta.example' })).toMatchObject([{ breakGlass: true }])
    expect((await world.row('users', glass.id)).breakGlass).toBeUndefined()
  })

  it('asks for an assertion of a company that requires single sign-on first', async () => {
    const connection = await world.connection([there], { required: true })
    expect((await world.must(listSwitchable, person.web)).companies).toEqual([
      { id: there, name: 'There', connectionId: connection.id },
    ])
    expect(await switchTo(there)).toMatchObject(refused('single_sign_on_required'))
    expect((await world.row('users', person.id)).companyId).toBe(here)
  })

  it('takes a session of a connection that both companies share, and only that', async () => {
    const shared = await world.connection([here, there], { required: true })
    const web = await world.signIn(person, { how: 'assertion', connectionId: shared.id, nameId: 'n' })
    expect(await switchTo(there, web)).toMatchObject({ ok: true })
    expect(await world.must(me, web)).toMatchObject({ company: { id: there }, session: { connectionId: shared.id } })
    expect(await world.run(me, person.web)).toMatchObject(refused('not_signed_in'))
  })

  it('goes along without the connection of the old company', async () => {
    const own = await world.connection([here])
    const web = await world.signIn(person, { how: 'assertion', connectionId: own.id, nameId: 'n', sessionIndex: 's' })
    await switchTo(there, web)
    const { session } = await world.must(me, web)
    expect(session?.how).toBe('assertion')
    expect(session?.connectionId).toBeUndefined()
    await world.ports.store.transaction((tx) => tx.connections.remove(own.id))
    expect(await world.run(me, web)).toMatchObject({ ok: true })
  })

  it('uses an invitation of the new company', async () => {
    const bouw = await world.licence(there, 'Bouw')
    const asked = { companyId: there, emails: [person.email], role: 'administrator', licenceIds: [bouw.id] }
    await world.must(inviteUsers, operator, asked)
    await switchTo(there)
    expect(await world.rows('users', { email: person.email })).toMatchObject([
      { id: person.id, companyId: there, role: 'administrator' },
    ])
    expect(await world.rows('invitations')).toEqual([])
    expect(await world.rows('grants', { userId: person.id })).toMatchObject([{ licenceId: bouw.id }])
  })

  it('keeps chat accounts, which work only in workspaces of the new company', async () => {
    const workspace = { channel: 'slack', workspaceId: 'T1' } as const
    await world.put('workspaces', {
      ...workspace,
      id: 'w1',
      name: 'Here',
      companyIds: [here],
      connectedBy: person.id,
      connectedAt: world.now(),
    })
    await world.put('chatAccounts', {
      ...workspace,
      id: 'a1',
      accountId: 'U1',
      userId: person.id,
      confirmedAt: world.now(),
      metAt: world.now(),
    })
    const claim = { ...workspace, accountId: 'U1', person: { name: 'Person', email: person.email } }
    expect(await world.run(me, claim)).toMatchObject({ ok: true })
    await switchTo(there)
    expect(await world.run(me, claim)).toMatchObject({ ok: false, code: 'no_account' })
    await world.put('workspaces', {
      ...workspace,
      id: 'w1',
      name: 'Both',
      companyIds: [here, there],
      connectedBy: person.id,
      connectedAt: world.now(),
    })
    expect(await world.run(me, claim)).toMatchObject({ result: { company: { id: there } } })
  })
})
