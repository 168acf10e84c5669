/** How an answer reaches the place where somebody asked. */
import type { RespondFn } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Card } from '../../src/cards/card.ts'
import type { Account, Attended, Tools } from './attend.ts'
import { blocksOf, fallbackText } from './blocks.ts'
import { cardModal, formModal, waitingModal } from './modal.ts'
import { slackError } from './web-api.ts'

/** Where an answer is shown. */
export interface Stage {
  show(answer: Attended): Promise<void>
}

/** Says something that only the one who acted sees; or puts it in the place of such a message. */
export const tell = async (
  respond: RespondFn,
  card: Card,
  { baseUrl, insist }: Tools,
  replace_original = false,
): Promise<void> => {
  const text = fallbackText(card)
  const blocks = blocksOf(card, baseUrl)
  await insist(() => respond({ response_type: 'ephemeral', replace_original, text, blocks }))
}

/** Beside the message or command where somebody acted; a form opens as a modal, or by a button when it is too late for that. */
export const besideMessage = (account: Account, trigger: string, respond: RespondFn, tools: Tools): Stage => ({
  async show(answer) {
    const client = answer.kind === 'form' ? await tools.clientFor(account.workspaceId) : undefined
    if (answer.kind === 'form' && client && (await openView(client, trigger, formModal(answer.form), tools))) return
    await tell(respond, asCard(answer), tools)
  },
})

/** In a modal that is open. One that was closed meanwhile stays closed. */
export const inView = (account: Account, viewId: string, tools: Tools): Stage => ({
  async show(answer) {
    const view = answer.kind === 'form' ? formModal(answer.form) : cardModal(answer.card, tools.baseUrl)
    await updateView(account, viewId, view, tools)
  },
})

/** In a modal that opens at once, before the answer is there; `undefined` when it is too late to open one. */
export const inNewView = async (account: Account, trigger: string, tools: Tools): Promise<Stage | undefined> => {
  const client = await tools.clientFor(account.workspaceId)
  const opened = client && (await openView(client, trigger, waitingModal(), tools))
  return opened?.id ? inView(account, opened.id, tools) : undefined
}

export const updateView = async (
  { workspaceId }: Account,
  view_id: string,
  view: ModalView,
  { clientFor, insist }: Tools,
): Promise<void> => {
  const client = await clientFor(workspaceId)
  try {
    await insist(async () => client?.views.update({ view_id, view }))
  } catch (error) {
    if (slackError(error) !== 'not_found') throw error
  }
}

const tooLate = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged'])

/** Opens a modal, if that still can be: a trigger lives three seconds and works once, and Slack may not answer. */
const openView = async (client: WebClient, trigger_id: string, view: ModalView, { log }: Tools) => {
  try {
    return (await client.views.open({ trigger_id, view })).view
  } catch (error) {
    if (!tooLate.has(slackError(error) ?? '')) log.warn({ err: error }, 'Slack opened no modal')
    return undefined
  }
}

/** A form that cannot open here and now is offered as a button, with all that is filled in so far. */
export const asCard = (answer: Attended): Card => {
  if (answer.kind !== 'form') return answer.card
  const { title, name, hidden, fields } = answer.form
  const filled = Object.fromEntries(fields.map((field) => [field.name, field.value]))
  return {
    tone: 'plain',
    title,
    actions: [{ kind: 'form', label: title, name, input: { ...hidden, ...filled }, style: 'primary' }],
  }
}
