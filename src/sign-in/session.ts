import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { Language } from '../texts/language.ts'

/** A signed-in browser. It knows its user, company, connection and how it was proved. */
export interface Session {
  readonly id: string
  readonly secretHash: string
  readonly userId: string
  readonly companyId: string
  readonly how: 'assertion' | 'link' | 'registration'
  readonly connectionId?: string
  readonly nameId?: string
  readonly sessionIndex?: string
  readonly signedInAt: Instant
  readonly expiresAt: Instant
}

export const sessionTable = defineTable<Session>()({
  keys: {
    secretHash: (row) => row.secretHash,
    userId: (row) => row.userId,
    companyId: (row) => row.companyId,
    connectionId: (row) => row.connectionId,
  },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'session.secret': (row) => row.secretHash },
})

/** A link in an e-mail that signs somebody in once, after a button is pressed. */
export interface SignInLink {
  readonly id: string
  readonly secretHash: string
  readonly userId: string
  readonly returnTo: string
  readonly language: Language
  readonly expiresAt: Instant
}

export const signInLinkTable = defineTable<SignInLink>()({
  keys: { secretHash: (row) => row.secretHash, userId: (row) => row.userId },
  times: { expiresAt: (row) => row.expiresAt },
  unique: {},
})
