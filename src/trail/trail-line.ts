import type { AuditEvent } from './audit-event.ts'

/** A line of the trail with the names of whom and what it mentions, as far as they still exist. */
export interface TrailLine {
  readonly event: AuditEvent
  readonly names: { readonly [id: string]: string }
}
