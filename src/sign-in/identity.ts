import type { AllowedDomain } from '../companies/domain.ts'
import type { ReadTx } from '../ports/store.ts'
import type { DomainNames } from '../ports/system.ts'
import { readAddress } from '../users/address.ts'
import type { User } from '../users/user.ts'
import type { Connection, Identity } from './connection.ts'
import type { Asserted } from './sign-in-request.ts'
import type { Seen, SignInFault } from './trace.ts'

/** What is known about the one who is asserted. */
export interface IdentityFacts {
  readonly identity: Identity | undefined
  /** The user whom this identifier led to before. */
  readonly known: User | undefined
  /** Everybody with the asserted address, in any company. */
  readonly people: readonly User[]
  /** What this connection's assertions already call those people. */
  readonly linked: readonly Identity[]
  /** The verified domains of the connection's companies. */
  readonly domains: readonly AllowedDomain[]
}

export type Judged =
  /** Known by identifier; `email` is an address that changed. */
  | { readonly kind: 'known'; readonly user: User; readonly email?: string }
  /** Known by address, and linked from now on. */
  | { readonly kind: 'link'; readonly user: User }
  /** New here: to be made in the chosen one of these companies. */
  | { readonly kind: 'join'; readonly email: string; readonly companyIds: readonly string[] }
  /** `claimed` is the user of another company whom this connection has no say about. */
  | { readonly kind: 'refused'; readonly reason: SignInFault; readonly seen: Seen; readonly claimed?: User }

export const loadIdentity = async (
  tx: ReadTx,
  { id: connectionId, companyIds }: Connection,
  asserted: Asserted,
  names: DomainNames,
): Promise<IdentityFacts> => {
  const [identity] = await tx.identities.list({ connectionId, nameId: asserted.nameId })
  const [email] = distinctAddresses(asserted, names)
  const people = email ? await tx.users.list({ email }) : []
  return {
    identity,
    known: identity && (await tx.users.get(identity.userId)),
    people,
    linked: (
      await Promise.all(people.map(({ id: userId }) => tx.identities.list({ connectionId, userId, kind: 'asserted' })))
    ).flat(),
    domains: await tx.domains.list({ companyId: companyIds, state: 'verified' }),
  }
}

/** The addresses in their kept form, each once; what is no address stays as it is. */
export const distinctAddresses = ({ emails }: Asserted, names: DomainNames): string[] => [
  ...new Set(emails.map((email) => readAddress(email, names)?.address ?? email)),
]
