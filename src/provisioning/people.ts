import type { ProvisioningActor } from '../kernel/actor.ts'
import { cleanLine } from '../kernel/input.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { DomainNames } from '../ports/system.ts'
import type { Identity } from '../sign-in/connection.ts'
import { type Address, readAddress } from '../users/address.ts'
import type { User } from '../users/user.ts'
import type { PersonInput } from './person-input.ts'
import { type Directory, directoryKey, type Provisioned, personLookupKey } from './provisioned.ts'

/** A person of a directory: an identity that was provisioned. */
export type Person = Identity & { readonly provisioned: Provisioned }

export const isPerson = (identity: Identity | undefined): identity is Person => identity?.provisioned !== undefined

export const directoryOf = ({ connection, company }: ProvisioningActor): Directory => ({
  connectionId: connection.id,
  companyId: company.id,
})

/** A person whom this actor has a say about; of another company or connection there is nobody. */
export const findPerson = async (tx: ReadTx, id: string, actor: ProvisioningActor): Promise<Person | undefined> => {
  const identity = await tx.identities.get(id)
  if (!isPerson(identity)) return undefined
  const own = directoryKey({ connectionId: identity.connectionId, companyId: identity.provisioned.companyId })
  return own === directoryKey(directoryOf(actor)) ? identity : undefined
}

/** What the rules about an address depend on. */
export interface AddressFacts {
  readonly address: Address | undefined
  /** The verified domains of the company. */
  readonly domains: readonly string[]
  /** Everybody with the address, in any company. */
  readonly people: readonly User[]
  /** Other people of the connection with the same name or key. */
  readonly namesakes: readonly Identity[]
}

export const loadAddressFacts = async (
  tx: ReadTx,
  { userName, externalId, email }: PersonInput,
  actor: ProvisioningActor,
  names: DomainNames,
): Promise<AddressFacts> => {
  const address = readAddress(email.trim(), names)
  const directory = directoryOf(actor)
  const keys = actor.connection.companyIds.flatMap((companyId) =>
    externalId === undefined ? [] : [personLookupKey({ ...directory, companyId }, 'externalId', externalId)],
  )
  const held = await tx.domains.list({ companyId: actor.company.id, state: 'verified' })
  return {
    address,
    domains: held.map(({ domain }) => domain).filter((one) => !names.isPublicMail(one) && !names.isPublicSuffix(one)),
    people: address ? await tx.users.list({ email: address.address }) : [],
    namesakes: await tx.identities.list({ lookup: [personLookupKey(directory, 'userName', userName), ...keys] }),
  }
}

/**
 * Whether the identity provider may speak about this address: in a verified domain of the company, or of a guest whom an
 * administrator of it invited by name, and of nobody elsewhere. Refuses `email_malformed`, `domain_not_allowed`, `address_in_use`.
 */
export const refuseAddress = (
  { address, domains, people }: AddressFacts,
  email: string,
  { company }: ProvisioningActor,
): Refused | undefined => {
  if (!address) return refuse('email_malformed', { email })
  const guest = people.some((user) => user.companyId === company.id && user.guest)
  if (!domains.includes(address.domain) && !guest)
    return refuse('domain_not_allowed', { email: address.address, domains })
  const elsewhere = people.some(
    (user) => user.companyId !== company.id && (user.status === 'registered' || user.status === 'blocked'),
  )
  return elsewhere ? refuse('address_in_use', { email: address.address }) : undefined
}

/** The resource as it is kept from now on. */
export const provisionedFrom = (
  { userName, externalId, name, emails, active, attributes }: PersonInput,
  kept: Pick<Provisioned, 'companyId' | 'blockedHere' | 'version' | 'createdAt' | 'changedAt'>,
): Provisioned => ({
  ...kept,
  userName,
  ...(externalId !== undefined && { externalId }),
  ...(name && { displayName: name }),
  emails,
  active,
  attributes,
})

/** A name as the account gets it; nobody is there to correct it. */
export const accountName = ({ name }: PersonInput): string | undefined =>
  name === undefined ? undefined : cleanLine(name, 100) || undefined
