import type { VerifiedAssertion } from './assertion.ts'
import { type Fault, fault } from './fault.ts'

/** Names of attributes as an administrator chose them for a connection; each replaces the usual names. */
export interface AttributeNames {
  readonly email?: string
  readonly name?: string
  readonly groups?: string
}

/** What the core needs to know about a person. Nothing is normalised: what an address may be, the core decides. */
export interface SamlFacts {
  /** The stable identifier of this person at this connection. */
  readonly nameId: string
  readonly nameIdFormat: string
  readonly email?: string
  readonly name?: string
  readonly groups: readonly string[]
}

const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'
const microsoft = 'http://schemas.microsoft.com'

/** Names in use at Entra, ADFS, Okta, Google, Keycloak, SimpleSAMLphp and the OIDs of eduPerson; without case. */
const usual = {
  email: [
    'mail',
    'email',
    'emailaddress',
    'email_address',
    'e-mail',
    'user.email',
    `${claims}/emailaddress`,
    'urn:oid:0.9.2342.19200300.100.1.3',
    'urn:oid:1.2.840.113549.1.9.1',
  ],
  name: [
    'displayname',
    'name',
    'fullname',
    'cn',
    `${microsoft}/identity/claims/displayname`,
    'urn:oid:2.16.840.1.113730.3.1.241',
    'urn:oid:2.5.4.3',
  ],
  given: [
    'givenname',
    'firstname',
    'given_name',
    'first_name',
    'user.firstname',
    `${claims}/givenname`,
    'urn:oid:2.5.4.42',
  ],
  family: [
    'surname',
    'lastname',
    'sn',
    'family_name',
    'last_name',
    'user.lastname',
    `${claims}/surname`,
    'urn:oid:2.5.4.4',
  ],
  groups: [
    'groups',
    'group',
    'memberof',
    `${microsoft}/ws/2008/06/identity/claims/groups`,
    'http://schemas.xmlsoap.org/claims/group',
    'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
  ],
} as const

const formats = 'urn:oasis:names:tc:SAML:'
const transient = `${formats}2.0:nameid-format:transient`
const emailAddress = `${formats}1.1:nameid-format:emailAddress`

/**
 * Reads from a verified assertion who it is about. `names` are the connection's own choices.
 * Refuses a NameID that is absent, longer than 1,024 characters or good for one session (`identity.no_stable_id`), and
 * an e-mail address with more than one value, with elements inside, or given twice differently
 * (`identity.email_ambiguous`). No address at all is not refused here.
 */
export const readFacts = (
  assertion: VerifiedAssertion,
  names: AttributeNames = {},
): { ok: true; facts: SamlFacts } | Fault => {
  const { nameId, nameIdFormat, structured } = assertion
  if (nameId.trim() === '' || nameId.length > 1024)
    return fault('identity.no_stable_id', 'NameID', {
      expected: '1 to 1024 characters',
      received: String(nameId.length),
    })
  if (nameIdFormat === transient)
    return fault('identity.no_stable_id', 'NameID', {
      expected: 'a lasting format',
      received: nameIdFormat,
    })

  const carriers = named(assertion, names.email, usual.email)
  // Two spellings that differ in case alone are one address; anything else is a choice we do not make.
  const emails = [
    ...new Map(carriers.flatMap((name) => values(assertion, name)).map((one) => [one.toLowerCase(), one])).values(),
  ]
  if (emails.length > 1 || carriers.some((name) => structured.has(name)))
    return fault('identity.email_ambiguous', 'e-mail address', {
      expected: '1 value',
      received: emails.join(' '),
    })
  const email = emails[0] ?? (names.email === undefined && nameIdFormat === emailAddress ? nameId : undefined)

  const name = personName(assertion, names.name)
  const groups = named(assertion, names.groups, usual.groups).flatMap((group) => values(assertion, group))
  const facts = {
    nameId,
    nameIdFormat,
    groups: [...new Set(groups.map((group) => group.trim()))],
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
  }
  return { ok: true, facts }
}

/** The names in the assertion that mean this: the chosen one exactly, or every usual one. */
const named = ({ attributes }: VerifiedAssertion, chosen: string | undefined, known: readonly string[]): string[] =>
  [...attributes.keys()].filter((name) => (chosen === undefined ? known.includes(name.toLowerCase()) : name === chosen))

const values = ({ attributes }: VerifiedAssertion, name: string): string[] =>
  (attributes.get(name) ?? []).filter((value) => value.trim() !== '')

/** A name for people. Entra puts the sign-in name in `claims/name`, which no one wants to be called. */
const personName = (assertion: VerifiedAssertion, chosen: string | undefined): string | undefined => {
  if (chosen !== undefined) return values(assertion, chosen)[0]?.trim()
  const first = (known: readonly string[]): string | undefined =>
    known
      .flatMap((one) => named(assertion, undefined, [one]))
      .flatMap((name) => values(assertion, name))
      .find((value) => !value.includes('@'))
      ?.trim()
  const parts = [first(usual.given), first(usual.family)].filter((part) => part !== undefined)
  return first(usual.name) ?? (parts.length > 0 ? parts.join(' ') : first([`${claims}/name`]))
}
