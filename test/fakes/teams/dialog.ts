import { dataOf, findAction, type Inputs, submitActionOf } from './actions.ts'
import { invokeActivity } from './activity.ts'
import type { ClientSide } from './client.ts'
import type { Answer, Tamper } from './deliver.ts'
import { asJson, asList, asText, at, type Json } from './json.ts'
import { judgeCard } from './judge.ts'
import { findConversation } from './population.ts'
import type { TeamsMessage, TeamsUser } from './world.ts'

/** A dialog as it stands open: what it shows, and in which chat it was opened. */
interface Dialog extends Answer {
  readonly card?: Json
  readonly title?: string
  /** The closing line, when the answer was a message. */
  readonly message?: string
  readonly conversationId: string
  readonly user: TeamsUser
}

export interface Dialogs {
  /** Presses an `Action.Submit` whose data say `task/fetch`. */
  openDialog(user: TeamsUser, message: TeamsMessage, wanted: string, inputs?: Inputs, tamper?: Tamper): Promise<Dialog>
  /** Presses the button in an open dialog; the first one unless named. */
  submitDialog(dialog: Dialog, inputs?: Inputs, wanted?: string, tamper?: Tamper): Promise<Dialog>
}

/** Dialogs (task modules): `task/fetch` opens one, `task/submit` answers it; "Use dialogs with bots" in Microsoft's documentation. */
export const openDialogs = ({ world, send, base, kept, visible, complain }: ClientSide): Dialogs => {
  const take = (answer: Answer, user: TeamsUser, conversationId: string): Dialog => {
    const rest = { ...answer, user, conversationId }
    if (answer.status !== 200) return rest
    const task = at(answer.body, 'task')
    const value = at(task, 'value')
    if (at(task, 'type') === 'message') return { ...rest, message: asText(value) ?? '' }
    if (at(task, 'type') !== 'continue') return rest
    const attachment = asJson(at(value, 'card'))
    const isCard = attachment['contentType'] === 'application/vnd.microsoft.card.adaptive'
    complain('dialog', isCard ? judgeCard(attachment['content'], 'dialog') : ['not an Adaptive Card'])
    return { ...rest, card: asJson(attachment['content']), title: asText(at(value, 'title')) ?? '' }
  }
  return {
    openDialog: async (user, message, wanted, inputs = {}, tamper) => {
      const one = kept(message)
      const card = visible(user, one)
      const action = submitActionOf(card, wanted)
      if (at(action, 'data', 'msteams', 'type') !== 'task/fetch')
        throw new Error(`the button "${wanted}" opens no dialog`)
      const value = { data: dataOf(card, action, inputs), context: { theme: 'default' } }
      const activity = invokeActivity(base(user, one.conversation, one.thread), 'task/fetch', value, one.id)
      const dialog = take(await send(activity, tamper), user, one.conversation.id)
      if (dialog.status === 200 && !dialog.card && dialog.message === undefined)
        complain('task/fetch', ['nothing to show'])
      return dialog
    },
    submitDialog: async ({ card, user, conversationId }, inputs = {}, wanted, tamper) => {
      const { conversation } = findConversation(world, conversationId)
      if (!card) throw new Error('no dialog is open')
      const action = wanted === undefined ? asList(card['actions'])[0] : findAction(card, wanted)
      if (!action) throw new Error('the dialog has no button')
      const value = { data: dataOf(card, action, inputs), context: { theme: 'default' } }
      const answer = await send(invokeActivity(base(user, conversation), 'task/submit', value), tamper)
      return take(answer, user, conversationId)
    },
  }
}
