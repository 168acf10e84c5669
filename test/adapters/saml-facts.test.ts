import { describe, expect, it } from 'vitest'
import type { VerifiedAssertion } from '../../adapters/saml/assertion.ts'
import { type AttributeNames, readFacts } from '../../adapters/saml/facts.ts'

const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
const emailAddress = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'

const about = (attributes: Record<string, string[]>, more: Partial<VerifiedAssertion> = {}): VerifiedAssertion => ({
  assertionId: '_a',
  issuer: 'https://idp.test',
  nameId: 'x7Qk',
  nameIdFormat: persistent,
  attributes: new Map(Object.entries(attributes)),
  structured: new Set(),
  notOnOrAfter: new Date(0),
  authnInstant: new Date(0),
  ...more,
})
const read = (assertion: VerifiedAssertion, names?: AttributeNames) => {
  const answer = readFacts(assertion, names)
  return answer.ok ? answer.facts : answer
}

describe('who it is about', () => {
  const providers: [string, Record<string, string[]>][] = [
    [
      'Entra and ADFS',
      {
        [`${claims}/emailaddress`]: ['anna@acme.example'],
        [`${claims}/givenname`]: ['Anna'],
        [`${claims}/surname`]: ['de Vries'],
        [`${claims}/name`]: ['anna@acme.onmicrosoft.example'],
        'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': ['staff', 'bouw'],
      },
    ],
    ['Okta', { email: ['anna@acme.example'], firstName: ['Anna'], lastName: ['de Vries'], groups: ['staff', 'bouw'] }],
    ['Google', { 'user.email': ['anna@acme.example'], displayName: ['Anna de Vries'], memberOf: ['staff', 'bouw'] }],
    [
      'eduPerson by OID',
      {
        'urn:oid:0.9.2342.19200300.100.1.3': ['anna@acme.example'],
        'urn:oid:2.16.840.1.113730.3.1.241': ['Anna de Vries'],
        'urn:oid:1.3.6.1.4.1.5923.1.5.1.1': ['staff', 'bouw', 'staff'],
      },
    ],
  ]
  it.each(providers)('is understood as %s says it', (_name, attributes) => {
    expect(read(about(attributes))).toEqual({
      nameId: 'x7Qk',
      nameIdFormat: persistent,
      email: 'anna@acme.example',
      name: 'Anna de Vries',
      groups: ['staff', 'bouw'],
    })
  })

  it('is read from the attributes that the connection names, and from no others', () => {
    const said = about({
      mail: ['wrong@acme.example'],
      work: ['anna@acme.example'],
      nick: [' Anna '],
      team: ['a'],
      groups: ['b'],
    })
    expect(read(said, { email: 'work', name: 'nick', groups: 'team' })).toMatchObject({
      email: 'anna@acme.example',
      name: 'Anna',
      groups: ['a'],
    })
    expect(read(said, { email: 'Work' })).not.toHaveProperty('email')
  })

  it('takes the NameID for the address only when its format says so and no attribute does', () => {
    const named = { nameId: 'anna@acme.example', nameIdFormat: emailAddress }
    expect(read(about({}, named))).toMatchObject({ email: 'anna@acme.example' })
    expect(read(about({ mail: ['a@acme.example'] }, named))).toMatchObject({ email: 'a@acme.example' })
    expect(read(about({}, { nameId: 'anna@acme.example' }))).not.toHaveProperty('email')
    expect(read(about({}, named), { email: 'work' })).not.toHaveProperty('email')
  })

  it('leaves an address as it was written, for the core to judge', () => {
    expect(read(about({ mail: ['Anna@ACME.example \n'] }))).toMatchObject({ email: 'Anna@ACME.example \n' })
  })

  it('is refused when the address is a choice, or no text', () => {
    const code = 'identity.email_ambiguous'
    expect(read(about({ mail: ['a@acme.example', 'b@acme.example'] }))).toMatchObject({ code })
    expect(read(about({ mail: ['a@acme.example'], email: ['b@acme.example'] }))).toMatchObject({ code })
    expect(read(about({ mail: ['a@acme.example'] }, { structured: new Set(['mail']) }))).toMatchObject({ code })
    expect(read(about({ mail: ['a@acme.example'], email: ['A@acme.example', ''] }))).toMatchObject({ nameId: 'x7Qk' })
  })
})
