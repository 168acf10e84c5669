import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { DomainNames } from '../ports/system.ts'

/** An e-mail domain assigned to a company. Several companies may hold the same one. */
export interface AllowedDomain {
  readonly id: string
  readonly companyId: string
  /** Lower-case ASCII (punycode), compared exactly. */
  readonly domain: string
  /** `proving` waits for its DNS record; `lost` was proven, but the record is gone for longer than the grace. */
  readonly state: 'verified' | 'proving' | 'lost'
  readonly how: 'operator' | 'dns'
  readonly verifiedAt?: Instant
  readonly verifiedBy?: string
  /** What the TXT record must hold, for a domain that is proven by DNS. */
  readonly proof?: string
  readonly checkedAt?: Instant
  readonly missingSince?: Instant
}

export const domainTable = defineTable<AllowedDomain>()({
  keys: {
    companyId: (row) => row.companyId,
    domain: (row) => row.domain,
    state: (row) => row.state,
    how: (row) => row.how,
  },
  times: { checkedAt: (row) => row.checkedAt },
  sort: (row) => row.domain,
  unique: { 'domain.once_per_company': (row) => `${row.companyId} ${row.domain}` },
})

export type DomainFault = 'malformed' | 'public_mail' | 'public_suffix'

/** The normal form of a domain that a company may hold, or what is wrong with it. */
export const companyDomain = (written: string, names: DomainNames): { domain: string } | { fault: DomainFault } => {
  const domain = names.toAscii(written.trim())
  if (domain === undefined) return { fault: 'malformed' }
  if (names.isPublicSuffix(domain)) return { fault: 'public_suffix' }
  if (names.isPublicMail(domain)) return { fault: 'public_mail' }
  return { domain }
}
