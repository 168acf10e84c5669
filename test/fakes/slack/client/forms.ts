import { asJson, asList, isJson, type Json } from '../../teams/json.ts'
import type { Answer, Tamper } from '../delivery.ts'
import { Refused } from '../refused.ts'
import { close, pushModal, shownView, stackOf, updateView } from '../views.ts'
import { revise, type SlackUser, type SlackView } from '../world.ts'
import { clientRefusal, type Filled } from './fill.ts'
import type { Pressing } from './press.ts'
import { type ClientSide, current, installedFor, interactive, needInteractivity } from './side.ts'

const trouble = 'We had some trouble connecting. Try again?'

export interface Forms {
  /** Types and chooses in a modal, by `block_id` or label, without submitting. */
  fill(user: SlackUser, view: SlackView, values: Readonly<Record<string, Filled>>): SlackView
  /** Fills in and submits. Throws when Slack's own client would not submit: a required field empty, a text too long. */
  submit(user: SlackUser, view: SlackView, values?: Readonly<Record<string, Filled>>, tamper?: Tamper): Promise<Answer>
  /** Closes a modal (the app hears it when it asked to); undefined when nothing was sent. */
  dismiss(user: SlackUser, view: SlackView, tamper?: Tamper): Promise<Answer | undefined>
}

/** Modals: `view_submission`, what the answer does with the modal, and `view_closed`. */
export const openForms = ({ world, office, triggers, changed }: ClientSide, { fillIn }: Pressing): Forms => {
  const onTop = (user: SlackUser, view: SlackView): SlackView => {
    const now = current(world, user, view)
    if (stackOf(world, user.id).at(-1) !== now) throw new Error(`another modal lies on top of ${view.id}`)
    return now
  }

  const fieldErrors = (view: SlackView, errors: Json): Record<string, string> => {
    const inputs = asList(view.source['blocks']).filter((block) => block['type'] === 'input')
    const wrong = Object.entries(errors).filter(
      ([id, said]) => !inputs.some((block) => block['block_id'] === id) || typeof said !== 'string' || said === '',
    )
    if (wrong.length === 0 && Object.keys(errors).length > 0)
      return Object.fromEntries(Object.entries(errors).map(([id, said]) => [id, String(said)]))
    world.complain('view_submission', ['errors must name input blocks of the view, each with a text'])
    return { '': trouble }
  }

  const obey = (user: SlackUser, view: SlackView, body: unknown): void => {
    const { response_action: action, ...rest } = asJson(body)
    const now = world.views.find((one) => one.id === view.id)
    if (!now?.open) return
    const empty = body === undefined || (isJson(body) && Object.keys(body).length === 0)
    if (empty || action === 'clear') {
      close(world, empty ? [now] : stackOf(world, user.id))
      return
    }
    if (action === 'errors') return void revise(world.views, now, { errors: fieldErrors(now, asJson(rest['errors'])) })
    if (action === 'update') return void updateView(world, 'view_submission', now, asJson(rest['view']))
    if (action === 'push') return void pushModal(world, 'view_submission', asJson(rest['view']), user.id)
    world.complain('view_submission', [`unknown answer ${JSON.stringify(body)}`])
    revise(world.views, now, { errors: { '': trouble } })
  }

  const react = (user: SlackUser, view: SlackView, answer: Answer): void => {
    const now = world.views.find((one) => one.id === view.id)
    if (answer.status !== 200) return void (now && revise(world.views, now, { errors: { '': trouble } }))
    try {
      obey(user, view, answer.body)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (now) revise(world.views, now, { errors: { '': trouble } })
    }
  }

  const fill: Forms['fill'] = (user, view, values) => {
    fillIn(user, view, values)
    return current(world, user, view)
  }

  return {
    fill,
    submit: async (user, view, values = {}, tamper) => {
      needInteractivity(world)
      onTop(user, view)
      const filled = fill(user, view, values)
      if (filled.source['submit'] === undefined) throw new Error('this modal has nothing to submit')
      const refusal = clientRefusal(asList(filled.source['blocks']), filled.values)
      if (refusal) throw new Error(`Slack does not submit this: ${refusal}`)
      const sent = revise(world.views, filled, { errors: {} })
      const installation = installedFor(world, user)
      const payload = {
        type: 'view_submission',
        ...interactive(world, user, installation),
        trigger_id: triggers.give({ userId: user.id, teamId: installation.teamId, viewId: sent.id }),
        view: shownView(world, sent),
        response_urls: [],
      }
      const answer = await office.send({ kind: 'interactive', payload }, tamper)
      react(user, sent, answer)
      changed()
      return answer
    },
    dismiss: async (user, view, tamper) => {
      const now = onTop(user, view)
      const cleared = now.source['clear_on_close'] === true
      const payload = {
        type: 'view_closed',
        ...interactive(world, user, installedFor(world, user)),
        view: shownView(world, now),
        is_cleared: cleared,
      }
      close(world, cleared ? stackOf(world, user.id) : [now])
      changed()
      return now.source['notify_on_close'] === true ? office.send({ kind: 'interactive', payload }, tamper) : undefined
    },
  }
}
