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
  /** When the record is looked up again. */
  readonly checkAt?: Instant
  /** Since when the record of a verified domain is gone; after the grace the domain is lost. */
  readonly missingSince?: Instant
}

export const domainTable = defineTable<AllowedDomain>()({
  keys: {
    companyId: (row) => row.companyId,
    domain: (row) => row.domain,
    state: (row) => row.state,
    how: (row) => row.how,
  },
  times: { checkAt: (row) => row.checkAt },
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

/** The DNS name and the TXT record that prove a domain (RFC 8552: names that start with an underscore are set apart). */
export const proofOf = (domain: string, proof: string): { readonly name: string; readonly record: string } => ({
  name: proofName(domain),
  record: `toegang-proof=${proof}`,
})

export const proofName = (domain: string): string => `_toegang.${domain}`
