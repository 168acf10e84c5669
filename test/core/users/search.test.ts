import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { giveAccess } from '../../../src/licences/give-access.ts'
import { askAccess } from '../../../src/requests/make-request.ts'
import { blockUser } from '../../../src/users/block-user.ts'
import { inviteUsers } from '../../../src/users/invite-users.ts'
import { me, myData } from '../../../src/users/my-data.ts'
import { removeUser } from '../../../src/users/remove-user.ts'
import { searchUsers } from '../../../src/users/search-users.ts'
import { openWorld, operator, refused, stranger, type World } from '../world.ts'

let world: World
let companyId: string
let admin: Awaited<ReturnType<World['user']>>

beforeEach(async () => {
  world = await openWorld()
  companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'admin@acme.example', { role: 'administrator', name: 'Zoë' })
})
afterEach(() => world.close())

const search = async (input: object = {}) => (await world.must(searchUsers, admin.web, input)).users
const names = async (input: object = {}) => (await search(input)).map(({ name, email }) => name || email)

describe('searching users', () => {
  beforeEach(async () => {
    await world.user(companyId, 'anna@acme.example', { name: 'Anna' })
    await world.user(companyId, 'bob@acme.example', { name: 'Bob', status: 'blocked' })
    await world.user(companyId, 'gone@acme.example', { name: 'Gone' })
    await world.must(inviteUsers, admin.web, { emails: ['carl@acme.example'] })
    await world.must(removeUser, admin.web, { user: 'gone@acme.example' })
    await world.user(await world.company('Beta', ['beta.example']), 'anna@beta.example', { name: 'Anna' })
  })

  it('goes by name or address, status and role', async () => {
    expect((await names()).sort()).toEqual(['Anna', 'Bob', 'Zoë', 'carl@acme.example'])
    expect(await names({ query: 'ANN' })).toEqual(['Anna'])
    expect(await names({ query: 'carl@' })).toEqual(['carl@acme.example'])
    expect(await names({ query: 'zoë' })).toEqual(['Zoë'])
    expect(await names({ query: 'nobody' })).toEqual([])
    expect(await names({ status: 'blocked' })).toEqual(['Bob'])
    expect(await names({ status: 'registered', role: 'user' })).toEqual(['Anna'])
    expect(await names({ role: 'administrator' })).toEqual(['Zoë'])
    const [carl] = await search({ status: 'invited' })
    expect(carl?.invitedUntil).toBeDefined()
    expect(await world.run(searchUsers, admin.web, { status: 'removed' })).toMatchObject(refused('invalid_input'))
  })

  it('goes by licence: by grant, by company-wide, never by an end', async () => {
    const bouw = await world.licence(companyId, 'Bouw')
    const basis = await world.licence(companyId, 'Basis', { companyWide: true })
    await world.must(giveAccess, admin.web, { user: 'anna@acme.example', licenceId: bouw.id, until: '2026-04-01' })
    expect(await names({ licenceId: bouw.id })).toEqual(['Anna'])
    expect((await names({ licenceId: basis.id })).sort()).toEqual(['Anna', 'Zoë'])
    expect(await names({ licenceId: bouw.id, query: 'bob' })).toEqual([])
    expect(await names({ licenceId: bouw.id, status: 'invited' })).toEqual([])
    const [anna] = await search({ query: 'anna' })
    expect(anna?.licences).toEqual([
      { id: bouw.id, name: 'Bouw', because: 'grant', until: '2026-04-01T21:59:59.999Z' },
      { id: basis.id, name: 'Basis', because: 'company_wide' },
    ])
    world.at('2026-05-01T00:00:00.000Z')
    expect(await names({ licenceId: bouw.id })).toEqual([])
    await world.must(giveAccess, admin.web, { user: 'anna@acme.example', licenceId: bouw.id })
    await world.must(blockUser, admin.web, { user: 'anna@acme.example' })
    expect(await names({ licenceId: bouw.id })).toEqual([])
    const old = await world.licence(companyId, 'Old', { companyWide: true, expiresAt: '2026-01-01T00:00:00.000Z' })
    expect(await names({ licenceId: old.id })).toEqual([])
    const other = await world.licence(await world.company('Gamma', []), 'Theirs')
    expect(await world.run(searchUsers, admin.web, { licenceId: other.id })).toMatchObject(refused('not_found'))
  })

  it('comes in pages, by name or newest first', async () => {
    const first = await world.must(searchUsers, admin.web, { limit: 3 })
    const second = await world.must(searchUsers, admin.web, { limit: 3, after: first.next })
    expect(first.total).toBe(4)
    expect(second.next).toBeUndefined()
    expect([...first.users, ...second.users].map(({ name }) => name)).toEqual(['', 'Anna', 'Bob', 'Zoë'])
    expect((await names({ sort: 'newest' }))[0]).toBe('carl@acme.example')
  })

  it('is for administrators about their own company, and for the operator', async () => {
    const anna = await world.signIn((await world.rows('users', { email: 'anna@acme.example' }))[0] ?? admin)
    expect(await world.run(searchUsers, anna)).toMatchObject(refused('not_allowed'))
    expect(await world.run(searchUsers, stranger)).toMatchObject(refused('not_signed_in'))
    expect((await world.must(searchUsers, operator, { companyId })).total).toBe(4)
    expect(await world.run(searchUsers, operator)).toMatchObject(refused('not_found'))
    const beta = (await world.rows('companies')).find(({ name }) => name === 'Beta')?.id
    expect((await names({ companyId: beta })).length).toBe(4)
  })
})

describe('what is kept about me', () => {
  it('comes as a whole, without secrets and without others', async () => {
    const other = await world.user(companyId, 'other@acme.example', { name: 'Other Person' })
    const person = await world.user(companyId, 'person@acme.example', { name: 'Person' })
    const licence = await world.licence(companyId, 'Bouw')
    await world.must(askAccess, person.web, { licenceId: licence.id, reason: 'Mijn reden' })
    await world.must(giveAccess, admin.web, { user: person.id, licenceId: licence.id })
    await world.must(giveAccess, admin.web, { user: other.id, licenceId: licence.id })
    await world.put('chatAccounts', {
      id: 'a1',
      channel: 'slack',
      workspaceId: 'T1',
      accountId: 'U1',
      userId: person.id,
      metAt: world.now(),
    })
    const data = await world.must(myData, person.web)
    expect(data).toMatchObject({
      at: world.now(),
      user: { id: person.id, email: person.email },
      company: { id: companyId, name: 'Acme' },
      grants: [{ licenceId: licence.id }],
      requests: [{ reason: 'Mijn reden', state: 'approved' }],
      sessions: [{ how: 'link' }],
      chatAccounts: [{ accountId: 'U1' }],
    })
    expect(data.trail.map(({ event }) => event.type)).toEqual(['request.made', 'request.approved', 'access.given'])
    const text = JSON.stringify(data)
    expect(text).not.toContain('secretHash')
    expect(text).not.toContain(other.id)
    expect(text).not.toContain('Other Person')
    expect(await world.run(myData, stranger)).toMatchObject(refused('not_signed_in'))
  })

  it('has the whole of a long trail', async () => {
    const person = await world.user(companyId, 'person@acme.example')
    await world.ports.store.transaction(async (tx) => {
      for (let number = 0; number < 1203; number++)
        await tx.audit.append({
          id: world.ports.ids.next(),
          at: world.now(),
          channel: 'web',
          by: { kind: 'user', id: person.id },
          companyIds: [companyId],
          event: { type: 'user.changed', companyId, userId: person.id },
          changes: [],
        })
    })
    expect((await world.must(myData, person.web)).trail).toHaveLength(1203)
  })

  it('is shown in short as my details', async () => {
    const sister = await world.company('Sister', ['acme.example'], { freeRegistration: true })
    expect(await world.must(me, admin.web)).toMatchObject({
      switchable: [{ id: sister, name: 'Sister' }],
      user: { id: admin.id, name: 'Zoë' },
      company: { name: 'Acme' },
      administrator: true,
      session: { how: 'link', signedInAt: world.now() },
    })
  })
})
