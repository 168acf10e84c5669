import type { DomainEvent, EventType } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'

/** An address that hears every change of access, of one company or of all (Standard Webhooks 1.0.0). */
export interface Webhook {
  readonly id: string
  readonly url: string
  /** Absent: of every company. */
  readonly companyId?: string
  /** What messages are signed with, sealed. */
  readonly sealedSecret: string
  readonly createdAt: Instant
}

/** The value by which those are found that hear about every company. */
export const everyCompany = 'every'

export const webhookTable = defineTable<Webhook>()({
  keys: { hears: (webhook) => webhook.companyId ?? everyCompany },
  times: {},
  unique: { 'webhook.once': (webhook) => `${webhook.companyId ?? everyCompany} ${webhook.url}` },
  sealed: ['sealedSecret'],
})

/** What may change who may use what. Details are identifiers; the access API answers what holds now. */
const changesAccess = {
  'user.registered': true,
  'user.blocked': true,
  'user.unblocked': true,
  'user.removed': true,
  'user.switched': true,
  'licence.assigned': true,
  'licence.changed': true,
  'licence.switched': true,
  'licence.expired': true,
  'standard.added': true,
  'access.given': true,
  'access.ended': true,
} as const satisfies { readonly [T in EventType]?: true }

export type AccessEvent = Extract<DomainEvent, { type: keyof typeof changesAccess }>

export const accessEventTypes = Object.keys(changesAccess) as (keyof typeof changesAccess)[]

export const isAccessEvent = (event: DomainEvent): event is AccessEvent => Object.hasOwn(changesAccess, event.type)
