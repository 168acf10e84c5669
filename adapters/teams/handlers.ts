/** What Teams sends turned into what the core answers. */
import type { AdaptiveCardActionResponse, TaskModuleResponse } from '@microsoft/teams.api'
import type { App } from '@microsoft/teams.apps'
import * as z from 'zod'
import type { Card } from '../../src/cards/card.ts'
import type { Form } from '../../src/cards/form.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Answer, Core } from '../../src/kernel/answer.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import type { Log } from '../log.ts'
import { claimOf, senderOf } from './activity.ts'
import { adaptiveCard, formCard, type Pressed, submitted } from './cards.ts'
import { cardMessage } from './connector.ts'

export interface Tools {
  readonly core: Core
  readonly baseUrl: string
  readonly connectorToken: () => Promise<string>
  readonly log: Log
}

const pressedShape = z.looseObject({
  name: z.string(),
  input: z.record(z.string(), z.unknown()).default({}),
  about: z.string().optional(),
  run: z.boolean().optional(),
})
const submittedShape = z.looseObject({ form: z.string(), hidden: z.record(z.string(), z.unknown()).default({}) })

/** An invoke that takes longer ends as an error under the card, though the work is done. */
const patienceMs = 8_000

export const handle = (app: App, tools: Tools): void => {
  app.on('message', async ({ activity, send }) => {
    const claim = await hear(activity, tools)
    if (!claim) return
    // The fallback of a button comes back as a message that carries its data.
    const pressed = pressedShape.safeParse(activity.value)
    const answer = await guarded(tools, () =>
      pressed.success
        ? tools.core.answer(pressed.data.name, claim, pressed.data.input)
        : tools.core.say(typed(activity.text), claim),
    )
    await send(cardMessage(adaptiveCard(asCard(answer), tools.baseUrl), asCard(answer).title))
  })
  app.on('card.action', async ({ activity }) => {
    const claim = await hear(activity, tools)
    const pressed = pressedShape.safeParse(activity.value.action.data)
    if (!claim || !pressed.success) return message(400, textsIn('nl').refused.not_found({}))
    return withPatience(press(pressed.data, claim, tools))
  })
  app.on('dialog.open', async ({ activity }): Promise<TaskModuleResponse> => {
    const claim = await hear(activity, tools)
    const pressed = pressedShape.safeParse(activity.value.data)
    if (!claim || !pressed.success) return said(textsIn('nl').refused.not_found({}))
    const answer = await guarded(tools, () => tools.core.form(pressed.data.name, claim, pressed.data.input))
    return answer.kind === 'form' ? dialog(answer.form) : said(inWords(answer.card))
  })
  app.on('dialog.submit', async ({ activity }): Promise<TaskModuleResponse> => {
    const claim = await hear(activity, tools)
    const values = submittedShape.safeParse(activity.value.data)
    if (!claim || !values.success) return said(textsIn('nl').refused.not_found({}))
    return submit(values.data, claim, tools)
  })
  const greet = async (activity: unknown, send: (card: never) => Promise<unknown>): Promise<void> => {
    const claim = await hear(activity, tools)
    if (!claim) return
    const answer = await guarded(tools, () => tools.core.say('', claim))
    await send(cardMessage(adaptiveCard(asCard(answer), tools.baseUrl), asCard(answer).title))
  }
  app.on('install.add', ({ activity, send }) => greet(activity, send as never))
}

/** The claim of who sent an activity; remembers the account and how to reach it. */
const hear = async (activity: unknown, { core, connectorToken }: Tools): Promise<Claim | undefined> => {
  const sender = senderOf(activity)
  if (!sender) return undefined
  const claim = await claimOf(sender, connectorToken)
  await core.run('chat.meet', claim, {})
  return claim
}

/** What was typed, without the mention of the bot. */
const typed = (text = ''): string => text.replace(/<at[^>]*>.*?<\/at>/g, '').trim()

const press = async (
  { name, input, about }: Pressed,
  claim: Claim,
  tools: Tools,
): Promise<AdaptiveCardActionResponse> => {
  const answer = await guarded(tools, () => tools.core.answer(name, claim, input))
  // The copy of a request shows in its own place what became of it, also when somebody else was first.
  if (about && answer.kind === 'card') {
    const settled = !answer.refused || ['already_decided', 'already_settled'].includes(answer.refused.code)
    if (!settled) return message(200, inWords(answer.card))
    const now = await guarded(tools, () => tools.core.answer('requests.show', claim, { request: about }))
    return card(asCard(now), tools)
  }
  return card(asCard(answer), tools)
}

const submit = async (
  { form: name, hidden, ...values }: z.output<typeof submittedShape>,
  claim: Claim,
  { core, ...rest }: Tools,
): Promise<TaskModuleResponse> => {
  const tools = { core, ...rest }
  const asked = await guarded(tools, () => core.form(name, claim, hidden))
  const form = asked.kind === 'form' ? asked.form : undefined
  const input = { ...hidden, ...submitted(form, values) }
  const answer = await guarded(tools, () => core.answer(name, claim, input))
  if (answer.kind === 'form') return dialog(answer.form)
  if (!answer.refused) return said(inWords(answer.card))
  const filled = await guarded(tools, () => core.form(name, claim, input))
  return filled.kind === 'form' ? dialog(filled.form, inWords(answer.card)) : said(inWords(answer.card))
}

/** A form that was asked for in words is offered as a button, since only a button can open a dialog. */
const asCard = (answer: Answer): Card =>
  answer.kind === 'card'
    ? answer.card
    : {
        tone: 'plain',
        title: answer.form.title,
        actions: [
          {
            kind: 'form',
            label: answer.form.title,
            name: answer.form.name,
            input: answer.form.hidden,
            style: 'primary',
          },
        ],
      }

const inWords = (card: Card): string => [card.title, ...(card.text ?? [])].join(' ')

const card = (shown: Card, { baseUrl }: Tools): AdaptiveCardActionResponse => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: adaptiveCard(shown, baseUrl) as never,
})

const message = (statusCode: 200 | 400, text: string): AdaptiveCardActionResponse =>
  ({ statusCode, type: 'application/vnd.microsoft.activity.message', value: text }) as never

const said = (text: string): TaskModuleResponse => ({ task: { type: 'message', value: text } })

const dialog = (form: Form, remark?: string): TaskModuleResponse => ({
  task: {
    type: 'continue',
    value: {
      title: form.title,
      card: { contentType: 'application/vnd.microsoft.card.adaptive', content: formCard(form, remark) } as never,
    },
  },
})

const withPatience = (work: Promise<AdaptiveCardActionResponse>): Promise<AdaptiveCardActionResponse> =>
  Promise.race([
    work,
    new Promise<AdaptiveCardActionResponse>((resolve) => {
      setTimeout(() => resolve(message(200, '⏳')), patienceMs).unref()
    }),
  ])

/** A fault is logged under a reference, and that is what the person sees. */
const guarded = async ({ core, log }: Tools, work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work()
  } catch (error) {
    const reference = core.ports.ids.reference(6)
    log.error({ err: error, reference }, 'a Teams interaction failed')
    return { kind: 'card', card: { tone: 'bad', title: textsIn('nl').card.somethingWrong(reference) } }
  }
}
