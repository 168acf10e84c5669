import type { OpenTable, Tables, Tx } from '../ports/store.ts'
import { announce } from '../trail/announce.ts'
import { type AuditEvent, type Change, changesOf } from '../trail/audit-event.ts'
import { dueTimes } from '../trail/due-time.ts'
import { homesFor } from '../trail/homes.ts'
import type { Errand } from '../trail/message.ts'
import type { Actor } from './actor.ts'
import type { DomainEvent } from './event.ts'
import type { Instant } from './instant.ts'
import { outboxMessage } from './outbox-message.ts'
import type { Ports } from './ports.ts'
import type { Row } from './table.ts'

/** Rows to keep and rows to remove, by table. */
export interface Writes {
  readonly save?: { readonly [T in OpenTable]?: readonly Tables[T][] }
  readonly remove?: { readonly [T in OpenTable]?: readonly string[] }
  readonly events?: readonly DomainEvent[]
  /** Mails with a secret link; every other message follows from the events. */
  readonly send?: readonly Errand[]
  /** Messages of the outbox that were given up, to be tried anew. */
  readonly sendAgain?: readonly string[]
  /** Links of mails that wait, sealed anew. */
  readonly reseal?: readonly { readonly id: string; readonly link: string }[]
}

/** Rows, trail and outbox in one commit, so that no use case can forget one of them. */
export const record = async (tx: Tx, writes: Writes, actor: Actor, ports: Ports, now: Instant): Promise<void> => {
  const changed = [...(await saveRows(tx, writes.save ?? {})), ...(await removeRows(tx, writes.remove ?? {}))]
  const events = writes.events ?? []
  const owned = changesByEvent(events, changed)
  for (const [index, event] of events.entries())
    await tx.audit.append(auditEvent(event, owned[index] ?? [], actor, ports.ids.next(), now))
  for (const id of writes.sendAgain ?? []) await tx.outbox.settle(id, { state: 'again', at: now })
  for (const { id, link } of writes.reseal ?? []) await tx.outbox.settle(id, { state: 'resealed', link })
  const told = [...(await announce(tx, events, now)), ...(await homesFor(tx, events, now))]
  const errands = [...(writes.send ?? []), ...told]
  const dueAt = await dueTimes(tx, { events, actor, now })
  for (const errand of errands) await tx.outbox.append(outboxMessage(errand, ports.ids.next(), now, dueAt(errand)))
}

/** A row that was written, and in what it changed. */
interface Changed {
  readonly row: Row
  readonly changes: readonly Change[]
}

const saveRows = async (tx: Tx, save: NonNullable<Writes['save']>): Promise<Changed[]> => {
  const changed: Changed[] = []
  const saveTable = async <T extends OpenTable>(name: T, rows: readonly Tables[T][]): Promise<void> => {
    const table = tx[name] as { get(id: string): Promise<Tables[T] | undefined>; put(row: Tables[T]): Promise<void> }
    for (const row of rows) {
      changed.push({ row, changes: changesOf(name, await table.get(row.id), row) })
      await table.put(row)
    }
  }
  for (const [name, rows] of Object.entries(save)) await saveTable(name as OpenTable, rows)
  return changed
}

const removeRows = async (tx: Tx, remove: NonNullable<Writes['remove']>): Promise<Changed[]> => {
  const changed: Changed[] = []
  for (const [name, ids] of Object.entries(remove))
    for (const id of ids) {
      const row = await tx[name as OpenTable].get(id)
      if (row) changed.push({ row, changes: changesOf(name, row, undefined) })
      await tx[name as OpenTable].remove(id)
    }
  return changed
}

/**
 * A change belongs to the first event that names its row, else to the one that has most in common with the row: what time ended in
 * one company must not show in the trail of another.
 */
const changesByEvent = (events: readonly DomainEvent[], changed: readonly Changed[]): Change[][] => {
  const naming = new Map<unknown, number[]>()
  for (const [index, event] of events.entries())
    for (const value of new Set(Object.values(event).flat())) {
      const others = naming.get(value)
      if (others) others.push(index)
      else naming.set(value, [index])
    }
  const owned: Change[][] = events.map(() => [])
  for (const { row, changes } of changed)
    if (changes.length > 0) owned[naming.get(row.id)?.[0] ?? nearest(row, naming)]?.push(...changes)
  return owned
}

/** The first of the events that share most values with a row. */
const nearest = (row: Row, naming: ReadonlyMap<unknown, readonly number[]>): number => {
  const shared = new Map<number, number>()
  for (const value of new Set<unknown>(Object.values(row)))
    for (const index of naming.get(value) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
  const [first] = [...shared].sort(([a, most], [b, least]) => least - most || a - b)
  return first?.[0] ?? 0
}

const auditEvent = (
  event: DomainEvent,
  changes: readonly Change[],
  actor: Actor,
  id: string,
  now: Instant,
): AuditEvent => ({
  id,
  at: now,
  channel: actor.channel,
  by: {
    kind: actor.kind === 'provisioning' ? 'connection' : actor.kind,
    ...(actor.kind === 'user' && { id: actor.user.id }),
    ...(actor.kind === 'operator' && actor.operator && { id: actor.operator.id }),
    ...((actor.kind === 'connection' || actor.kind === 'provisioning') && { id: actor.connection.id }),
  },
  companyIds: companiesOf(event),
  event,
  changes,
})

const companiesOf = (event: DomainEvent): string[] => {
  if ('companyIds' in event) return [...event.companyIds]
  return event.type === 'user.switched' ? [event.companyId, event.fromCompanyId] : [event.companyId]
}
