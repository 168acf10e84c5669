/**
 * The calls of two identity providers, in their order: those of Okta's SPEC test, and those of Microsoft's public collection
 * ("SCIM Tests" of its reference code), told anew. Where we answer otherwise than that collection expects, it is on purpose:
 *
 * - Its people have names such as `UserName123`, addresses of several strangers' domains and of a public mail provider, and one
 *   address and key for several of them. Here an account is one address in a verified domain of the company, and a key is one
 *   person's; so each gets an address of its own. What it sends unchanged is refused: 403 for the domain, 409 for the second one.
 * - It gets its token from an endpoint of the reference server; here an administrator makes it.
 * - It expects a member's display name to come back as it was sent; RFC 7643 has none among the attributes of members.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, enterprise, errorSchema, openScimWorld, patch, type ScimWorld, userSchema } from './scim-world.ts'

let world: ScimWorld
let connectionId: string
let call: Call

beforeAll(async () => {
  world = await openScimWorld()
  const directory = await world.directory('Bob', ['bob.example'])
  connectionId = directory.connection.id
  call = directory.call
})
afterAll(() => world.close())

const find = (filter: string, at = '/Users') => call('GET', `${at}?filter=${encodeURIComponent(filter)}`)

describe('Okta’s SPEC test', () => {
  const random = `okta-${Date.now()}@bob.example`
  const body = {
    schemas: [userSchema],
    userName: random,
    name: { givenName: 'Okta', familyName: 'Runscope' },
    emails: [{ primary: true, value: random, type: 'work' }],
    displayName: 'Okta Runscope',
    active: true,
  }

  it('lists one user, with numbers that are numbers (R1)', async () => {
    await call('POST', '/Users', { ...body, userName: 'eerste@bob.example', emails: [{ value: 'eerste@bob.example' }] })
    const { status, body: list } = await call('GET', '/Users?count=1&startIndex=1')
    expect(status).toBe(200)
    expect(list.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:ListResponse'])
    expect([typeof list.totalResults, typeof list.startIndex, typeof list.itemsPerPage]).toEqual(
      Array(3).fill('number'),
    )
    const [{ id, userName, name, active, emails }] = list.Resources
    expect([id, userName, name.givenName, name.familyName, active, emails[0].value].every(Boolean)).toBe(true)
    // R2
    expect((await call('GET', `/Users/${id}`)).body).toMatchObject({ id, userName })
  })

  it('finds nobody (R3, R5), and answers an unknown user with an error (R4, R12)', async () => {
    for (const name of ['invalid-user@bob.example', random])
      expect(await find(`userName eq "${name}"`)).toMatchObject({ status: 200, body: { totalResults: 0 } })
    const missing = await call('GET', '/Users/00919288221112222')
    expect(missing).toMatchObject({ status: 404, body: { schemas: [errorSchema] } })
    expect(missing.body.detail).toBeTruthy()
  })

  it('adds a user (R6), reads it (R7), not twice (R8), whatever the case (R9)', async () => {
    const added = await call('POST', '/Users', body)
    expect(added).toMatchObject({ status: 201, body: { active: true, userName: random, name: body.name } })
    expect(added.headers.get('location')).toBe(`${world.url}/scim/v2/${connectionId}/Users/${added.body.id}`)
    expect((await call('GET', `/Users/${added.body.id}`)).body).toEqual(added.body)
    expect(await call('POST', '/Users', body)).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    expect((await find(`userName eq "${random.toUpperCase()}"`)).body.totalResults).toBe(1)
    expect(await call('POST', '/Users', { ...body, userName: random.toUpperCase() })).toMatchObject({ status: 409 })
  })

  it('knows groups (R10), and lets nobody in without a token (R11)', async () => {
    expect((await call('GET', '/Groups')).status).toBe(200)
    for (const token of [undefined, 'x'])
      expect((await world.caller(connectionId, token)('GET', '/Users')).status).toBe(401)
  })

  it('then updates by PUT, ends by PATCH without a path, and lets in again', async () => {
    const { id } = (await find(`userName eq "${random}"`)).body.Resources[0]
    const whole = { ...body, id, title: 'Nieuw', meta: { resourceType: 'User' }, groups: [] }
    expect(await call('PUT', `/Users/${id}`, whole)).toMatchObject({ status: 200, body: { title: 'Nieuw' } })
    for (const active of [false, true]) {
      const answer = await call('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active } }))
      expect([200, 204]).toContain(answer.status)
      expect((await call('GET', `/Users/${id}`)).body.active).toBe(active)
    }
  })

  it('pushes a group, renames it, and fills it by PUT', async () => {
    const { id: member } = (await find(`userName eq "${random}"`)).body.Resources[0]
    const { id } = (
      await call('POST', '/Groups', { displayName: 'Okta', members: [{ value: member, display: random }] })
    ).body
    await call('PATCH', `/Groups/${id}`, patch({ op: 'replace', value: { id, displayName: 'Okta 2' } }))
    await call('PUT', `/Groups/${id}`, { displayName: 'Okta 3', members: [] })
    expect((await call('GET', `/Groups/${id}`)).body).toMatchObject({ displayName: 'Okta 3' })
  })
})

describe('Microsoft’s collection', () => {
  const user = (name: string, over: object = {}): object => ({
    schemas: [userSchema, enterprise],
    UserName: name,
    Active: true,
    DisplayName: 'BobIsAmazing',
    externalId: `id-of-${name}`,
    name: { formatted: 'Ryan Leenay', familyName: 'Leenay', givenName: 'Ryan' },
    emails: [
      { Primary: true, type: 'work', value: `${name}@bob.example` },
      { Primary: false, type: 'home', value: 'testinghome@elsewhere.example' },
    ],
    ...over,
  })
  const post = async (name: string, over: object = {}): Promise<string> => {
    const answer = await call('POST', '/Users', user(name, over), { 'content-type': 'application/json' })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body.id
  }

  it('endpoint tests', async () => {
    expect((await call('GET', '/users')).status).toBe(200)
    expect((await call('GET', '/Groups')).status).toBe(200)
    expect((await call('GET', '/ResourceTypes')).body.Resources[0].endpoint).toBe('/Users')
    expect((await call('GET', '/ServiceProviderConfig')).body.patch.supported).toBe(true)
    expect(JSON.stringify((await call('GET', '/Schemas')).body)).toContain('User Account')
  })

  it('user tests', async () => {
    const id1 = await post('UserName123')
    const id2 = await post('UserName222', { [enterprise]: { Department: 'bob', Manager: { Value: 'SuzzyQ' } } })
    for (const id of [id1, id2]) expect((await call('GET', `/Users/${id}`)).body.id).toBe(id)
    expect(JSON.stringify((await call('GET', '/Users?attributes=userName,emails')).body)).toContain(id1)
    const found = await call('GET', '/Users/?filter=DisplayName+eq+%22BobIsAmazing%22')
    expect(JSON.stringify(found.body)).toContain(id1)
    await call('PATCH', `/Users/${id1}`, patch({ op: 'replace', path: 'userName', value: 'ryan3' }))
    expect((await call('GET', `/Users/${id1}`)).body).toMatchObject({ id: id1, userName: 'ryan3' })
    const replaced = user('UserNameReplace2', { id: id2, name: { formatted: 'NewName', familyName: 'Leenay' } })
    expect((await call('PUT', `/Users/${id2}`, replaced)).status).toBe(200)
    expect((await call('GET', `/Users/${id2}`)).body).toMatchObject({ id: id2, name: { formatted: 'NewName' } })
    for (const id of [id1, id2]) {
      expect((await call('DELETE', `/Users/${id}`)).status).toBe(204)
      expect((await call('DELETE', `/Users/${id}`)).status).toBe(404)
    }
  })

  it('group tests', async () => {
    const [id3, id4] = [await post('UserName333'), await post('UserName444')]
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group']
    const postGroup = async (displayName: string, members: object[]) => {
      const answer = await call('POST', '/Groups', { schemas, externalId: `x-${displayName}`, displayName, members })
      expect(answer.status).toBe(201)
      return answer.body.id as string
    }
    const one = await postGroup('Group1DisplayName', [])
    const two = await postGroup('GroupDisplayName2', [{ value: id3, display: 'VP' }])
    const three = await postGroup('GroupDisplayName3', [])
    expect((await call('POST', '/Groups', { schemas, displayName: 'GroupDisplayName3' })).status).toBe(409)
    const put = { schemas, id: three, displayName: 'putName', members: [{ value: id3, display: 'VP' }, { value: id4 }] }
    expect((await call('PUT', `/Groups/${three}`, put)).status).toBe(200)
    expect(JSON.stringify((await call('GET', `/Groups/${three}`)).body)).toContain(id3)
    expect((await call('GET', `/Groups/${three}?excludedAttributes=members`)).body).not.toHaveProperty('members')
    expect((await find('displayName eq "putName"', '/Groups')).body.totalResults).toBe(1)
    const come = { name: 'addMember', op: 'add', path: 'members', value: [{ displayName: 'new User', value: id4 }] }
    const has = async () => JSON.stringify((await call('GET', `/Groups/${one}`)).body).includes(id4)
    await call('PATCH', `/Groups/${one}`, patch(come))
    expect(await has()).toBe(true)
    await call('PATCH', `/Groups/${one}`, patch({ op: 'remove', path: `members[value eq "${id4}"]` }))
    expect(await has()).toBe(false)
    await call('PATCH', `/Groups/${one}`, patch(come))
    expect(await has()).toBe(true)
    await call('PATCH', `/Groups/${one}`, patch({ op: 'remove', path: 'members' }))
    expect(await has()).toBe(false)
    for (const at of [`/Users/${id3}`, `/Users/${id4}`, `/Groups/${one}`, `/Groups/${two}`, `/Groups/${three}`])
      expect((await call('DELETE', at)).status, at).toBe(204)
    expect((await call('DELETE', `/Groups/${one}`)).status).toBe(404)
  })

  it('complex attributes: what is asked for may name some of several values', async () => {
    const id = await post('emailName357')
    for (const asked of ['emails[type eq "work"]', 'emails[value eq "emailName357@bob.example"]']) {
      const { status, body } = await call('GET', `/Users?attributes=${encodeURIComponent(asked)}`)
      expect(status).toBe(200)
      expect(JSON.stringify(body)).toContain('emailName357@bob.example')
    }
    await call('DELETE', `/Users/${id}`)
  })

  it('users with garbage', async () => {
    const address = {
      country: 'Bermuda',
      formatted: 'Jennifer Way\nSouth Nancy',
      locality: null,
      type: 'work',
      primary: false,
    }
    const garbage = {
      addresses: [address, { ...address, country: null, type: 'other' }],
      phoneNumbers: [
        { type: 'fax', primary: false, value: '312-320-0500' },
        { type: 'mobile', primary: null, value: '312-320-1707' },
        { type: 'work', primary: true, value: '312-320-0932' },
      ],
      name: { formatted: 'Daniel Mcgee', familyName: 'OMalley', honorificPrefix: null },
      meta: { created: '2019-09-18T18:15:26.5788954+00:00', resourceType: 'User' },
      preferredLanguage: 'xh',
      roles: [],
      title: 'Site engineer',
    }
    const before = (await call('GET', '/Users?count=0')).body.totalResults
    const id1 = await post('OMalley', garbage)
    const id2 = await post('emp1', { ...garbage, Active: 'True' })
    expect((await call('GET', `/Users/${id2}`)).body.active).toBe(true)
    expect((await call('GET', '/Users')).body.totalResults).toBe(before + 2)
    const id3 = await post('enterprise', { ...garbage, Department: 'some department' })
    expect((await call('POST', '/Users', user('x', { UserName: undefined }))).status).toBe(400)
    expect((await call('POST', '/Users', '{\r\n "acve": tre,\r\n "adadfdresses": [ les": [] }')).status).toBe(400)
    for (let time = 0; time < 2; time++) {
      const again = await call('POST', '/Users', user('emp1', garbage))
      expect(again.status).toBe(409)
      expect(again.body.detail).toBeTruthy()
    }
    expect((await call('PUT', `/Users/${id1}`, { ...garbage, userame: 'OMalley', active: false })).status).toBe(400)
    const misspelled = await call('PUT', `/Users/${id1}`, user('OMalley', { adreses: garbage.addresses }))
    expect(misspelled.status).toBe(200)
    expect(misspelled.body).not.toHaveProperty('addresses')
    for (const operation of [
      { op: 'Replace', path: 'userName', value: 'newusername' },
      { op: 'Replace', path: 'active', value: false },
    ])
      expect((await call('PATCH', `/Users/${id1}`, patch(operation))).status).toBe(204)
    expect((await call('GET', `/Users/${id1}`)).body).toMatchObject({ userName: 'newusername', active: false })
    const back = user('OMalley', { ...garbage, Active: false, addresses: [{ ...address, country: 'Germany' }] })
    const put = await call('PUT', `/Users/${id1}`, back)
    expect(put).toMatchObject({ status: 200, body: { userName: 'OMalley', active: false } })
    expect(JSON.stringify(put.body)).toContain('Germany')
    const page = await call('GET', '/Users?startIndex=1&count=2')
    expect(page.body).toMatchObject({ totalResults: before + 3, itemsPerPage: 2 })
    for (const id of [id1, id2, id3]) expect((await call('DELETE', `/Users/${id}`)).status).toBe(204)
  })

  it('what it sends unchanged is refused where an account could not be whose it says', async () => {
    const work = (value: string) => ({ emails: [{ Primary: true, type: 'work', value }] })
    expect((await call('POST', '/Users', user('a', work('testing@bob2.com')))).status).toBe(403)
    expect((await call('POST', '/Users', user('a', work('anna33@gmail.com')))).status).toBe(403)
    expect((await call('POST', '/Users', user('a', work('emailName357')))).status).toBe(400)
    const id = await post('first')
    expect((await call('POST', '/Users', user('b', work('first@bob.example')))).status).toBe(409)
    expect((await call('POST', '/Users', user('b', { externalId: 'id-of-first' }))).status).toBe(409)
    await call('DELETE', `/Users/${id}`)
  })
})
