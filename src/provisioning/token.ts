import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import { type Directory, directoryKey } from './provisioned.ts'

/** What an identity provider shows with every provisioning call: it speaks for one company of one connection, and for no other. */
export interface ProvisioningToken extends Directory {
  readonly id: string
  readonly secretHash: string
  readonly madeAt: Instant
}

export const provisioningTokenTable = defineTable<ProvisioningToken>()({
  keys: {
    secretHash: (token) => token.secretHash,
    connectionId: (token) => token.connectionId,
    directory: (token) => directoryKey(token),
  },
  times: {},
  unique: { 'provisioning_token.secret': (token) => token.secretHash },
})
