import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { Language } from '../texts/language.ts'

/** The tenant: a customer of the publisher. */
export interface Company {
  readonly id: string
  readonly name: string
  readonly customerNumber?: string
  readonly contact: { readonly name?: string; readonly phone?: string; readonly email?: string }
  readonly language: Language
  readonly settings: CompanySettings
  /** When the next digest is due, where there is one. */
  readonly digestAt?: Instant
  readonly createdAt: Instant
}

export interface CompanySettings {
  readonly freeRegistration: boolean
  /** Shown with the request form, for instance "mention a cost centre". */
  readonly requestText?: string
  readonly reasonMandatory: boolean
  /** Open requests are reminded and expire after so many days. */
  readonly remindAfterDays: number
  readonly expireAfterDays: number
  /** Administrators get one mail a day about what waits, instead of one for each request. */
  readonly digest?: boolean
  /** Local times (`22:00`) between which nobody is told anything that can wait; both or neither. */
  readonly quietFrom?: string
  readonly quietTo?: string
  /** The same for Saturdays and Sundays. */
  readonly quietWeekends?: boolean
  /** What administrators do in a chat asks for a sign-in once in so many days. */
  readonly signInEveryDays?: number
  /** Changing roles and the switches of licences asks for a fresh sign-in. */
  readonly confirmSensitive?: boolean
  /** So does doing the same to more than so many at once. */
  readonly confirmBulkOver?: number
}

export const defaultSettings: CompanySettings = {
  freeRegistration: false,
  reasonMandatory: false,
  remindAfterDays: 3,
  expireAfterDays: 30,
}

export const companyTable = defineTable<Company>()({
  keys: { customerNumber: (company) => company.customerNumber },
  times: { digestAt: (company) => company.digestAt },
  text: (company) => `${company.name} ${company.customerNumber ?? ''}`,
  sort: (company) => company.name.toLowerCase(),
  unique: { 'company.customer_number': (company) => company.customerNumber },
})
