import type { Channel } from '../kernel/actor.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineTable, type Row } from '../kernel/table.ts'

/** One line of the trail: who, through which channel, what, about whom, when, before and after. */
export interface AuditEvent {
  readonly id: string
  readonly at: Instant
  readonly channel: Channel
  readonly by: { readonly kind: 'user' | 'operator' | 'clock' | 'connection' | 'stranger'; readonly id?: string }
  /** Whose trail it belongs to; some events concern several companies. */
  readonly companyIds: readonly string[]
  readonly event: DomainEvent
  readonly changes: readonly Change[]
}

/** One changed field of one row. Fields with personal data are named without their values. */
export interface Change {
  readonly table: string
  readonly id: string
  readonly field: string
  readonly before?: unknown
  readonly after?: unknown
}

export const auditTable = defineTable<AuditEvent>()({
  keys: {
    companyId: (row) => row.companyIds,
    type: (row) => row.event.type,
    by: (row) => row.by.id,
    about: (row) => Object.values(row.event).filter((value): value is string => typeof value === 'string'),
  },
  times: { at: (row) => row.at },
  unique: {},
})

/** What the trail may show with its values. Everything else of these tables is named only; other tables are left out. */
const shown: { readonly [table: string]: readonly string[] } = {
  companies: ['name', 'customerNumber', 'language', 'settings'],
  domains: ['domain', 'state', 'how'],
  users: ['companyId', 'role', 'roleUntil', 'status', 'invitedUntil', 'language', 'breakGlass'],
  licences: ['name', 'companyWide', 'shown', 'seats', 'expiresAt', 'standards'],
  grants: ['userId', 'licenceId', 'until', 'endedAt'],
  requests: ['state', 'licenceId', 'until'],
  connections: [
    'companyIds',
    'attributes',
    'required',
    'idpInitiated',
    'provisioning',
    'metadataUrl',
    'signRequests',
    'forceAuthn',
    'encryption',
  ],
  // Which other companies share a workspace is not this company's to know.
  workspaces: [],
}

/** The fields in which two states of a row differ; either state may be missing. */
export const changesOf = (table: string, before: Row | undefined, after: Row | undefined): Change[] => {
  const visible = shown[table]
  if (!visible) return []
  const was = { ...before } as Record<string, unknown>
  const is = { ...after } as Record<string, unknown>
  const id = String(is.id ?? was.id)
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => field !== 'id' && JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    .map((field) =>
      visible.includes(field) ? { table, id, field, before: was[field], after: is[field] } : { table, id, field },
    )
}
