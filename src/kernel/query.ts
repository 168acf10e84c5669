import type * as z from 'zod'
import type { ReadTx } from '../ports/store.ts'
import type { DomainNames } from '../ports/system.ts'
import { type ActorFor, actorOf, type Claim, type Who } from './actor.ts'
import { type Accepted, faultsOf } from './command.ts'
import type { Instant } from './instant.ts'
import type { Ports } from './ports.ts'
import { type Refused, refuse } from './refusal.ts'
import { mayTry } from './who.ts'

export interface QueryRule<Name extends string, In extends z.ZodType, W extends Who, Result> {
  readonly name: Name
  readonly input: In
  readonly who: readonly W[]
  /** Reads one consistent view. A plain answer is accepted; `refuse(…)` says no. */
  readonly answer: (
    tx: ReadTx,
    input: z.output<In>,
    context: {
      readonly actor: ActorFor<W>
      readonly now: Instant
      readonly names: DomainNames
      hash(secret: string): string
    },
  ) => Promise<Accepted<Result> | Refused>
}

export interface Query<Name extends string = string, In extends z.ZodType = z.ZodType, Result = unknown> {
  readonly kind: 'query'
  readonly name: Name
  readonly input: In
  readonly who: readonly Who[]
  run(ports: Ports, claim: Claim, raw: unknown): Promise<Accepted<Result> | Refused>
}

/** What a query answers with. */
export const found = <Result>(result: Result): Accepted<Result> => ({ ok: true, result })

/** Declares a question. It reads one consistent view and never writes. */
export const defineQuery = <const Name extends string, In extends z.ZodType, const W extends Who, Result>(
  rule: QueryRule<Name, In, W, Result>,
): Query<Name, In, Result> => ({
  kind: 'query',
  name: rule.name,
  input: rule.input,
  who: rule.who,
  async run(ports, claim, raw) {
    const input = rule.input.safeParse(raw)
    if (!input.success) return refuse('invalid_input', { fields: faultsOf(input.error) })
    return ports.store.read(async (tx) => {
      const now = ports.clock.now()
      const actor = await actorOf(tx, claim, ports, now)
      const refused = mayTry(actor, rule.who)
      if (refused) return refused
      const context = { actor: actor as ActorFor<W>, now, names: ports.names, hash: ports.secrets.hash }
      return rule.answer(tx, input.data, context)
    })
  },
})
