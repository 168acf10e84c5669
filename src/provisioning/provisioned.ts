import type { Instant } from '../kernel/instant.ts'

/** What an identity provider keeps with us about one person of one company, as a SCIM resource (RFC 7643, section 4.1). */
export interface Provisioned {
  readonly companyId: string
  /** The identity provider's name for the person, compared without regard to case. */
  readonly userName: string
  /** The identity provider's own key. */
  readonly externalId?: string
  readonly displayName?: string
  /** Every address of the resource; the account has the first of them. */
  readonly emails: readonly string[]
  readonly active: boolean
  /** The account was blocked on the identity provider's word; then only is it unblocked on its word. */
  readonly blockedHere?: boolean
  /** The whole resource in SCIM's own form, without what we assign: id, meta and schemas. */
  readonly attributes: { readonly [name: string]: unknown }
  /** Goes up by one with every change. */
  readonly version: number
  readonly createdAt: Instant
  readonly changedAt: Instant
}

/** What tokens, people and groups are kept under: one connection, for one of its companies. */
export interface Directory {
  readonly connectionId: string
  readonly companyId: string
}

export const directoryKey = ({ connectionId, companyId }: Directory): string => `${connectionId} ${companyId}`

/** What a person of a directory is found by without reading them all. */
export type PersonLookup = 'userName' | 'externalId' | 'displayName' | 'email'

/** Names and addresses are compared without regard to case; the identity provider's own key exactly. */
export const personLookupKey = (directory: Directory, by: PersonLookup, value: string): string =>
  `${directoryKey(directory)} ${by} ${by === 'externalId' ? value : value.toLowerCase()}`

export const personLookupKeys = (connectionId: string, person: Provisioned): string[] => {
  const directory = { connectionId, companyId: person.companyId }
  const key = (by: PersonLookup) => (value: string) => personLookupKey(directory, by, value)
  return [
    key('userName')(person.userName),
    ...(person.externalId === undefined ? [] : [key('externalId')(person.externalId)]),
    ...(person.displayName === undefined ? [] : [key('displayName')(person.displayName)]),
    ...person.emails.map(key('email')),
  ]
}
