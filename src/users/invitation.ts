import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { Language } from '../texts/language.ts'

/** What goes with an invited user until registration is finished. Its id is the user's id: one invitation per account. */
export interface Invitation {
  readonly id: string
  readonly companyId: string
  readonly email: string
  readonly secretHash: string
  readonly expiresAt: Instant
  readonly invitedBy?: string
  readonly licenceIds: readonly string[]
}

/** Whether the month of an invitation, or the day of a registration, is over. */
export const hasRunOut = ({ expiresAt }: Pick<Invitation, 'expiresAt'>, now: Instant): boolean => expiresAt <= now

export const invitationTable = defineTable<Invitation>()({
  keys: {
    companyId: (row) => row.companyId,
    email: (row) => row.email,
    secretHash: (row) => row.secretHash,
  },
  times: { expiresAt: (row) => row.expiresAt },
  unique: {},
})

/** A registration that somebody started; the address is unproved until its link is used. */
export interface Registration {
  readonly id: string
  readonly email: string
  readonly language: Language
  readonly secretHash: string
  readonly startedAt: Instant
  readonly expiresAt: Instant
}

export const registrationTable = defineTable<Registration>()({
  keys: { email: (row) => row.email, secretHash: (row) => row.secretHash },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'registration.address': (row) => row.email },
})
