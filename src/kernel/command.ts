import type * as z from 'zod'
import type { ReadTx, Tx } from '../ports/store.ts'
import type { DomainNames, Secrets } from '../ports/system.ts'
import { passStepUp } from '../sign-in/step-up-gate.ts'
import { type Actor, type ActorFor, actorOf, type Claim, type Who } from './actor.ts'
import type { Instant } from './instant.ts'
import type { Ports } from './ports.ts'
import { record, type Writes } from './record.ts'
import { type Refused, refuse } from './refusal.ts'
import { Conflict } from './table.ts'
import { mayTry } from './who.ts'

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

/** Zod's remarks by field; those about the whole input are under `''`. */
export const faultsOf = (error: z.ZodError): { [field: string]: string[] } => {
  const fields: { [field: string]: string[] } = {}
  for (const issue of error.issues) {
    const field = issue.path.join('.')
    fields[field] = [...(fields[field] ?? []), issue.message]
  }
  return fields
}
