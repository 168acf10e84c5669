import { dataOf, findAction, type Inputs, submitActionOf } from './actions.ts'
import { invokeActivity, messageActivity } from './activity.ts'
import type { ClientSide } from './client.ts'
import type { Answer, Tamper } from './deliver.ts'
import { asJson, asText, at, isJson, type Json } from './json.ts'
import { judgeCard } from './judge.ts'
import type { KeptMessage, TeamsMessage, TeamsUser } from './world.ts'

/** The answer to an invoke, and what the client makes of it. */
interface InvokeAnswer extends Answer {
  /** The card now shown to this person, when the answer was a card. */
  readonly card?: Json
  /** The line shown to this person, when the answer was a message. */
  readonly message?: string
}

export interface Pressing {
  /** Presses a button by title or verb. `Action.Execute` on a client that knows it: an `adaptiveCard/action` invoke. */
  click(user: TeamsUser, message: TeamsMessage, wanted: string, inputs?: Inputs, tamper?: Tamper): Promise<InvokeAnswer>
  /** Presses a button as a client without `Action.Execute` does: the fallback, or an `Action.Submit`, as a message with `value`. */
  clickSubmit(user: TeamsUser, message: TeamsMessage, wanted: string, inputs?: Inputs, tamper?: Tamper): Promise<Answer>
  /** The client asks for this person's own card, as it does when the card comes into view. */
  refresh(user: TeamsUser, message: TeamsMessage, tamper?: Tamper): Promise<InvokeAnswer>
}

/** Buttons on cards in messages; "Universal Action Model" in Microsoft's Adaptive Cards documentation. */
export const openPressing = ({ world, send, base, kept, visible, complain }: ClientSide): Pressing => {
  const take = (user: TeamsUser, message: KeptMessage, place: string, answer: Answer): InvokeAnswer => {
    if (answer.status !== 200) return answer
    const { statusCode, type, value } = asJson(answer.body)
    if (typeof statusCode !== 'number') complain(place, ['answered without statusCode'])
    if (type === 'application/vnd.microsoft.card.adaptive') {
      complain(place, judgeCard(value, 'message'))
      message.views.set(user.objectId, asJson(value))
      return { ...answer, card: asJson(value) }
    }
    if (type === 'application/vnd.microsoft.activity.message' && typeof value === 'string')
      return { ...answer, message: value }
    if (type === 'application/vnd.microsoft.error' && isJson(value)) return answer
    complain(place, [`answered with the unknown type ${String(type)}`])
    return answer
  }

  const execute = async (
    user: TeamsUser,
    message: KeptMessage,
    invoked: { action: Json; trigger: 'manual' | 'automatic' },
    tamper?: Tamper,
  ): Promise<InvokeAnswer> => {
    const where = base(user, message.conversation, message.thread)
    const answer = await send(invokeActivity(where, 'adaptiveCard/action', invoked, message.id), tamper)
    return take(user, message, `${invoked.trigger} ${String(invoked.action['verb'])}`, answer)
  }

  return {
    click: async (user, message, wanted, inputs = {}, tamper) => {
      const one = kept(message)
      const card = visible(user, one)
      const action = findAction(card, wanted)
      const { type, title, id, verb } = action
      if (type !== 'Action.Execute') throw new Error(`"${wanted}" is ${String(type)}, not Action.Execute`)
      const invoked = { type, title, ...(id !== undefined && { id }), verb, data: dataOf(card, action, inputs) }
      return execute(user, one, { action: invoked, trigger: 'manual' }, tamper)
    },
    clickSubmit: async (user, message, wanted, inputs = {}, tamper) => {
      const one = kept(message)
      const card = visible(user, one)
      const data = dataOf(card, submitActionOf(card, wanted), inputs)
      const { type, value, text } = asJson(at(data, 'msteams'))
      if (type === 'task/fetch') throw new Error(`the button "${wanted}" opens a dialog: use openDialog`)
      const words = asText(type === 'imBack' ? value : text) ?? ''
      const where = base(user, one.conversation, one.thread)
      const { attachments: _attachments, ...plain } = messageActivity(where, world.nextId(), words)
      const sent = type === 'imBack' ? {} : { value: type === 'messageBack' ? value : data }
      return send({ ...plain, ...sent, replyToId: one.id }, tamper)
    },
    refresh: async (user, message, tamper) => {
      const one = kept(message)
      const refresh = asJson(visible(user, one)['refresh'])
      const ids = Array.isArray(refresh['userIds']) ? refresh['userIds'] : undefined
      if (!isJson(refresh['action'])) throw new Error(`the card of message ${message.id} does not refresh`)
      if (ids && !ids.includes(user.id)) throw new Error(`the card does not refresh for ${user.name}`)
      const { type, verb, id, data } = refresh['action']
      const action = { type, ...(id !== undefined && { id }), verb, data: asJson(data) }
      const answer = await execute(user, one, { action, trigger: 'automatic' }, tamper)
      if (!tamper && !answer.card) complain('refresh', ['answered without a card, which can freeze the message'])
      return answer
    },
  }
}
