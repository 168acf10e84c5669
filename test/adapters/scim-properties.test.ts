/** Whatever an identity provider sends is read or refused in SCIM's own words: no other error, and nothing but declared names. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Resource } from '../../adapters/scim/attribute.ts'
import { ScimFault } from '../../adapters/scim/fault.ts'
import { parseFilter } from '../../adapters/scim/filter.ts'
import { matches } from '../../adapters/scim/matches.ts'
import { applyOperations, readOperations } from '../../adapters/scim/patch.ts'
import { readResource } from '../../adapters/scim/read-resource.ts'
import { userType } from '../../adapters/scim/schemas.ts'

const enterprise = userType.extensions[0]?.id ?? ''
const declared = new Set([...userType.core.attributes.map(({ name }) => name), 'externalId', enterprise])

const before: Resource = {
  userName: 'anna',
  active: true,
  emails: [
    { type: 'work', value: 'a@acme.example', primary: true },
    { type: 'home', value: 'b@acme.example' },
  ],
  name: { givenName: 'Anna' },
  [enterprise]: { department: 'Bouw', manager: { value: 'm' } },
}

const name = fc.constantFrom(
  ...['userName', 'active', 'emails', 'NAME', 'name.givenName', 'emails[type eq "work"]', 'emails.value', 'members'],
  ...['emails[type eq "work"].value', 'addresses[type eq "x"].country', 'roles', 'externalId', 'meta.version', 'id'],
  ...['__proto__', 'constructor', 'prototype.x', 'emails[__proto__ eq "x"]', enterprise, `${enterprise}:manager.value`],
)
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', 'True', 'false', true, 3, [], {}, [[]], [null], { value: 'v' }),
  fc.constantFrom<unknown>([{ value: 'v', type: 'work' }], [{ Value: 'W', Primary: 'true' }], { givenName: { a: 1 } }),
  fc.dictionary(name, fc.constantFrom<unknown>('x', null, ['y'], { value: 'z' }), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  fc.constant({ toString: 1, value: { toString: 1 } }),
  fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}')),
)
const operation = fc.record(
  { op: fc.constantFrom('add', 'Replace', 'REMOVE', 'other'), path: name, value },
  { requiredKeys: ['op'] },
)

/** What was done, or nothing when it was refused. Any other error fails. */
const attempt = <R>(work: () => R): R | undefined => {
  try {
    return work()
  } catch (error) {
    if (error instanceof ScimFault) return undefined
    throw error
  }
}

const isSound = (resource: Resource): void => {
  expect(Object.keys(resource).filter((one) => !declared.has(one))).toEqual([])
  expect(typeof resource['userName']).toBe('string')
  expect(['boolean', 'undefined']).toContain(typeof resource['active'])
  const emails = (resource['emails'] ?? []) as Resource[]
  expect(emails.filter((one) => one['primary'] === true).length).toBeLessThanOrEqual(1)
  expect(({} as Resource)['polluted']).toBeUndefined()
  expect(JSON.parse(JSON.stringify(resource))).toEqual(resource)
}

describe('any PATCH', () => {
  it('leaves a sound resource, or is refused', () =>
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), (operations) => {
        const after = attempt(() => applyOperations(before, readOperations({ Operations: operations }), userType))
        if (after) isSound(after)
      }),
      { numRuns: 1500 },
    ))
})

describe('any body', () => {
  it('becomes a sound resource, which is read again as it is, or is refused', () =>
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 6, noNullPrototype: true }), (body) => {
        const read = attempt(() => readResource({ userName: 'anna', ...body }, userType))
        if (!read) return
        isSound(read)
        expect(readResource(read, userType)).toEqual(read)
      }),
      { numRuns: 1000 },
    ))
})

describe('any filter', () => {
  const word = fc.constantFrom(
    ...['userName', 'emails[', ']', '(', ')', 'and', 'or', 'not', 'eq', 'pr', 'gt', '"x"', 'true', 'null', '3', '.'],
    ...['type', 'value', ' ', 'active', 'meta.lastModified', '"2026-01-01T00:00:00Z"', '"', '\\', 'urn:x:User:', 'co'],
  )
  it('is understood or refused, and then fits or not', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(word, { maxLength: 9 }).map((words) => words.join(' ')),
          fc.string(),
        ),
        (text) => {
          const filter = attempt(() => parseFilter(text, userType))
          if (filter) attempt(() => matches(before, filter))
        },
      ),
      { numRuns: 2000 },
    ))

  it('is read in a time that its length allows', () => {
    for (const text of [
      `${'('.repeat(3000)}`,
      `userName eq "${'\\"'.repeat(1900)}`,
      `urn:${'a:'.repeat(1900)}`,
      'not '.repeat(900),
    ])
      expect(attempt(() => parseFilter(text, userType))).toBeUndefined()
  })
})
