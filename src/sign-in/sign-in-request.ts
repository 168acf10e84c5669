import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'

/** A sign-in that was sent to an identity provider and waits for its answer (SAML Profiles 4.1.4.5: answered once). */
export interface SignInRequest {
  /** The id of the AuthnRequest. */
  readonly id: string
  readonly connectionId: string
  /** Hash of a cookie, so that the answer only counts in the browser that asked. */
  readonly browserHash: string
  /** The session of somebody who wants to switch to a company of this connection. */
  readonly sessionId?: string
  readonly returnTo: string
  /** Only tries whether it would work. */
  readonly test?: boolean
  readonly expiresAt: Instant
}

export const signInRequestTable = defineTable<SignInRequest>()({
  keys: { connectionId: (row) => row.connectionId },
  times: { expiresAt: (row) => row.expiresAt },
  unique: {},
})

/** An assertion that was received; kept until it would be refused as expired anyway, so that it can't be used again. */
export interface UsedAssertion {
  readonly id: string
  readonly connectionId: string
  readonly assertionId: string
  readonly expiresAt: Instant
}

export const usedAssertionTable = defineTable<UsedAssertion>()({
  keys: { assertion: (row) => assertionKey(row) },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'assertion.once': (row) => assertionKey(row) },
})

/** Identifiers of assertions are unique for one identity provider only (SAML Core 1.3.4). */
export const assertionKey = (of: { readonly connectionId: string; readonly assertionId: string }): string =>
  `${of.connectionId} ${of.assertionId}`

/**
 * What a verified assertion said, waiting for the browser to come and fetch its session. An identity provider's form is posted
 * from another site, so the cookie that tells which browser asked is not sent along (SameSite=Lax); the browser is therefore
 * handed a one-time code and comes back with both. This row takes the place of the request, and is used up in its turn.
 */
export interface PendingSignIn {
  readonly id: string
  readonly connectionId: string
  readonly secretHash: string
  /** Of the browser that asked. Absent when nobody asked; then of the first that comes with the code. */
  readonly browserHash?: string
  readonly sessionId?: string
  readonly returnTo: string
  readonly test?: boolean
  /** For the trace: deflated, in base64, sealed. */
  readonly sealedMessage?: string
  readonly asserted: Asserted
  readonly expiresAt: Instant
}

/** In characters; a persistent identifier has 256 at most (SAML Core 8.3.7), other formats name no limit. */
export const longestNameId = 512

/** Whom an identity provider speaks of. Nothing is normalised or believed yet. */
export interface Asserted {
  readonly nameId: string
  readonly nameIdFormat?: string
  /** Of the identifier, which a logout must repeat exactly (SAML Core 3.7.1). */
  readonly nameQualifier?: string
  readonly spNameQualifier?: string
  /** Every address that was given; only one is good. */
  readonly emails: readonly string[]
  readonly name?: string
  readonly groups?: readonly string[]
  readonly sessionIndex?: string
  /** When the identity provider ends its own session. */
  readonly sessionEndsAt?: Instant
}

export const pendingSignInTable = defineTable<PendingSignIn>()({
  keys: { secretHash: (row) => row.secretHash, connectionId: (row) => row.connectionId },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'pending.secret': (row) => row.secretHash },
  sealed: ['sealedMessage'],
})
