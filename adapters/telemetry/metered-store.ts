import type { Settlement, Store, Tx } from '../../src/ports/store.ts'
import type { AuditEvent } from '../../src/trail/audit-event.ts'
import type { Message } from '../../src/trail/message.ts'
import type { Meters } from './meters.ts'
import { inSpan } from './spans.ts'
import { timed } from './timed.ts'

/** What a transaction did that is counted once it is kept. */
interface Done {
  readonly events: AuditEvent[]
  readonly messages: Message[]
  readonly settled: Settlement[]
}

/** The same store, timed; what it keeps of the trail and the outbox is counted after it is kept. */
export const meteredStore = (store: Store, meters: Meters): Store => ({
  ready: () => store.ready(),
  close: () => store.close(),
  read: (work) => inSpan('store read', {}, () => timed(meters.store, { operation: 'read' }, () => store.read(work))),
  claimMessages: (...asked) => timed(meters.store, { operation: 'claim' }, () => store.claimMessages(...asked)),
  transaction: async <R>(work: (tx: Tx) => Promise<R>) => {
    let done = nothing()
    const kept = () =>
      store.transaction((tx) => {
        // After a conflict it begins anew.
        done = nothing()
        return work(noted(tx, done))
      })
    return inSpan('store transaction', {}, async (span) => {
      const result = await timed(meters.store, { operation: 'transaction' }, kept)
      span.setAttribute(
        'toegang.events',
        done.events.map(({ event }) => event.type),
      )
      count(done, meters)
      return result
    })
  },
})

const nothing = (): Done => ({ events: [], messages: [], settled: [] })

const noted = (tx: Tx, done: Done): Tx => ({
  ...tx,
  audit: beside(tx.audit, {
    append: (event: AuditEvent) => {
      done.events.push(event)
      return tx.audit.append(event)
    },
  }),
  outbox: beside(tx.outbox, {
    append: (message: Message) => {
      done.messages.push(message)
      return tx.outbox.append(message)
    },
    settle: (id: string, result: Settlement) => {
      done.settled.push(result)
      return tx.outbox.settle(id, result)
    },
  }),
})

/** A table that does some things in another way; for the rest it is the same one. */
const beside = <T extends object>(table: T, other: Partial<T>): T => Object.assign(Object.create(table) as T, other)

const count = ({ events, messages, settled }: Done, meters: Meters): void => {
  for (const { event, channel } of events)
    meters.events.inc({ type: event.type, channel, reason: 'reason' in event ? event.reason : '' })
  for (const { kind } of messages) meters.messages.inc({ kind })
  for (const { state } of settled) meters.settled.inc({ state })
}
