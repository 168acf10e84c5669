import type { Channel } from '../kernel/actor.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'

/** Something that a company wants a fresh sign-in for: it waits for that, and is then done by itself, once. */
export interface StepUp {
  readonly id: string
  readonly secretHash: string
  readonly userId: string
  readonly companyId: string
  readonly command: string
  /** What it was asked with, as JSON, sealed. */
  readonly sealedInput: string
  readonly channel: Channel
  /** The chat account it was asked from. */
  readonly chatAccountId?: string
  /** The browser in which the person saw what would be done, and wanted it: only a sign-in there, from then on, counts. */
  readonly agreed?: { readonly browserHash: string; readonly at: Instant }
  readonly expiresAt: Instant
}

export const stepUpTable = defineTable<StepUp>()({
  keys: { secretHash: (row) => row.secretHash, userId: (row) => row.userId },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'step_up.secret': (row) => row.secretHash },
  sealed: ['sealedInput'],
})

/** Minutes. Long enough for a mail to arrive. */
export const stepUpMinutes = 30

export const stepUpPath = '/step-up'

/** Whether a sign-in that leads there must be a fresh one, also at an identity provider that knows the person (`ForceAuthn`). */
export const wantsFreshSignIn = (returnTo: string): boolean => returnTo.startsWith(`${stepUpPath}?`)
