import * as z from 'zod'
import { id } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import { defineTable } from '../kernel/table.ts'
import type { ReadTx } from '../ports/store.ts'
import { isAdministrator } from '../users/user.ts'
import type { Connection } from './connection.ts'

/**
 * A connection being set up by somebody who need not have an account: the IT department. The administrator's link opens it once; from
 * then on it belongs to the browser that did. It reaches this one connection, until that is on.
 */
export interface SetUp {
  readonly id: string
  readonly companyId: string
  /** Known beforehand, since the identity provider must be told our addresses first. */
  readonly connectionId: string
  readonly madeBy: string
  /** Of the link, until it is used. */
  readonly secretHash?: string
  readonly browserHash?: string
  /** What was tried before this counts no more. */
  readonly changedAt?: Instant
  readonly expiresAt: Instant
}

export const setUpTable = defineTable<SetUp>()({
  keys: {
    companyId: (row) => row.companyId,
    connectionId: (row) => row.connectionId,
    secretHash: (row) => row.secretHash,
  },
  times: { expiresAt: (row) => row.expiresAt },
  unique: {},
})

/** How whoever sets up says which one, and that it is theirs. */
export const whichSetUp = {
  setUpId: id,
  /** The secret that stays with the browser which opened the link. */
  browserSecret: z.string().min(1).max(200),
}

export interface OpenSetUp {
  readonly setUp: SetUp
  readonly connection: Connection | undefined
}

/** Nobody works for an administrator who is none any more. */
export const mayStillSetUp = async (tx: ReadTx, { madeBy, companyId }: SetUp, now: Instant): Promise<boolean> => {
  const maker = await tx.users.get(madeBy)
  return maker?.companyId === companyId && isAdministrator(maker, now)
}

/** The set-up of this browser. Refuses what is not there, not theirs or over, all alike. */
export const loadSetUp = async (
  tx: ReadTx,
  { setUpId, browserSecret }: { readonly setUpId: string; readonly browserSecret: string },
  { now, hash }: { readonly now: Instant; readonly hash: (secret: string) => string },
): Promise<OpenSetUp | Refused> => {
  const setUp = await tx.setUps.get(setUpId)
  if (!setUp || setUp.expiresAt <= now || setUp.browserHash !== hash(browserSecret))
    return refuse('link_used_or_expired')
  if (!(await mayStillSetUp(tx, setUp, now))) return refuse('link_used_or_expired')
  return { setUp, connection: await tx.connections.get(setUp.connectionId) }
}

/** The same while the connection is not on yet: afterwards it is the administrators' alone. */
export const loadUnfinished = async (...given: Parameters<typeof loadSetUp>): Promise<OpenSetUp | Refused> => {
  const open = await loadSetUp(...given)
  return !('ok' in open) && open.connection && !open.connection.draft ? refuse('link_used_or_expired') : open
}
