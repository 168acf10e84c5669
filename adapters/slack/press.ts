/** Buttons: on messages, in modals and on the Home tab. */
import type { BlockButtonAction, RespondFn } from '@slack/bolt'
import type { Card } from '../../src/cards/card.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Answer } from '../../src/kernel/answer.ts'
import { type Account, answerTo, type Tools } from './attend.ts'
import { readPressed, requestOf } from './blocks.ts'
import { filterOfHome, showHome } from './home.ts'
import { refOf } from './notifier.ts'
import { isOwnChat, isShared } from './place.ts'
import { besideMessage, inNewView, inView, type Stage, tell } from './tell.ts'

/**
 * Does what a button asks for. On the card of a request that very message then shows what became of it, also when somebody else
 * was first, so that a copy that missed its update heals by the click; a refusal is said beside it.
 */
export const press = async (
  account: Account,
  { body, respond }: { readonly body: BlockButtonAction; readonly respond: RespondFn },
  tools: Tools,
): Promise<void> => {
  const [action] = body.actions
  const pressed = readPressed(action?.value)
  if (!action || !pressed) return
  const opensForm = action.action_id.startsWith('form:')
  const requestId = requestOf(action.block_id)
  const turnsHome = !opensForm && pressed.name === filterOfHome
  const stage = turnsHome ? undefined : await stageOf(account, body, respond, opensForm, tools)
  const copy = requestId === undefined ? undefined : copyAt(account, body, respond, requestId, tools)
  const answer = await answerTo(account, tools, async (claim) => {
    if (!opensForm) {
      const done = await tools.core.answer(pressed.name, claim, pressed.input)
      await copy?.mend(claim)
      return done
    }
    return (await copy?.mend(claim)) ?? tools.core.form(pressed.name, claim, pressed.input)
  })
  const shownByCopy = copy?.mended && !opensForm && answer.kind === 'card' && !answer.refused
  if (!shownByCopy) await stage?.show(answer)
  if (body.view?.type === 'home' && !opensForm) await showHome(account, tools)
}

/** On a message of ours, or on the preview of a link in anybody's. */
const onMessage = new Set(['message', 'message_attachment'])

/** A form, and anything on the Home tab, gets a modal at once: the trigger may be gone by the time that the answer is there. */
const stageOf = async (
  account: Account,
  { container, view, trigger_id }: BlockButtonAction,
  respond: RespondFn,
  opensForm: boolean,
  tools: Tools,
): Promise<Stage | undefined> => {
  if (view?.type === 'modal') return inView(account, view.id, tools)
  const beside = onMessage.has(container.type) ? besideMessage(account, trigger_id, respond, tools) : undefined
  if (beside && !opensForm) return beside
  return (await inNewView(account, trigger_id, tools)) ?? beside
}

/** The copy of a request on which a button was pressed. */
const copyAt = (account: Account, body: BlockButtonAction, respond: RespondFn, requestId: string, tools: Tools) => {
  const { container } = body
  const cardIn = async (place: string): Promise<Card | undefined> => {
    const { core } = tools
    const shared = await isShared(tools, account.workspaceId, place)
    const found = await core.ask('requests.in_channel', { channel: 'clock' }, { request: requestId, shared })
    return found.ok ? found.result.card : undefined
  }
  const copy = {
    mended: false,
    /** Shows the request as it is now, when there is nothing left to press; answers what it shows then. */
    async mend(claim: Claim): Promise<Answer | undefined> {
      const now = await tools.core.answer('requests.show', claim, { request: requestId })
      if (now.kind !== 'card' || now.refused || now.card.actions?.length) return undefined
      try {
        if (container['is_ephemeral'] === true) await tell(respond, now.card, tools, true)
        else if (container.type === 'message') {
          const at = { channel: 'slack', workspaceId: account.workspaceId } as const
          const place = String(container['channel_id'])
          const card = isOwnChat(place) ? now.card : await cardIn(place)
          if (card) await tools.notifier.replace({ ...at, ref: refOf(place, String(container['message_ts'])) }, card)
          // In a channel the others see something else than this person does.
          if (!isOwnChat(place)) return now
        } else return now
        copy.mended = true
      } catch (error) {
        // What was done is done; the outbox brings the copy up to date.
        tools.log.warn({ err: error }, 'a copy of a request could not be replaced at once')
      }
      return now
    },
  }
  return copy
}
