import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'

export interface Standard {
  /** As the publisher writes it, for instance `NEN 1010`. */
  readonly number: string
  readonly title?: string
}

/** What a company holds: a collection of standards, with two switches that an administrator sets. */
export interface Licence {
  readonly id: string
  readonly companyId: string
  readonly name: string
  /** Every registered user of the company has access at once. */
  readonly companyWide: boolean
  /** Every user can find it, and must request access. */
  readonly shown: boolean
  readonly seats?: number
  readonly expiresAt?: Instant
  /** Set once its users were told that it expired. */
  readonly expiredToldAt?: Instant
  readonly standards: readonly Standard[]
  readonly createdAt: Instant
}

export const licenceTable = defineTable<Licence>()({
  keys: {
    companyId: (licence) => licence.companyId,
    standard: (licence) => licence.standards.map((standard) => standardKey(standard.number)),
  },
  times: { expiresAt: (licence) => (licence.expiredToldAt ? undefined : licence.expiresAt) },
  text: (licence) => licence.name,
  sort: (licence) => licence.name.toLowerCase(),
  unique: { 'licence.name': (licence) => `${licence.companyId} ${licence.name.toLowerCase()}` },
})

/** Standards are the same when they differ only in case and white space: `nen1010` and `NEN 1010`. */
export const standardKey = (number: string): string => number.toUpperCase().replace(/\s+/g, '')

export const hasExpired = (licence: Licence, now: Instant): boolean =>
  licence.expiresAt !== undefined && licence.expiresAt <= now
