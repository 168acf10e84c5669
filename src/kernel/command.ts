import type * as z from 'zod'
import type { OpenTable, ReadTx, Tables, Tx } from '../ports/store.ts'
import type { DomainNames, Secrets } from '../ports/system.ts'
import { passStepUp } from '../sign-in/step-up-gate.ts'
import { announce } from '../trail/announce.ts'
import { type AuditEvent, type Change, changesOf } from '../trail/audit-event.ts'
import { dueTimes } from '../trail/due-time.ts'
import { homesFor } from '../trail/homes.ts'
import type { Errand } from '../trail/message.ts'
import { type Actor, type ActorFor, actorOf, type Claim, type Who } from './actor.ts'
import type { DomainEvent } from './event.ts'
import type { Instant } from './instant.ts'
import { outboxMessage } from './outbox-message.ts'
import type { Ports } from './ports.ts'
import { type Refused, refuse } from './refusal.ts'
import { Conflict, type Row } from './table.ts'
import { mayTry } from './who.ts'

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

export interface Accepted<Result> {
  readonly ok: true
  readonly result: Result
}
export type Outcome<Result> = Accepted<Result> | Refused

/** Says yes: what to write, what happened, and what the channel may tell. All of it is kept in one commit. */
export const accept = <Result>(writes: Writes, result: Result): Accepted<Result> & Writes => ({
  ok: true,
  result,
  ...writes,
})

/** What a decision may use besides its facts. The same input at another moment gives other values, never other reads. */
export interface Context<A extends Actor = Actor> {
  readonly actor: A
  readonly now: Instant
  readonly names: DomainNames
  readonly secrets: Secrets
  newId(): string
  /** Short and speakable: a letter and `length` characters, four unless given. Gets longer when the shorter ones are taken. */
  newReference(letter?: string, length?: number): string
}

export interface CommandRule<Name extends string, In extends z.ZodType, W extends Who, Seen, Facts, Result> {
  /** Area and verb. The same in Slack's action ids, Teams' verbs, web routes and the trail. */
  readonly name: Name
  readonly input: In
  readonly who: readonly W[]
  /** Asks the outside world, before the transaction. Writes nothing. */
  readonly look?: (ports: Ports, input: z.output<In>) => Promise<Seen>
  /** Reads what the decision needs, in the transaction. */
  readonly load: (tx: ReadTx, input: z.output<In>, context: Context<ActorFor<W>>, seen: Seen) => Promise<Facts>
  /** Pure: may run again after a conflict. */
  readonly decide: (
    facts: Facts,
    input: z.output<In>,
    context: Context<ActorFor<W>>,
  ) => (Accepted<Result> & Writes) | Refused
}

export interface Command<Name extends string = string, In extends z.ZodType = z.ZodType, Result = unknown> {
  readonly kind: 'command'
  readonly name: Name
  readonly input: In
  readonly who: readonly Who[]
  run(ports: Ports, claim: Claim, raw: unknown): Promise<Outcome<Result>>
}

const attempts = 6

/** Declares a use case. `run` reads, decides and writes in one transaction, and never throws for what a person did. */
export const defineCommand = <
  const Name extends string,
  In extends z.ZodType,
  const W extends Who,
  Facts,
  Result,
  Seen = undefined,
>(
  rule: CommandRule<Name, In, W, Seen, Facts, Result>,
): Command<Name, In, Result> => ({
  kind: 'command',
  name: rule.name,
  input: rule.input,
  who: rule.who,
  async run(ports, claim, raw) {
    const input = rule.input.safeParse(raw)
    if (!input.success) return refuse('invalid_input', { fields: faultsOf(input.error) })
    const seen = (await rule.look?.(ports, input.data)) as Seen
    for (let attempt = 0; ; attempt++) {
      try {
        return await ports.store.transaction((tx) => runOnce(rule, ports, tx, claim, input.data, raw, seen, attempt))
      } catch (error) {
        // Somebody else was first. The next run sees their row and refuses with the right words.
        if (!(error instanceof Conflict) || attempt + 1 >= attempts) throw error
      }
    }
  },
})

const runOnce = async <Name extends string, In extends z.ZodType, W extends Who, Seen, Facts, Result>(
  rule: CommandRule<Name, In, W, Seen, Facts, Result>,
  ports: Ports,
  tx: Tx,
  claim: Claim,
  input: z.output<In>,
  raw: unknown,
  seen: Seen,
  attempt: number,
): Promise<Outcome<Result>> => {
  const now = ports.clock.now()
  const actor = await actorOf(tx, claim, ports, now)
  const refused = mayTry(actor, rule.who)
  if (refused) return refused
  const context: Context<ActorFor<W>> = {
    actor: actor as ActorFor<W>,
    now,
    names: ports.names,
    secrets: ports.secrets,
    newId: () => ports.ids.next(),
    newReference: (letter = 'R', length = 4) => `${letter}-${ports.ids.reference(length + Math.floor(attempt / 2))}`,
  }
  const facts = await rule.load(tx, input, context, seen)
  const outcome = rule.decide(facts, input, context)
  if (!outcome.ok) return outcome
  if (actor.kind === 'user') {
    const administrative = !rule.who.some((one) => one === 'user' || one === 'anyone')
    const attempt = { command: rule.name, raw, administrative, writes: outcome }
    const waits = await passStepUp(tx, attempt, actor, claim, ports, now)
    if (waits) return waits
  }
  await record(tx, outcome, actor, ports, now)
  return { ok: true, result: outcome.result }
}

/** Rows, trail and outbox in one commit, so that no use case can forget one of them. */
const record = async (tx: Tx, writes: Writes, actor: Actor, ports: Ports, now: Instant): Promise<void> => {
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

/** Zod's remarks by field; those about the whole input are under `''`. */
export const faultsOf = (error: z.ZodError): { [field: string]: string[] } => {
  const fields: { [field: string]: string[] } = {}
  for (const issue of error.issues) {
    const field = issue.path.join('.')
    fields[field] = [...(fields[field] ?? []), issue.message]
  }
  return fields
}
