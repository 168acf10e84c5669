import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'

/** Somebody of the publisher who serves all companies in the portal. Not a user: an operator belongs to no company. */
export interface Operator {
  readonly id: string
  readonly email: string
  readonly name: string
  /** The key of the authenticator app, sealed; absent until the first sign-in has set it up. */
  readonly key?: string
  /** The step of time of the last code that was taken: neither that code nor an older one counts again (RFC 6238, 5.2). */
  readonly lastStep?: number
  /** Hashes of the recovery codes that are left. */
  readonly recovery: readonly string[]
  /** Wrong codes since the last right one. */
  readonly wrongCodes: number
  readonly addedAt: Instant
}

export const operatorTable = defineTable<Operator>()({
  keys: { email: (row) => row.email },
  times: {},
  unique: { 'operator.address': (row) => row.email },
  sealed: ['key'],
})

/**
 * Only the holder of the token lets somebody try again after so many: with a pause instead, whoever reads the mailbox could go on
 * guessing for ever.
 */
export const mostWrongCodes = 10

export const isLocked = ({ wrongCodes }: Operator): boolean => wrongCodes >= mostWrongCodes
