import { type Instant, later } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'

/** An operator's way in, step by step. Each step has a secret of its own, so that what a mail scanner saw opens nothing later. */
export interface OperatorSession {
  readonly id: string
  readonly secretHash: string
  readonly operatorId: string
  /** A link waits in a mailbox; it was opened, and a code is still to come; or the operator is in. Only the last gives power. */
  readonly stage: 'mailed' | 'opened' | 'in'
  /** Of an operator without one: the key that is being set up, sealed. */
  readonly newKey?: string
  /** The end, whatever happens. */
  readonly expiresAt: Instant
  /** The end, unless the browser comes by before. */
  readonly idleAt?: Instant
}

export const operatorSessionTable = defineTable<OperatorSession>()({
  keys: { secretHash: (row) => row.secretHash, operatorId: (row) => row.operatorId },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'operator_session.secret': (row) => row.secretHash },
  sealed: ['newKey'],
})

const hours = 8
const idleMinutes = 30
const minutesOnTheWay = 10
/** A visit is not written down each time. */
const grain = { minutes: 5 }

/** When a session ends that nobody uses from this moment on. */
export const idleFrom = (now: Instant): Instant => later(now, { minutes: idleMinutes })

/** When a session of this stage ends that begins now. */
export const endOf = (stage: OperatorSession['stage'], now: Instant): Instant =>
  stage === 'in' ? later(now, { hours }) : later(now, { minutes: minutesOnTheWay })

/** Whether a use at this moment is worth writing down. */
export const isWorthTouching = ({ idleAt }: OperatorSession, now: Instant): boolean =>
  idleAt !== undefined && later(idleAt, grain) < idleFrom(now)
