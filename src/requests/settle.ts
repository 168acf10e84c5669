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

/**
 * A reference as it is kept, from how somebody wrote or heard it (`r-7k4q`, `7K4Q`, `R 7k 4q`). Crockford's base 32 takes I and L
 * for 1, and O for 0. A code has four characters at least, so that a leading R is the letter only before as many others.
 */
export const referenceOf = (written: string): string => {
  const code = written
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/^R(?=.{4})/, '')
  return `R-${code.replace(/[IL]/g, '1').replace(/O/g, '0')}`
}
