import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { User } from '../users/user.ts'
import { hasExpired, type Licence } from './licence.ts'

/** One user may use one licence. Ended grants stay, for the trail and for "who had access when". */
export interface Grant {
  readonly id: string
  readonly companyId: string
  readonly userId: string
  readonly licenceId: string
  readonly givenBy?: string
  readonly givenAt: Instant
  readonly why?: string
  readonly until?: Instant
  /** The connection whose mapping gave it, and takes it away. */
  readonly mappedBy?: string
  readonly endedAt?: Instant
}

export const grantTable = defineTable<Grant>()({
  keys: {
    companyId: (grant) => grant.companyId,
    userId: (grant) => grant.userId,
    licenceId: (grant) => grant.licenceId,
    state: (grant) => (grant.endedAt ? 'ended' : 'live'),
    /** The licence that somebody holds, to count by. */
    held: (grant) => (grant.endedAt ? undefined : grant.licenceId),
  },
  times: { until: (grant) => (grant.endedAt ? undefined : grant.until) },
  unique: { 'grant.once': (grant) => (grant.endedAt ? undefined : `${grant.userId} ${grant.licenceId}`) },
})

export const isLive = (grant: Grant, now: Instant): boolean =>
  grant.endedAt === undefined && (grant.until === undefined || grant.until > now)

export type Access =
  | { readonly allowed: true; readonly because: 'company_wide' }
  | { readonly allowed: true; readonly because: 'grant'; readonly until?: Instant }
  | { readonly allowed: false; readonly because: 'not_registered' | 'other_company' | 'expired' | 'no_grant' }

/** May this user use this licence? The one answer for every channel; `grants` may hold any grants. */
export const hasAccess = (user: User, licence: Licence, grants: readonly Grant[], now: Instant): Access => {
  if (user.status !== 'registered') return { allowed: false, because: 'not_registered' }
  if (user.companyId !== licence.companyId) return { allowed: false, because: 'other_company' }
  if (hasExpired(licence, now)) return { allowed: false, because: 'expired' }
  if (licence.companyWide) return { allowed: true, because: 'company_wide' }
  const grant = grants.find((one) => one.userId === user.id && one.licenceId === licence.id && isLive(one, now))
  if (!grant) return { allowed: false, because: 'no_grant' }
  return { allowed: true, because: 'grant', ...(grant.until && { until: grant.until }) }
}
