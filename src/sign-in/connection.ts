import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import { directoryKey, type Provisioned, personLookupKeys } from '../provisioning/provisioned.ts'
import type { GroupRule } from './group-mapping.ts'

/** A SAML 2.0 link between one identity provider and one company, or several companies that agreed to share it. */
export interface Connection {
  readonly id: string
  readonly companyIds: readonly string[]
  readonly identityProvider: IdentityProvider
  readonly metadataUrl?: string
  readonly metadataReadAt?: Instant
  /** When it is read again. */
  readonly metadataDueAt?: Instant
  readonly metadataTriedAt?: Instant
  /** Why the last reading came to nothing; the last good one counts. */
  readonly metadataFault?: string
  /** When the administrators hear next that the certificates end. */
  readonly certificateNoticeAt?: Instant
  /** Names of the attributes to read, where the usual ones do not fit. */
  readonly attributes: { readonly email?: string; readonly name?: string; readonly groups?: string }
  /** People sign in through this connection only; the sign-in link is off, except for break-glass administrators. */
  readonly required: boolean
  readonly idpInitiated: boolean
  /** Requests carry our signature; they do anyway where the identity provider's metadata asks for it. */
  readonly signRequests?: boolean
  /** People prove themselves anew, also when the identity provider knows them still. */
  readonly forceAuthn?: boolean
  /** Our key is published for encryption. `cbc` also takes AES-CBC, which can be tampered with unless the Response is signed. */
  readonly encryption?: 'gcm' | 'cbc'
  /** Makes an account at the first sign-in. */
  readonly provisioning: boolean
  /** Being set up: nobody is led to it, and only tests are taken. */
  readonly draft?: boolean
  /** What groups at the identity provider bring. */
  readonly mapping?: readonly GroupRule[]
  readonly createdAt: Instant
  readonly testedAt?: Instant
}

/** What an identity provider's metadata says (SAML 2.0 Metadata, 2.4.3). */
export interface IdentityProvider {
  readonly entityId: string
  readonly ssoUrl: string
  readonly ssoBinding: 'redirect' | 'post'
  readonly sloUrl?: string
  readonly sloResponseUrl?: string
  /** PEM; any of them may sign. */
  readonly certificates: readonly string[]
  /** When the last of its certificates ends. */
  readonly endsAt?: Instant
  readonly wantsSignedRequests?: boolean
}

export const connectionTable = defineTable<Connection>()({
  keys: { companyId: (row) => row.companyIds, entityId: (row) => row.identityProvider.entityId },
  times: {
    metadataDueAt: (row) => (row.metadataUrl ? row.metadataDueAt : undefined),
    certificateNoticeAt: (row) => row.certificateNoticeAt,
  },
  unique: {},
})

/**
 * Who somebody is for an identity provider: (connection, stable identifier) leads to one user. The identifier is the one of its
 * assertions, or the one that it provisions by.
 */
export interface Identity {
  readonly id: string
  readonly connectionId: string
  /** Of assertions. */
  readonly nameId?: string
  /** Of provisioning calls. */
  readonly provisioned?: Provisioned
  readonly userId: string
  readonly linkedAt: Instant
}

export const identityTable = defineTable<Identity>()({
  keys: {
    connectionId: (row) => row.connectionId,
    nameId: (row) => row.nameId,
    userId: (row) => row.userId,
    kind: (row) => (row.provisioned ? 'provisioned' : 'asserted'),
    directory: (row) => row.provisioned && directoryKey({ ...row.provisioned, connectionId: row.connectionId }),
    lookup: (row) => (row.provisioned ? personLookupKeys(row.connectionId, row.provisioned) : undefined),
  },
  times: { changedAt: (row) => row.provisioned?.changedAt },
  unique: {
    'identity.once': (row) => (row.nameId === undefined ? undefined : `${row.connectionId} ${row.nameId}`),
    'identity.user_name': (row) =>
      row.provisioned && `${row.connectionId} ${row.provisioned.companyId} ${row.provisioned.userName.toLowerCase()}`,
    'identity.external_id': (row) =>
      row.provisioned?.externalId === undefined ? undefined : `${row.connectionId} ${row.provisioned.externalId}`,
    'identity.provisioned_once': (row) => row.provisioned && `${row.connectionId} ${row.userId}`,
  },
})
