/** The rows of what SCIM must do and the quirks that it must take, one by one, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCore } from '../../src/kernel/answer.ts'
import { later } from '../../src/kernel/instant.ts'
import { endToken, makeToken } from '../../src/provisioning/make-token.ts'
import { provisionedGroups } from '../../src/provisioning/person-groups.ts'
import { finishSignIn } from '../../src/sign-in/finish-sign-in.ts'
import { blockUser } from '../../src/users/block-user.ts'
import { operator } from '../core/world.ts'
import {
  type Call,
  enterprise,
  entraUser,
  errorSchema,
  openScimWorld,
  patch,
  type ScimWorld,
  userSchema,
} from './scim-world.ts'

let world: ScimWorld
let acme: Awaited<ReturnType<ScimWorld['directory']>>
let call: Call

beforeAll(async () => {
  world = await openScimWorld()
  acme = await world.directory('Acme', ['acme.example', 'acme.test'])
  call = acme.call
})
afterAll(() => world.close())

let made = 0
const fresh = (): string => `p${++made}@acme.example`

const add = async (email = fresh(), over: object = {}) => {
  const answer = await call('POST', '/Users', entraUser(email, over))
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const group = async (members: readonly string[] = []) => {
  const answer = await call('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: `Groep ${++made}`,
    members: members.map((value) => ({ value })),
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const read = async (id: string) => (await call('GET', `/Users/${id}`)).body
const members = async (id: string): Promise<string[]> =>
  ((await call('GET', `/Groups/${id}`)).body.members ?? []).map((one: { value: string }) => one.value)
const userOf = async (id: string) => world.row('users', (await world.row('identities', id)).userId)
const find = (filter: string, at = '/Users') => call('GET', `${at}?filter=${encodeURIComponent(filter)}`)

describe('operations in any case (1)', () => {
  it.each(['add', 'Add', 'replace', 'Replace'])('%s sets a value of a user', async (op) => {
    const { id } = await add()
    expect((await call('PATCH', `/Users/${id}`, patch({ op, path: 'title', value: 'Bouwer' }))).status).toBe(204)
    expect((await read(id)).title).toBe('Bouwer')
  })

  it.each(['remove', 'Remove'])('%s takes it away', async (op) => {
    const { id } = await add(undefined, { title: 'Bouwer' })
    expect((await call('PATCH', `/Users/${id}`, patch({ op, path: 'title' }))).status).toBe(204)
    expect(await read(id)).not.toHaveProperty('title')
  })

  it.each([
    ['add', 'remove'],
    ['Add', 'Remove'],
  ])('%s and %s members of a group', async (come, go) => {
    const [{ id: anna }, { id }] = [await add(), await group()]
    await call('PATCH', `/Groups/${id}`, patch({ op: come, path: 'members', value: [{ value: anna }] }))
    expect(await members(id)).toEqual([anna])
    await call('PATCH', `/Groups/${id}`, patch({ op: go, path: `members[value eq "${anna}"]` }))
    expect(await members(id)).toEqual([])
  })

  it('replaces the members of a group, whatever the case', async () => {
    const [{ id: anna }, { id: ben }] = [await add(), await add()]
    const { id } = await group([anna])
    for (const op of ['replace', 'Replace']) {
      await call('PATCH', `/Groups/${id}`, patch({ op, path: 'members', value: [{ value: ben }] }))
      expect(await members(id)).toEqual([ben])
    }
  })

  it('knows no other operation', async () => {
    const { id } = await add()
    const answer = await call('PATCH', `/Users/${id}`, patch({ op: 'erase', path: 'title' }))
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } })
  })
})

describe('active as a flag or a text (2)', () => {
  const ended = async (id: string) => {
    expect((await read(id)).active).toBe(false)
    expect((await userOf(id)).status).toBe('blocked')
  }

  it.each([false, 'False', 'false'])('PATCH with a path: %j', async (value) => {
    const { id } = await add()
    await call('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value }))
    await ended(id)
  })

  it.each([false, 'False', 'false'])('PATCH without a path: %j', async (active) => {
    const { id } = await add()
    await call('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active } }))
    await ended(id)
  })

  it.each([false, 'False'])('PUT: %j', async (active) => {
    const email = fresh()
    const { id } = await add(email)
    expect((await call('PUT', `/Users/${id}`, entraUser(email, { active }))).status).toBe(200)
    await ended(id)
  })

  it.each([false, 'False'])('POST: %j', async (active) => {
    const { id } = await add(undefined, { active })
    await ended(id)
  })

  it('true as a text lets somebody in again', async () => {
    const { id } = await add(undefined, { active: 'True' })
    expect((await userOf(id)).status).toBe('registered')
    await call('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: 'false' } }))
    await call('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: 'True' } }))
    expect((await userOf(id)).status).toBe('registered')
  })

  it('refuses what is neither', async () => {
    const { id } = await add()
    const answer = await call('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: 'perhaps' }))
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
    expect((await userOf(id)).status).toBe('registered')
  })
})

describe('PATCH without a path (3)', () => {
  it('lays an object over the resource', async () => {
    const { id } = await add()
    const value = { title: 'Chef', name: { familyName: 'Bos' }, emails: [{ type: 'work', value: fresh() }] }
    await call('PATCH', `/Users/${id}`, patch({ op: 'replace', value }))
    expect(await read(id)).toMatchObject({
      title: 'Chef',
      // What is not named in a complex value stays.
      name: { familyName: 'Bos', givenName: 'Given' },
      emails: [{ type: 'work', value: value.emails[0]?.value }],
    })
  })

  it('follows names that are paths', async () => {
    const [email, { id }] = [fresh(), await add()]
    const value = {
      'name.givenName': 'Anna',
      'emails[type eq "work"].value': email,
      [`${enterprise}:department`]: 'Bouw',
      [enterprise]: { Division: 'Noord' },
    }
    await call('PATCH', `/Users/${id}`, patch({ op: 'Add', value }))
    const user = await read(id)
    expect(user.name).toMatchObject({ givenName: 'Anna', familyName: 'Family' })
    expect(user.emails).toEqual([{ primary: true, type: 'work', value: email }])
    expect(user[enterprise]).toEqual({ department: 'Bouw', division: 'Noord' })
    expect(user.schemas).toEqual([userSchema, enterprise])
    expect((await userOf(id)).email).toBe(email)
  })

  it('takes the same as one operation for each, as Entra sends it with its compliance flag', async () => {
    const [email, { id }] = [fresh(), await add()]
    const answer = await call(
      'PATCH',
      `/Users/${id}?aadOptscim062020`,
      patch(
        { op: 'replace', path: 'name.givenName', value: 'Anna' },
        { op: 'replace', path: 'emails[type eq "work"].value', value: email },
        { op: 'add', path: `${enterprise}:department`, value: 'Bouw' },
        { op: 'replace', path: 'active', value: true },
      ),
    )
    expect(answer.status).toBe(204)
    expect(await read(id)).toMatchObject({ name: { givenName: 'Anna' }, [enterprise]: { department: 'Bouw' } })
  })

  it('leaves what nobody declared, and what is ours to set', async () => {
    const { id } = await add()
    const value = { shoeSize: 43, id: 'other', meta: { version: 'x' }, schemas: ['urn:x'], constructor: { a: 1 } }
    expect((await call('PATCH', `/Users/${id}`, patch({ op: 'replace', value }))).status).toBe(204)
    expect(await read(id)).toMatchObject({ id, meta: { version: 'W/"1"' } })
    expect(await read(id)).not.toHaveProperty('shoeSize')
  })
})

describe('values by a filter (4)', () => {
  it('makes what is not there', async () => {
    const { id } = await add()
    await call(
      'PATCH',
      `/Users/${id}`,
      patch(
        { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '0612345678' },
        { op: 'Add', path: 'addresses[type eq "work"].country', value: 'NL' },
        { op: 'Add', path: 'roles[primary eq "True"].value', value: 'lezer' },
      ),
    )
    expect(await read(id)).toMatchObject({
      phoneNumbers: [{ type: 'mobile', value: '0612345678' }],
      addresses: [{ type: 'work', country: 'NL' }],
      roles: [{ primary: true, value: 'lezer' }],
    })
  })

  it('changes what is there, whatever the case of names', async () => {
    const { id } = await add(undefined, {
      phoneNumbers: [
        { type: 'work', value: '1' },
        { type: 'fax', value: '2' },
      ],
    })
    await call(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'replace', path: 'PHONENUMBERS[Type eq "WORK"].Value', value: '3' }),
    )
    expect((await read(id)).phoneNumbers).toEqual([
      { type: 'work', value: '3' },
      { type: 'fax', value: '2' },
    ])
    await call('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'phoneNumbers[type eq "fax"].value' }))
    expect((await read(id)).phoneNumbers).toEqual([{ type: 'work', value: '3' }])
  })

  it('keeps one primary value', async () => {
    const email = fresh()
    const { id } = await add()
    await call(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'add', path: 'emails', value: [{ type: 'other', primary: 'true', value: email }] }),
    )
    expect((await read(id)).emails.map((one: { primary: boolean }) => one.primary)).toEqual([false, true])
    expect((await userOf(id)).email).toBe(email)
  })

  it('empties by an empty text and by null, and keeps empty what is', async () => {
    const { id } = await add(undefined, { title: 'Chef', nickName: 'An' })
    const empty = patch({ op: 'replace', path: 'title', value: '' }, { op: 'replace', path: 'nickName', value: null })
    for (let time = 0; time < 2; time++) {
      expect((await call('PATCH', `/Users/${id}`, empty)).status).toBe(204)
      const user = await read(id)
      expect([user.title, user.nickName]).toEqual([undefined, undefined])
    }
  })

  it.each([
    ['path', 'emails[type eq "work"', 'invalidPath'],
    ['name', 'shoeSize', 'invalidPath'],
    ['part', 'name.shoeSize', 'invalidPath'],
    ['readOnly', 'id', 'mutability'],
    ['extension', 'urn:example:User:department', 'invalidPath'],
  ])('refuses a wrong %s', async (_what, path, scimType) => {
    const { id } = await add()
    const answer = await call('PATCH', `/Users/${id}`, patch({ op: 'replace', path, value: 'x' }))
    expect(answer).toMatchObject({ status: 400, body: { schemas: [errorSchema], status: '400', scimType } })
    expect((await read(id)).meta.version).toBe('W/"1"')
  })

  it('keeps the name that a user must have', async () => {
    const { id } = await add()
    const answer = await call('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'userName' }))
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
  })
})

describe('the enterprise extension (5)', () => {
  it('takes a manager as an object, as a text, and none', async () => {
    const { id } = await add()
    const path = `${enterprise}:manager`
    const manager = async () => (await read(id))[enterprise]?.manager
    await call('PATCH', `/Users/${id}`, patch({ op: 'Add', path, value: { value: 'm1', displayName: 'Mo' } }))
    expect(await manager()).toEqual({ value: 'm1', displayName: 'Mo' })
    await call('PATCH', `/Users/${id}`, patch({ op: 'Replace', path, value: 'm2' }))
    expect(await manager()).toMatchObject({ value: 'm2' })
    await call('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: `${path}.value`, value: 'm3' }))
    expect(await manager()).toMatchObject({ value: 'm3' })
    await call('PATCH', `/Users/${id}`, patch({ op: 'Replace', path, value: '' }))
    expect(await manager()).toBeUndefined()
  })

  it('takes a manager as a text in POST', async () =>
    expect((await add(undefined, { [enterprise]: { manager: 'm1', Department: 'Bouw' } }))[enterprise]).toEqual({
      manager: { value: 'm1' },
      department: 'Bouw',
    }))

  it('is taken away whole', async () => {
    const { id } = await add(undefined, { [enterprise]: { department: 'Bouw' } })
    await call('PATCH', `/Users/${id}`, patch({ op: 'remove', path: enterprise }))
    expect((await read(id)).schemas).toEqual([userSchema])
  })
})

describe('members of groups (6)', () => {
  it.each([
    ['by a filter', (gone: string) => ({ path: `members[value eq "${gone}"]` }), 2],
    ['by a list', (gone: string) => ({ path: 'members', value: [{ value: gone }] }), 2],
    ['all', () => ({ path: 'members' }), 0],
    ['nobody who is in', () => ({ path: 'members[value eq "nobody"]' }), 3],
    ['nobody of a list', () => ({ path: 'members', value: [{ value: 'nobody' }] }), 3],
  ])('go: %s', async (_how, where, left) => {
    const people = [(await add()).id, (await add()).id, (await add()).id]
    const { id } = await group(people)
    for (let time = 0; time < 2; time++) {
      const answer = await call('PATCH', `/Groups/${id}`, patch({ op: 'Remove', ...where(people[0] as string) }))
      expect(answer.status).toBe(204)
      expect(await members(id)).toHaveLength(left)
    }
  })

  it('go and come in one call, in order', async () => {
    const [anna, ben] = [(await add()).id, (await add()).id]
    const { id } = await group([anna])
    const operations = [
      { op: 'Add', path: 'members', value: [{ value: ben }] },
      { op: 'Remove', path: `members[value eq "${anna}" or value eq "${ben}"]` },
      { op: 'Add', value: { members: [{ value: ben }] } },
      { op: 'Replace', value: { id, displayName: 'Anders' } },
    ]
    expect((await call('PATCH', `/Groups/${id}`, patch(...operations))).status).toBe(204)
    expect(await members(id)).toEqual([ben])
    expect((await call('GET', `/Groups/${id}`)).body.displayName).toBe('Anders')
  })

  it('must be people of this directory', async () => {
    const { id } = await group()
    const answer = await call('PATCH', `/Groups/${id}`, patch({ op: 'add', path: 'members', value: [{ value: 'x' }] }))
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
  })

  it('go with the person', async () => {
    const anna = (await add()).id
    const { id } = await group([anna])
    await call('DELETE', `/Users/${anna}`)
    expect(await members(id)).toEqual([])
  })
})

describe('filters (7)', () => {
  const anna = { id: '' }
  beforeAll(async () => {
    const made = await add('zoek@acme.test', {
      externalId: 'Key-1',
      displayName: 'Zoek Mij',
      emails: [
        { type: 'work', primary: true, value: 'zoek@acme.test' },
        { type: 'home', value: 'thuis@elders.example' },
      ],
    })
    anna.id = made.id
  })

  it.each([
    'userName eq "zoek@acme.test"',
    'userName eq "ZOEK@Acme.Test"',
    'USERNAME EQ "zoek@acme.test"',
    'externalId eq "Key-1"',
    'emails.value eq "Zoek@acme.test"',
    'emails eq "zoek@acme.test"',
    'emails[type eq "work"].value eq "zoek@acme.test"',
    'emails[type eq "work" and value eq "zoek@acme.test"]',
    'emails[type eq "home"].value eq "thuis@elders.example"',
    'displayName eq "zoek mij"',
    'userName eq "zoek@acme.test" and active eq true',
    'active eq "True" and (externalId eq "Key-1" or externalId eq "Key-2")',
    'not (displayName ne "Zoek Mij")',
    'userName sw "zoek@" and name.familyName co "ami"',
    `${userSchema}:userName eq "zoek@acme.test"`,
  ])('find: %s', async (filter) => {
    const { status, body } = await find(filter)
    expect(status).toBe(200)
    expect(body.Resources.map((one: { id: string }) => one.id)).toEqual([anna.id])
    expect(body.totalResults).toBe(1)
  })

  it('find by id and by the moment of the last change', async () => {
    expect((await find(`id eq "${anna.id}"`)).body.totalResults).toBe(1)
    const all = (await call('GET', '/Users?count=0')).body.totalResults
    world.wait({ hours: 1 })
    await call('PATCH', `/Users/${anna.id}`, patch({ op: 'replace', path: 'title', value: 'Gevonden' }))
    expect((await find(`meta.lastModified ge "${world.now()}"`)).body.totalResults).toBe(1)
    expect((await find(`meta.lastModified gt "${later(world.now(), { hours: -2 })}"`)).body.totalResults).toBe(all)
    expect((await find(`meta.lastModified gt "${world.now()}"`)).body.totalResults).toBe(0)
  })

  it.each([
    'userName eq "nobody@acme.test"',
    'externalId eq "key-1"',
    'userName eq "zoek@acme.test" and active eq false',
    'emails[type eq "work"].value eq "thuis@elders.example"',
    'id eq "nobody"',
  ])('find nobody: %s', async (filter) =>
    expect(await find(filter)).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } }),
  )

  it.each([
    'shoeSize eq 43',
    'userName is "x"',
    'userName eq',
    'userName',
    '(userName eq "x"',
    'userName eq "x" userName',
    'emails[type eq "work".value eq "x"',
    'urn:example:User:x eq "y"',
    'active gt true',
    'meta.lastModified gt "yesterday"',
    `${'('.repeat(200)}userName pr${')'.repeat(200)}`,
  ])('refuse: %s', async (filter) =>
    expect(await find(filter)).toMatchObject({ status: 400, body: { scimType: 'invalidFilter', status: '400' } }),
  )

  it('find groups', async () => {
    const { id, displayName } = await group([anna.id])
    for (const filter of [
      `displayName eq "${displayName.toUpperCase()}"`,
      `id eq "${id}"`,
      `members[value eq "${anna.id}"]`,
      `members.value eq "${anna.id}" and displayName eq "${displayName}"`,
    ])
      expect((await find(filter, '/Groups')).body, filter).toMatchObject({ totalResults: 1, Resources: [{ id }] })
    expect((await find('displayName eq "Geen"', '/Groups')).body.totalResults).toBe(0)
  })
})

describe('pages (8)', () => {
  it('have numbers, a stable order, and everybody once while others come', async () => {
    const beta = await world.directory('Beta', ['beta.example'])
    for (let at = 0; at < 7; at++) await beta.call('POST', '/Users', entraUser(`u${at}@beta.example`))
    const seen: string[] = []
    for (let startIndex = 1; ; ) {
      const { body } = await beta.call('GET', `/Users?startIndex=${startIndex}&count=3`)
      expect(body).toMatchObject({ startIndex, itemsPerPage: body.Resources.length })
      seen.push(...body.Resources.map((one: { userName: string }) => one.userName))
      if (startIndex === 1) await beta.call('POST', '/Users', entraUser('late@beta.example'))
      startIndex += body.itemsPerPage
      if (startIndex > body.totalResults) break
    }
    expect(seen).toEqual([...Array.from({ length: 7 }, (_, at) => `u${at}@beta.example`), 'late@beta.example'])
    // A place that no page led to is counted out.
    const jumped = await beta.call('GET', '/Users?startIndex=6&count=1')
    expect(jumped.body.Resources[0].userName).toBe('u5@beta.example')
    expect((await beta.call('GET', '/Users?startIndex=50&count=5')).body).toMatchObject({
      totalResults: 8,
      itemsPerPage: 0,
      Resources: [],
    })
    expect((await beta.call('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 8, Resources: [] })
    expect((await beta.call('GET', '/Users?startIndex=-3&count=-1')).body).toMatchObject({ startIndex: 1 })
    expect((await beta.call('GET', '/Users?count=many')).status).toBe(400)
    const filtered = encodeURIComponent('userName sw "u"')
    const page = await beta.call('GET', `/Users?filter=${filtered}&startIndex=4&count=2`)
    expect(page.body).toMatchObject({ totalResults: 7, startIndex: 4, itemsPerPage: 2 })
    expect(page.body.Resources[0].userName).toBe('u3@beta.example')
  })
})

describe('mistakes (9)', () => {
  it('are errors with a status as a text, in SCIM’s own type', async () => {
    const answer = await call('GET', '/Users/nobody')
    expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/)
    expect(answer).toMatchObject({ status: 404, body: { schemas: [errorSchema], status: '404' } })
    expect(typeof answer.body.detail).toBe('string')
  })

  it('say that a name is taken', async () => {
    const email = fresh()
    await add(email)
    for (const userName of [email, email.toUpperCase()])
      expect(await call('POST', '/Users', entraUser(email, { userName, externalId: 'other' }))).toMatchObject({
        status: 409,
        body: { scimType: 'uniqueness', status: '409' },
      })
    expect(await call('POST', '/Users', entraUser(fresh(), { externalId: `ext-${email}` }))).toMatchObject({
      status: 409,
    })
    const { id } = await add()
    expect(await call('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'userName', value: email }))).toMatchObject(
      {
        status: 409,
      },
    )
    const { displayName } = await group()
    expect(await call('POST', '/Groups', { displayName })).toMatchObject({ status: 409 })
  })

  it('take application/json, and nothing that is no JSON', async () => {
    const json = { 'content-type': 'application/json' }
    expect((await call('POST', '/Users', entraUser(fresh()), json)).status).toBe(201)
    expect(await call('POST', '/Users', '{"userName": tru', json)).toMatchObject({
      status: 400,
      body: { scimType: 'invalidSyntax' },
    })
    expect(await call('POST', '/Users', '[]')).toMatchObject({ status: 400 })
    expect(await call('POST', '/Users', 'userName=x', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
    expect(await call('POST', '/Users', { displayName: 'x' })).toMatchObject({ status: 400 })
    expect(await call('GET', '/Nothing')).toMatchObject({ status: 404, body: { status: '404' } })
  })

  it('refuse to change what somebody else changed', async () => {
    const { id, meta } = await add()
    const change = patch({ op: 'replace', path: 'title', value: 'a' })
    const first = await call('PATCH', `/Users/${id}`, change, { 'if-match': meta.version })
    expect([first.status, first.headers.get('etag')]).toEqual([204, 'W/"2"'])
    const again = patch({ op: 'replace', path: 'title', value: 'b' })
    expect((await call('PATCH', `/Users/${id}`, again, { 'if-match': meta.version })).status).toBe(412)
    expect((await call('PUT', `/Users/${id}`, entraUser(fresh()), { 'if-match': meta.version })).status).toBe(412)
    expect((await call('DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"99"' })).status).toBe(412)
    expect((await call('GET', `/Users/${id}`, undefined, { 'if-none-match': 'W/"2"' })).status).toBe(304)
    const { id: groupId } = await group()
    expect((await call('PATCH', `/Groups/${groupId}`, patch(), { 'if-match': 'W/"7"' })).status).toBe(412)
  })
})

describe('what is announced (10)', () => {
  interface Announced {
    name: string
    type: string
    multiValued: boolean
    mutability: string
    subAttributes?: Announced[]
  }
  const sample = ({ name, type, multiValued, subAttributes }: Announced): unknown => {
    const one =
      type === 'complex'
        ? Object.fromEntries((subAttributes ?? []).map((sub) => [sub.name, sample(sub)]))
        : type === 'boolean'
          ? true
          : `${name} x`
    return multiValued ? [one] : one
  }

  it('is what is kept: a user with every announced attribute comes back as it was', async () => {
    const schemas: { id: string; attributes: Announced[] }[] = (await call('GET', '/Schemas')).body.Resources
    const attributesOf = (id: string) => schemas.find((one) => one.id === id)?.attributes ?? []
    const full = Object.fromEntries(attributesOf(userSchema).map((one) => [one.name, sample(one)]))
    const extension = Object.fromEntries(attributesOf(enterprise).map((one) => [one.name, sample(one)]))
    const email = fresh()
    const sent = {
      ...full,
      userName: email,
      emails: [{ ...(full['emails'] as object[])[0], value: email }],
      [enterprise]: extension,
    }
    const { body, status } = await call('POST', '/Users', { schemas: [userSchema, enterprise], ...sent })
    expect(status, JSON.stringify(body)).toBe(201)
    const { schemas: _schemas, id, meta: _meta, ...kept } = body
    expect(kept).toEqual(sent)
    // Each can be changed by its own path, and found by a filter.
    for (const attribute of attributesOf(userSchema).filter((one) => one.type === 'string')) {
      if (attribute.name === 'userName') continue
      const value = `${attribute.name} y`
      await call('PATCH', `/Users/${id}`, patch({ op: 'replace', path: attribute.name, value }))
      expect((await read(id))[attribute.name]).toBe(value)
      expect((await find(`${attribute.name} eq "${value}"`)).body.totalResults, attribute.name).toBe(1)
    }
  })

  it('names only what answers have', async () => {
    const schemas: { id: string; attributes: Announced[] }[] = (await call('GET', '/Schemas')).body.Resources
    const named = new Set(schemas.flatMap(({ attributes }) => attributes.map((one) => one.name)))
    const { id } = await add(undefined, { title: 'x', roles: [{ value: 'r' }], ims: [{ value: 'no' }] })
    const extra = Object.keys(await read(id)).filter((name) => !named.has(name))
    expect(extra).toEqual(['schemas', 'id', 'meta'])
  })

  it('tells kinds of resources and what is possible', async () => {
    const types = (await call('GET', '/ResourceTypes')).body
    expect(types).toMatchObject({ totalResults: 2, Resources: [{ endpoint: '/Users' }, { endpoint: '/Groups' }] })
    expect((await call('GET', '/ResourceTypes/Group')).body.schema).toMatch(/Group$/)
    expect((await call('GET', `/Schemas/${userSchema}`)).body).toMatchObject({ id: userSchema, name: 'User' })
    expect((await call('GET', '/Schemas/urn:none')).status).toBe(404)
    const config = (await call('GET', '/ServiceProviderConfig')).body
    expect(config).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, etag: { supported: true } })
    expect(config.filter).toEqual({ supported: true, maxResults: 200 })
  })
})

describe('attributes that are asked for (11)', () => {
  it('are all that come, or are left out', async () => {
    const { id } = await add(undefined, { title: 'x', [enterprise]: { department: 'Bouw', division: 'N' } })
    const only = await call('GET', `/Users/${id}?attributes=userName,name.givenName,${enterprise}:department`)
    expect(new Set(Object.keys(only.body))).toEqual(new Set(['id', 'name', 'schemas', enterprise, 'userName']))
    expect(only.body.name).toEqual({ givenName: 'Given' })
    expect(only.body[enterprise]).toEqual({ department: 'Bouw' })
    const less = (await call('GET', `/Users/${id}?excludedAttributes=emails,name.givenName,id`)).body
    expect(less).toMatchObject({ id, name: { familyName: 'Family' } })
    expect(less).not.toHaveProperty('emails')
    expect(less.name).not.toHaveProperty('givenName')
    const listed = (await call('GET', '/Users?attributes=userName&count=1')).body.Resources[0]
    expect(new Set(Object.keys(listed))).toEqual(new Set(['id', 'schemas', 'userName']))
    const patched = await call(
      'PATCH',
      `/Users/${id}?attributes=title`,
      patch({ op: 'add', path: 'title', value: 'y' }),
    )
    expect(patched).toMatchObject({ status: 200, body: { title: 'y' } })
  })

  it('leave the members of a group unread', async () => {
    const { id } = await group([(await add()).id])
    expect((await call('GET', `/Groups/${id}?excludedAttributes=members`)).body).not.toHaveProperty('members')
    expect((await call('GET', '/Groups?excludedAttributes=members')).body.Resources[0]).not.toHaveProperty('members')
    expect((await call('GET', `/Groups/${id}?attributes=members`)).body).not.toHaveProperty('displayName')
  })
})

describe('PUT (12)', () => {
  it('of what was read changes nothing', async () => {
    const { id } = await add(undefined, { title: 'x', [enterprise]: { manager: { value: 'm' } } })
    const before = await read(id)
    const changes = (await world.rows('audit')).length
    const answer = await call('PUT', `/Users/${id}`, before)
    expect(answer).toMatchObject({ status: 200, body: before })
    expect(await world.rows('audit')).toHaveLength(changes)
    const { id: groupId } = await group([id])
    const was = (await call('GET', `/Groups/${groupId}`)).body
    expect((await call('PUT', `/Groups/${groupId}`, was)).body).toEqual(was)
  })

  it('clears what is not there and leaves what is ours', async () => {
    const email = fresh()
    const { id, meta } = await add(email, { title: 'x', nickName: 'y' })
    const body = { ...entraUser(email), id: 'other', meta: { created: 'never' } }
    const after = (await call('PUT', `/Users/${id}`, body)).body
    expect(after).not.toHaveProperty('title')
    expect(after).toMatchObject({ id, meta: { created: meta.created, version: 'W/"2"' } })
    expect((await call('PUT', '/Users/nobody', entraUser(email))).status).toBe(404)
    expect((await call('PUT', `/Users/${id}`, { ...entraUser(email), userName: undefined })).status).toBe(400)
  })
})

describe('one identity (13)', () => {
  it('signs in by an assertion to the very account that was provisioned', async () => {
    const email = fresh()
    const { id } = await add(email)
    const { userId } = await world.row('identities', id)
    const [code, browser] = [world.ports.secrets.make(), world.ports.secrets.make()]
    await world.put('pendingSignIns', {
      id: world.ports.ids.next(),
      connectionId: acme.connection.id,
      secretHash: world.ports.secrets.hash(code),
      browserHash: world.ports.secrets.hash(browser),
      returnTo: '/',
      asserted: { nameId: 'name-id-of-saml', emails: [email] },
      expiresAt: later(world.now(), { minutes: 5 }),
    })
    const claim = { channel: 'saml', connectionId: acme.connection.id } as const
    const signedIn = await world.must(finishSignIn, claim, { code, browserSecret: browser })
    expect(signedIn).toMatchObject({ signedIn: true, userId, isNew: false })
    expect(await world.rows('users', { email })).toHaveLength(1)
    // Both identifiers lead there.
    expect(await world.rows('identities', { userId })).toHaveLength(2)
  })

  it('may have the same key in two companies', async () => {
    const gamma = await world.directory('Gamma', ['gamma.example'])
    await add(undefined, { externalId: 'shared-key' })
    const answer = await gamma.call('POST', '/Users', entraUser('g@gamma.example', { externalId: 'shared-key' }))
    expect(answer.status).toBe(201)
  })
})

describe('the fence of a token (14)', () => {
  it('is a connection, a company and its verified domains', async () => {
    const delta = await world.directory('Delta', ['delta.example', 'samen.example'])
    const { companyId } = await world.directory('Epsilon', ['samen.example'])
    const theirs = await world.user(companyId, 'hun@samen.example')
    const before = await world.row('users', theirs.id)
    const grafted = await delta.call('POST', '/Users', entraUser('hun@samen.example'))
    expect(grafted).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    for (const email of ['x@acme.example', 'x@sub.delta.example', 'x@gmail.com', 'x@evildelta.example'])
      expect((await delta.call('POST', '/Users', entraUser(email))).status, email).toBe(403)
    for (const email of ['geen adres', 'a@b@delta.example', 'naam'])
      expect((await delta.call('POST', '/Users', entraUser(email))).status, email).toBe(400)
    expect(await world.row('users', theirs.id)).toEqual(before)
    expect(await world.rows('identities', { connectionId: delta.connection.id })).toEqual([])
    // Nor by a change of address afterwards.
    const own = (await delta.call('POST', '/Users', entraUser('eigen@delta.example'))).body
    for (const [value, status] of [
      ['hun@samen.example', 409],
      ['x@acme.example', 403],
    ] as const) {
      const change = patch({ op: 'replace', path: 'emails[type eq "work"].value', value })
      expect((await delta.call('PATCH', `/Users/${own.id}`, change)).status).toBe(status)
    }
    // Whom another company's token added is nobody here.
    const { id } = await add()
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', entraUser('eigen2@delta.example')],
      ['PATCH', patch({ op: 'replace', path: 'active', value: false })],
      ['DELETE', undefined],
    ] as const)
      expect((await delta.call(method, `/Users/${id}`, body)).status, method).toBe(404)
    expect((await userOf(id)).status).toBe('registered')
    const { id: groupId } = await group()
    expect((await delta.call('GET', `/Groups/${groupId}`)).status).toBe(404)
    expect((await delta.call('POST', '/Groups', { displayName: 'x', members: [{ value: id }] })).status).toBe(400)
  })

  it('ends with the token, the connection or its company', async () => {
    const zeta = await world.directory('Zeta', ['zeta.example'])
    const other = await world.directory('Eta', ['eta.example'])
    const refused = { status: 401, body: { schemas: [errorSchema], status: '401' } }
    expect((await zeta.call('GET', '/Users')).status).toBe(200)
    expect(await world.caller(zeta.connection.id, undefined)('GET', '/Users')).toMatchObject(refused)
    expect(await world.caller(zeta.connection.id, 'wrong')('GET', '/ServiceProviderConfig')).toMatchObject(refused)
    expect(await world.caller(zeta.connection.id, other.token)('GET', '/Users')).toMatchObject(refused)
    expect(await world.caller(other.connection.id, zeta.token)('GET', '/Users')).toMatchObject(refused)
    const ids = { companyId: zeta.companyId, connectionId: zeta.connection.id }
    const { token } = await world.must(makeToken, operator, ids)
    expect(await world.run(makeToken, operator, ids)).toMatchObject({ code: 'two_tokens_already' })
    await world.must(endToken, zeta.admin.web, { connectionId: zeta.connection.id, tokenId: zeta.tokenId })
    expect(await zeta.call('GET', '/Users')).toMatchObject(refused)
    const call2 = world.caller(zeta.connection.id, token)
    expect((await call2('GET', '/Users')).status).toBe(200)
    expect(await world.text('provisioningTokens', 'audit', 'outbox')).not.toContain(token)
    await world.put('connections', { ...zeta.connection, companyIds: [other.companyId] })
    expect(await call2('GET', '/Users')).toMatchObject(refused)
  })

  it('lets no token be made for another company’s connection', async () => {
    const theta = await world.directory('Theta', ['theta.example'])
    const ids = { connectionId: acme.connection.id }
    expect(await world.run(makeToken, theta.admin.web, ids)).toMatchObject({ code: 'not_found' })
    expect(await world.run(makeToken, theta.admin.web, { ...ids, companyId: acme.companyId })).toMatchObject({
      code: 'not_found',
    })
    expect(await world.run(endToken, theta.admin.web, { ...ids, tokenId: acme.tokenId })).toMatchObject({
      code: 'not_found',
    })
    const member = await world.user(acme.companyId, fresh())
    expect(await world.run(makeToken, member.web, ids)).toMatchObject({ code: 'not_allowed' })
  })
})

describe('active: false (15)', () => {
  it('ends sessions and access at once, on every instance, and active: true gives back what was there', async () => {
    const { id } = await add()
    const user = await userOf(id)
    const web = await world.signIn(user)
    const licence = await world.licence(acme.companyId, `Bouw ${made}`)
    await world.grant(user, licence)
    const ask = async () => {
      const input = { asked: [{ user: user.id, resource: { kind: 'licence', id: licence.id } }] }
      const outcome = await openCore(world.ports).ask('access.evaluate', operator, input)
      return outcome.ok && outcome.result[0]?.allowed
    }
    const elsewhere = openCore(world.ports)
    expect((await elsewhere.actor(web)).kind).toBe('user')
    expect(await ask()).toBe(true)
    await call('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: false } }))
    expect((await elsewhere.actor(web)).kind).toBe('stranger')
    expect(await world.rows('sessions', { userId: user.id })).toEqual([])
    expect(await ask()).toBe(false)
    await call('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: true } }))
    expect(await ask()).toBe(true)
    // The old session stays ended.
    expect((await elsewhere.actor(web)).kind).toBe('stranger')
  })

  it('ends an account that was there before, when it is added as not active', async () => {
    const there = await world.user(acme.companyId, fresh())
    await add(there.email, { active: false })
    expect((await world.row('users', there.id)).status).toBe('blocked')
    expect((await openCore(world.ports).actor(there.web)).kind).toBe('stranger')
  })

  it('leaves the block of an administrator', async () => {
    const email = fresh()
    const { id } = await add(email)
    await world.must(blockUser, acme.admin.web, { user: email })
    for (const active of [true, false, true])
      await call('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: active }))
    expect((await userOf(id)).status).toBe('blocked')
    expect((await call('PUT', `/Users/${id}`, entraUser(email))).status).toBe(200)
    expect((await userOf(id)).status).toBe('blocked')
  })

  it('works also when the domain is no longer verified', async () => {
    const iota = await world.directory('Iota', ['iota.example'])
    const { id } = (await iota.call('POST', '/Users', entraUser('a@iota.example'))).body
    for (const domain of await world.rows('domains', { companyId: iota.companyId }))
      await world.put('domains', { ...domain, state: 'lost' })
    const change = patch({ op: 'replace', path: 'active', value: false })
    expect((await iota.call('PATCH', `/Users/${id}`, change)).status).toBe(204)
    expect((await userOf(id)).status).toBe('blocked')
  })
})

describe('the last administrator (16)', () => {
  it('is kept, the write is taken, and the administrators are told once', async () => {
    const kappa = await world.directory('Kappa', ['kappa.example'])
    const { id } = (await kappa.call('POST', '/Users', entraUser('beheer@kappa.example'))).body
    const change = patch({ op: 'replace', path: 'active', value: false })
    for (let time = 0; time < 2; time++) expect((await kappa.call('PATCH', `/Users/${id}`, change)).status).toBe(204)
    expect((await kappa.call('GET', `/Users/${id}`)).body.active).toBe(false)
    expect(await userOf(id)).toMatchObject({ status: 'registered', role: 'administrator' })
    const told = (await world.events('provisioning.administrator_kept')).filter(
      (event) => event.companyId === kappa.companyId,
    )
    expect(told).toHaveLength(1)
    const mails = (await world.rows('outbox')).filter(
      (message) => message.kind === 'notice_mail' && message.event.type === 'provisioning.administrator_kept',
    )
    expect(mails).toHaveLength(1)
    // With a second one, the next word is followed, and the second one keeps the link.
    const second = await world.user(kappa.companyId, 'twee@kappa.example', { role: 'administrator' })
    await world.put('users', { ...(await world.row('users', kappa.admin.id)), breakGlass: true })
    expect((await kappa.call('PUT', `/Users/${id}`, entraUser('beheer@kappa.example', { active: false }))).status).toBe(
      200,
    )
    expect((await userOf(id)).status).toBe('blocked')
    expect((await world.row('users', second.id)).breakGlass).toBe(true)
  })

  it('stays when deleted, without the identity provider', async () => {
    const lambda = await world.directory('Lambda', ['lambda.example'])
    const { id } = (await lambda.call('POST', '/Users', entraUser('beheer@lambda.example'))).body
    expect((await lambda.call('DELETE', `/Users/${id}`)).status).toBe(204)
    expect((await lambda.call('GET', `/Users/${id}`)).status).toBe(404)
    expect((await world.row('users', lambda.admin.id)).status).toBe('registered')
  })
})

describe('DELETE (17)', () => {
  it('erases an active user with no earlier suspend, once, and somebody may come again', async () => {
    const email = fresh()
    const { id } = await add(email)
    const user = await userOf(id)
    const web = await world.signIn(user)
    expect((await call('DELETE', `/Users/${id}`)).status).toBe(204)
    expect((await openCore(world.ports).actor(web)).kind).toBe('stranger')
    expect(await world.row('users', user.id)).toMatchObject({ status: 'removed', email: '', name: '' })
    expect((await call('DELETE', `/Users/${id}`)).status).toBe(404)
    expect((await call('GET', `/Users/${id}`)).status).toBe(404)
    expect((await find(`userName eq "${email}"`)).body.totalResults).toBe(0)
    const again = await add(email)
    expect(again.id).not.toBe(id)
    expect((await userOf(again.id)).id).not.toBe(user.id)
    expect(await world.text('identities', 'users')).not.toContain(id)
  })

  it('does not reach somebody who left for another company', async () => {
    const { id } = await add()
    const user = await userOf(id)
    const { companyId } = await world.directory('Mu', ['mu.example'])
    await world.put('users', { ...user, companyId })
    expect((await call('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false }))).status).toBe(
      204,
    )
    expect((await call('DELETE', `/Users/${id}`)).status).toBe(204)
    expect(await world.row('users', user.id)).toMatchObject({ companyId, status: 'registered' })
  })
})

describe('at the same time (18)', () => {
  it('two changes of one group lose no member', async () => {
    const { id } = await group()
    const people = await Promise.all(Array.from({ length: 12 }, async () => (await add()).id as string))
    const answers = await Promise.all(
      people.map((value) => call('PATCH', `/Groups/${id}`, patch({ op: 'Add', path: 'members', value: [{ value }] }))),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
    expect(new Set(await members(id))).toEqual(new Set(people))
    expect(await members(id)).toHaveLength(people.length)
  })

  it('two changes of one user are both kept', async () => {
    const { id } = await add()
    const names = ['title', 'nickName', 'locale', 'timezone', 'userType']
    await Promise.all(names.map((path) => call('PATCH', `/Users/${id}`, patch({ op: 'add', path, value: 'x' }))))
    expect(await read(id)).toMatchObject(Object.fromEntries(names.map((name) => [name, 'x'])))
  })

  it('two that add the same person make one', async () => {
    const email = fresh()
    const answers = await Promise.all([0, 1, 2].map(() => call('POST', '/Users', entraUser(email))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(await world.rows('users', { email })).toHaveLength(1)
  })
})

describe('groups that a mapping knows', () => {
  it('bring licences and the role, take them along, and count at a sign-in', async () => {
    const nu = await world.directory('Nu', ['nu.example'])
    const [bouw, zorg] = [
      await world.licence(nu.companyId, 'Bouw'),
      await world.licence(nu.companyId, 'Zorg', { seats: 1 }),
    ]
    const mapping = [
      { group: 'Bouwers', licenceIds: [bouw.id] },
      { group: 'key-of-group', licenceIds: [zorg.id], role: 'administrator' as const },
    ]
    await world.put('connections', { ...nu.connection, mapping })
    const people: { id: string; userId: string }[] = []
    for (const name of ['a', 'b']) {
      const { id } = (await nu.call('POST', '/Users', entraUser(`${name}@nu.example`))).body
      people.push({ id, userId: (await userOf(id)).id })
    }
    const [a, b] = people as [(typeof people)[0], (typeof people)[0]]
    const held = async ({ userId }: { userId: string }) =>
      (await world.rows('grants', { userId, state: 'live' })).map(({ licenceId }) => licenceId).sort()
    const both = people.map(({ id }) => ({ value: id }))
    const made = await nu.call('POST', '/Groups', { displayName: 'Bouwers', members: [{ value: a.id }] })
    expect([await held(a), await held(b)]).toEqual([[bouw.id], []])
    // By the key; the one seat goes to the first.
    await nu.call('POST', '/Groups', { displayName: 'Chefs', externalId: 'key-of-group', members: both })
    expect([await held(a), await held(b)]).toEqual([[bouw.id, zorg.id].sort(), []])
    expect((await world.row('users', b.userId)).role).toBe('administrator')
    const at = `/Groups/${made.body.id}`
    await nu.call('PATCH', at, patch({ op: 'add', path: 'members', value: [{ value: b.id }] }))
    expect(await held(b)).toEqual([bouw.id])
    await nu.call('PATCH', at, patch({ op: 'remove', path: `members[value eq "${a.id}"]` }))
    expect([await held(a), await held(b)]).toEqual([[zorg.id], [bouw.id]])
    await nu.call('PATCH', at, patch({ op: 'replace', path: 'displayName', value: 'Slopers' }))
    expect(await held(b)).toEqual([])
    await nu.call('PATCH', at, patch({ op: 'replace', path: 'displayName', value: 'Bouwers' }))
    expect(await held(b)).toEqual([bouw.id])
    expect(await provisionedNames(nu.connection.id, b.userId)).toEqual(['Bouwers', 'Chefs', 'key-of-group'])
    await nu.call('DELETE', at)
    expect(await held(b)).toEqual([])
    expect(await world.events('access.ended')).toContainEqual(expect.objectContaining({ because: 'group' }))
  })

  const provisionedNames = async (connectionId: string, userId: string) =>
    [...((await world.ports.store.read((tx) => provisionedGroups(tx, connectionId, userId))) ?? [])].sort()
})

describe('people who were there', () => {
  it('are linked, keep their rights, and get the name', async () => {
    const there = await world.user(acme.companyId, fresh(), { role: 'administrator' })
    const { id } = await add(there.email, { displayName: 'Nieuwe Naam' })
    expect(await userOf(id)).toMatchObject({ id: there.id, name: 'Nieuwe Naam', role: 'administrator' })
  })

  it('come in by their invitation', async () => {
    const email = fresh()
    const outcome = await world.core.run('users.invite', acme.admin.web, { emails: [email], role: 'administrator' })
    expect(outcome.ok).toBe(true)
    const { id } = await add(email)
    expect(await userOf(id)).toMatchObject({ status: 'registered', role: 'administrator' })
    expect(await world.rows('users', { email })).toHaveLength(1)
  })

  it('have their groups told in their own data, and leave nothing behind', async () => {
    const { id } = await add()
    await group([id])
    const user = await userOf(id)
    const data = await world.core.ask('users.my_data', await world.signIn(user), {})
    expect(data.ok && data.result.groups).toHaveLength(1)
    await world.core.run('users.remove', acme.admin.web, { user: user.id })
    expect(await world.rows('groupMembers', { userId: user.id })).toEqual([])
    expect((await call('GET', `/Users/${id}`)).status).toBe(404)
  })
})

it('logs nothing for what an identity provider did wrong', () => expect(world.logged).toEqual([]))
