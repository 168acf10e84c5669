import type { Channel } from '../kernel/actor.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import { type Standard, standardKey } from '../licences/licence.ts'

export const requestStates = ['open', 'approved', 'declined', 'withdrawn', 'expired'] as const
export type RequestState = (typeof requestStates)[number]

export type Verdict = 'approved' | 'declined'

export interface Decision {
  readonly verdict: Verdict
  /** The user who decided; absent when the operator or a company-wide switch did. */
  readonly by?: string
  readonly at: Instant
  readonly via: Channel
  readonly reason?: string
}

interface Common {
  readonly id: string
  /** Short and speakable, like `R-7K4Q`; unique in its company. */
  readonly reference: string
  readonly companyId: string
  readonly requesterId: string
  readonly reason?: string
  readonly at: Instant
  readonly via: Channel
  readonly state: RequestState
  readonly decision?: Decision
  /** The administrator who last said to be on it. */
  readonly takenBy?: string
  /** When it left the state `open`. */
  readonly settledAt?: Instant
  readonly remindAt?: Instant
  readonly expiresAt?: Instant
  /** Grows with every change that a posted copy shows; a copy that shows an older version is stale. */
  readonly version: number
}

export interface AccessRequest extends Common {
  readonly kind: 'access'
  readonly licenceId: string
  /** Until when access was given, on approval. */
  readonly until?: Instant
}

export interface StandardRequest extends Common {
  readonly kind: 'standard'
  readonly standard: Standard
  /** Whose collection it should join; after approval, whose it joined. */
  readonly licenceId?: string
}

export interface DomainRequest extends Common {
  readonly kind: 'domain'
  readonly domain: string
  /** The domain should go, instead of come. */
  readonly removal?: true
}

/** The three ways to ask, with one life cycle. */
export type CompanyRequest = AccessRequest | StandardRequest | DomainRequest

/** What two requests are about when they are about the same. */
export const subjectOf = (request: CompanyRequest): string => {
  switch (request.kind) {
    case 'access':
      return `access ${request.licenceId}`
    case 'standard':
      return `standard ${standardKey(request.standard.number)}`
    case 'domain':
      return `domain ${request.removal ? 'removal ' : ''}${request.domain}`
  }
}

/** Company and whether it is open or settled in one, to page and count by. */
export const phase = (companyId: string, state: RequestState): string =>
  `${companyId} ${state === 'open' ? 'open' : 'settled'}`

export const requestTable = defineTable<CompanyRequest>()({
  keys: {
    companyId: (request) => request.companyId,
    requesterId: (request) => request.requesterId,
    state: (request) => request.state,
    kind: (request) => request.kind,
    reference: (request) => request.reference,
    licenceId: (request) => (request.kind === 'domain' ? undefined : request.licenceId),
    phase: ({ companyId, state }) => phase(companyId, state),
    /** The licence that an open request asks access to, to count by. */
    wanted: (request) => (request.kind === 'access' && request.state === 'open' ? request.licenceId : undefined),
    standard: (request) => (request.kind === 'standard' ? standardKey(request.standard.number) : undefined),
  },
  times: {
    at: (request) => request.at,
    settledAt: (request) => request.settledAt,
    remindAt: (request) => (request.state === 'open' ? request.remindAt : undefined),
    expiresAt: (request) => (request.state === 'open' ? request.expiresAt : undefined),
  },
  text: (request) =>
    [
      request.reference,
      ...(request.kind === 'standard' ? Object.values(request.standard) : []),
      request.reason ?? '',
    ].join(' '),
  unique: {
    'request.reference': (request) => `${request.companyId} ${request.reference}`,
    'request.one_open': (request) =>
      request.state === 'open' ? `${request.requesterId} ${subjectOf(request)}` : undefined,
  },
})
