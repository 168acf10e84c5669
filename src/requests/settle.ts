import type { Instant } from '../kernel/instant.ts'
import type { CompanyRequest, Decision } from './request.ts'

/** The request as it is once decided. */
export const decided = <R extends CompanyRequest>(request: R, decision: Decision): R => ({
  ...request,
  state: decision.verdict,
  decision,
  settledAt: decision.at,
  version: request.version + 1,
})

/** The request as it is once it ended without a decision. */
export const ended = <R extends CompanyRequest>(request: R, state: 'withdrawn' | 'expired', now: Instant): R => ({
  ...request,
  state,
  settledAt: now,
  version: request.version + 1,
})

/** What a person needs to find a request again: its id, or the reference as it was spoken (`r-7k4q`, `7K4Q`). */
export const referenceOf = (written: string): string => {
  const spoken = written.trim().toUpperCase().replace(/^R-?/, '').replace(/[IL]/g, '1').replace(/O/g, '0')
  return `R-${spoken}`
}
