/**
 * What every channel calls. A channel turns its own envelope into (name, claim, input) and the card or form that comes back into
 * its own markup; it decides nothing.
 */
import * as z from 'zod'
import type { Card } from '../cards/card.ts'
import { helpCard, nearestCard, noSuchLicenceCard, registerCard } from '../cards/chat-cards.ts'
import type { Form } from '../cards/form.ts'
import { type FormName, forms } from '../cards/forms.ts'
import { refusalCard } from '../cards/refusal-card.ts'
import type { See } from '../cards/see.ts'
import { shows } from '../cards/shows.ts'
import {
  type CommandName,
  commands,
  type FoundOf,
  type QueryName,
  queries,
  type ResultOf,
  sweeps,
} from '../catalogue.ts'
import { meaningOf } from '../chat/say.ts'
import { deliver, type Share } from '../delivery/deliver.ts'
import type { Outside } from '../delivery/outside.ts'
import { textsIn } from '../texts/in-language.ts'
import type { Texts } from '../texts/texts.ts'
import { type Actor, actorOf, type Claim } from './actor.ts'
import type { Accepted, Outcome } from './command.ts'
import type { Ports } from './ports.ts'
import { type Refused, refuse } from './refusal.ts'
import { mayTry } from './who.ts'

/** A card to show, or a form to open; `refused` is set when nothing was done. */
export type Answer =
  | { readonly kind: 'card'; readonly card: Card; readonly refused?: Refused }
  | { readonly kind: 'form'; readonly form: Form }

export interface Core {
  /** Runs a command and gives its outcome, for channels that make their own pages. */
  run<N extends CommandName>(name: N, claim: Claim, raw: unknown): Promise<Outcome<ResultOf<N>>>
  ask<N extends QueryName>(name: N, claim: Claim, raw: unknown): Promise<Accepted<FoundOf<N>> | Refused>
  /** Runs the command or query of that name and answers in the person's language. An unknown name is a refusal. */
  answer(name: string, claim: Claim, raw: unknown): Promise<Answer>
  /** The form of a command, filled in as far as `filled` goes; a refusal when the person may not run it. */
  form(name: string, claim: Claim, filled: unknown): Promise<Answer>
  /** Answers what somebody typed to the bot. */
  say(text: string, claim: Claim): Promise<Answer>
  actor(claim: Claim): Promise<Actor>
  /** Does what time brings; answers how many rows changed. */
  sweep(): Promise<number>
  /** Sends what is due; answers how many messages it took. */
  deliver(outside: Outside, share?: Share): Promise<number>
  /** Calls back after each accepted command, so that delivery need not wait for its next round. */
  onCommit(listener: () => void): void
  readonly ports: Ports
}

export const openCore = (ports: Ports): Core => {
  const listeners: (() => void)[] = []

  const runNamed = async (name: string, claim: Claim, raw: unknown): Promise<Outcome<unknown>> => {
    if (isQuery(name)) return queries[name].run(ports, claim, raw)
    if (!isCommand(name)) return refuse('not_found')
    const outcome = await commands[name].run(ports, claim, raw)
    if (outcome.ok) for (const listener of listeners) listener()
    return outcome
  }

  const reader = async (claim: Claim): Promise<{ actor: Actor; texts: Texts }> => {
    const actor = await ports.store.read((tx) => actorOf(tx, claim, ports, ports.clock.now()))
    return { actor, texts: textsIn(actor.language) }
  }

  const answer = async (name: string, claim: Claim, raw: unknown): Promise<Answer> => {
    const typed = name === 'say' ? sayInput.safeParse(raw) : undefined
    if (typed?.success) return say(typed.data.text, claim)
    // A question whose answer is a page of its own has no card.
    const outcome =
      isQuery(name) && !Object.hasOwn(shows, name) ? refuse('not_found') : await runNamed(name, claim, raw)
    // After the run, since a run may change the language or the company.
    const { actor, texts } = await reader(claim)
    if (!outcome.ok) return refusal(outcome, texts)
    return { kind: 'card', card: cardOf(name, outcome.result, { actor, texts, now: ports.clock.now() }) }
  }

  const form = async (name: string, claim: Claim, filled: unknown): Promise<Answer> => {
    const { actor, texts } = await reader(claim)
    if (!isForm(name)) return refusal(refuse('not_found'), texts)
    const refused = mayTry(actor, commands[name].who)
    if (refused) return refusal(refused, texts)
    if (actor.kind !== 'user') return refusal(refuse('not_allowed'), texts)
    const input = typeof filled === 'object' && filled !== null ? { ...filled } : {}
    const made = await ports.store.read((tx) => forms[name](tx, { actor, texts, now: ports.clock.now() }, input))
    return 'ok' in made ? refusal(made, texts) : { kind: 'form', form: made }
  }

  const say = async (text: string, claim: Claim): Promise<Answer> => {
    const { actor, texts } = await reader(claim)
    if (actor.kind !== 'user' && actor.kind !== 'stranger') return refusal(refuse('not_allowed'), texts)
    const meant = await ports.store.read((tx) => meaningOf(tx, text, actor))
    switch (meant.kind) {
      case 'refused':
        return refusal(meant.refused, texts)
      case 'run':
        return answer(meant.name, claim, meant.input)
      case 'form':
        return form(meant.name, claim, meant.input)
      case 'help':
        return { kind: 'card', card: helpCard(actor, texts) }
      case 'register':
        return { kind: 'card', card: registerCard(actor, texts) }
      case 'nearest':
        return { kind: 'card', card: nearestCard(meant, actor.language, texts) }
      case 'no_such_licence':
        return { kind: 'card', card: noSuchLicenceCard(meant, texts) }
    }
  }

  return {
    run: (name, claim, raw) => runNamed(name, claim, raw) as never,
    ask: (name, claim, raw) => queries[name].run(ports, claim, raw) as never,
    answer,
    form,
    say,
    actor: async (claim) => (await reader(claim)).actor,
    sweep: async () => {
      let done = 0
      for (const sweep of sweeps) {
        const outcome = await sweep.run(ports, { channel: 'clock' }, {})
        if (outcome.ok) done += outcome.result.done
      }
      if (done > 0) for (const listener of listeners) listener()
      return done
    },
    deliver: (outside, share) => deliver(ports, outside, share),
    onCommit: (listener) => void listeners.push(listener),
    ports,
  }
}

/** A button can say something for a person, as the nearest command does. */
const sayInput = z.object({ text: z.string().max(4000) })

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name)
const isQuery = (name: string): name is QueryName => Object.hasOwn(queries, name)
const isForm = (name: string): name is FormName => Object.hasOwn(forms, name)

const refusal = (refused: Refused, texts: Texts): Answer => ({
  kind: 'card',
  card: refusalCard(refused, texts),
  refused,
})

const cardOf = (name: string, result: unknown, see: See): Card => {
  const show = (shows as { readonly [name: string]: ((result: never, see: never) => Card) | undefined })[name]
  if (show) return show(result as never, see as never)
  const done = (see.texts.done as { readonly [name: string]: ((result: never) => string) | undefined })[name]
  return { tone: 'good', title: done?.(result as never) ?? '' }
}
