import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'

/** A SAML 2.0 link between one identity provider and one company, or several companies that agreed to share it. */
export interface Connection {
  readonly id: string
  readonly companyIds: readonly string[]
  readonly identityProvider: IdentityProvider
  readonly metadataUrl?: string
  readonly metadataReadAt?: Instant
  /** Names of the attributes to read, where the usual ones do not fit. */
  readonly attributes: { readonly email?: string; readonly name?: string; readonly groups?: string }
  /** People sign in through this connection only; the sign-in link is off, except for break-glass administrators. */
  readonly required: boolean
  readonly idpInitiated: boolean
  /** Makes an account at the first sign-in. */
  readonly provisioning: boolean
  readonly createdAt: Instant
  readonly testedAt?: Instant
}

/** What an identity provider's metadata says (SAML 2.0 Metadata, 2.4.3). */
export interface IdentityProvider {
  readonly entityId: string
  readonly ssoUrl: string
  readonly ssoBinding: 'redirect' | 'post'
  readonly sloUrl?: string
  /** PEM; any of them may sign. */
  readonly certificates: readonly string[]
}

export const connectionTable = defineTable<Connection>()({
  keys: { companyId: (row) => row.companyIds, entityId: (row) => row.identityProvider.entityId },
  times: { metadataReadAt: (row) => (row.metadataUrl ? row.metadataReadAt : undefined) },
  unique: {},
})

/** Who somebody is for an identity provider: (connection, stable identifier) leads to one user. */
export interface Identity {
  readonly id: string
  readonly connectionId: string
  readonly nameId: string
  readonly userId: string
  readonly linkedAt: Instant
}

export const identityTable = defineTable<Identity>()({
  keys: { connectionId: (row) => row.connectionId, nameId: (row) => row.nameId, userId: (row) => row.userId },
  times: {},
  unique: { 'identity.once': (row) => `${row.connectionId} ${row.nameId}` },
})
