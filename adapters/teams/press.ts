/** Buttons on cards. */
import type { AdaptiveCardActionResponse } from '@microsoft/teams.api'
import * as z from 'zod'
import type { Card } from '../../src/cards/card.ts'
import type { Sender } from './activity.ts'
import { type Pressed, readPressed } from './buttons.ts'
import { adaptiveCard } from './cards.ts'
import { replace, tell } from './speak.ts'
import { asCard, faultCard, hear, inWords, type Tools, textsFor } from './tools.ts'

/** What a press brings: a card for the place of the button, and one that is said beside it. */
interface Outcome {
  readonly shown?: Card
  readonly said?: Card
}

const settledCodes: readonly string[] = ['already_decided', 'already_settled']

/**
 * Runs what a button asks for. The card of a request shows what became of it, also when somebody else was first; a refusal that
 * leaves it open is said beside it. Any other card gives way to the answer.
 */
const press = async ({ name, input, about }: Pressed, sender: Sender, tools: Tools): Promise<Outcome> => {
  try {
    const claim = await hear(sender, tools)
    const answer = await tools.core.answer(name, claim, input)
    if (!about || answer.kind === 'form') return { shown: asCard(answer) }
    const now = name === 'requests.show' ? answer : await tools.core.answer('requests.show', claim, { request: about })
    const said = answer.refused && !settledCodes.includes(answer.refused.code) ? { said: answer.card } : {}
    if (now.kind !== 'card' || now.refused) return { said: asCard(now), ...said }
    return { shown: now.card, ...said }
  } catch (error) {
    return { said: faultCard(error, sender, tools) }
  }
}

/** Brings an outcome to the message that the button stands on, after the fact. */
const bring = async (
  { shown, said }: Outcome,
  pressed: Pressed,
  on: string | undefined,
  sender: Sender,
  tools: Tools,
): Promise<void> => {
  if (shown && on && sender.personal) await replace(on, shown, sender.conversation, tools, pressed.key)
  else if (shown) await tell(shown, sender, tools)
  if (said) await tell(said, sender, tools)
}

/** A client without `Action.Execute` presses the fallback, which arrives as a message with data. */
export const submitPressed = async (
  pressed: Pressed,
  on: string | undefined,
  sender: Sender,
  tools: Tools,
): Promise<void> => bring(await press(pressed, sender, tools), pressed, pressed.about ? on : undefined, sender, tools)

const invokeShape = z.looseObject({
  replyToId: z.string().optional(),
  value: z.looseObject({ action: z.looseObject({ data: z.unknown() }), trigger: z.string().optional() }),
})

/** `Action.Execute`, by hand or by a client that refreshes a card: that one always gets a card, or the message could freeze. */
export const executePressed = async (
  activity: unknown,
  sender: Sender | undefined,
  tools: Tools,
): Promise<AdaptiveCardActionResponse> => {
  const invoke = invokeShape.safeParse(activity).data
  const pressed = readPressed(invoke?.value.action.data)
  const texts = textsFor(sender)
  if (!sender || !pressed) {
    const title = sender ? texts.refused.not_found({}) : texts.refused.account_not_vouched({})
    return cardAnswer({ tone: 'bad', title }, undefined, sender, tools)
  }
  // A view of one's own that comes too late is asked for again: nobody wants it in the chat with the bot.
  const asksView = invoke?.value.trigger === 'automatic' && pressed.ownView !== undefined
  const outcome = await tools.patience.inTime(press(pressed, sender, tools), async (late) => {
    if (!asksView) await bring(late, pressed, invoke?.replyToId, sender, tools)
  })
  if (!outcome) return cardAnswer({ tone: 'waiting', title: texts.card.working }, pressed, sender, tools)
  const { shown, said } = outcome
  if (invoke?.value.trigger === 'automatic')
    return cardAnswer(shown ?? again(said, pressed, texts.card.open), pressed, sender, tools)
  if (!said) return cardAnswer(shown ?? { tone: 'plain', title: texts.card.nothing }, pressed, sender, tools)
  // The words are enough, unless a button shows the way out.
  if (said.actions?.length) await tell(said, sender, tools).catch((error: unknown) => faultCard(error, sender, tools))
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: inWords(said) }
}

/** What stands in the place of a card that could not be refreshed: why, and a button to try it again. */
const again = (said: Card | undefined, { name, input, about }: Pressed, label: string): Card => ({
  tone: 'bad',
  title: label,
  ...said,
  actions: [...(said?.actions ?? []), { kind: 'run', label, name, input: input as never }],
  ...(about && { about: { requestId: about, version: 0 } }),
})

const cardAnswer = (
  card: Card,
  pressed: Pressed | undefined,
  sender: Sender | undefined,
  { baseUrl }: Tools,
): AdaptiveCardActionResponse => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: adaptiveCard(card, {
    baseUrl,
    key: pressed?.key,
    viewer: sender?.conversation.memberId,
    ownView: pressed?.ownView,
  }) as never,
})
