/** Dialogs: forms that a button opens, and what comes of filling them in. */
import type { TaskModuleResponse } from '@microsoft/teams.api'
import * as z from 'zod'
import type { Card } from '../../src/cards/card.ts'
import type { Answer } from '../../src/kernel/answer.ts'
import type { Sender } from './activity.ts'
import { readPressed } from './buttons.ts'
import { adaptiveCard } from './cards.ts'
import type { Json } from './elements.ts'
import { formCard, inputOf, readSubmitted } from './forms.ts'
import { tell } from './speak.ts'
import { asCard, guarded, hear, inWords, type Tools, textsFor } from './tools.ts'

const dataShape = z.looseObject({ value: z.looseObject({ data: z.unknown() }) })

const dataOf = (activity: unknown): unknown => dataShape.safeParse(activity).data?.value.data

/** Opens the form that a button asked for (`task/fetch`). */
export const openDialog = async (
  activity: unknown,
  sender: Sender | undefined,
  tools: Tools,
): Promise<TaskModuleResponse> => {
  const pressed = readPressed(dataOf(activity))
  if (!sender || !pressed) return strange(sender)
  const work = guarded(sender, tools, async () =>
    tools.core.form(pressed.name, await hear(sender, tools), pressed.input),
  )
  return answered(work, sender, tools)
}

/** Runs what a filled-in form is for (`task/submit`). A refusal keeps the dialog open, with everything that was typed. */
export const submitDialog = async (
  activity: unknown,
  sender: Sender | undefined,
  tools: Tools,
): Promise<TaskModuleResponse> => {
  const submitted = readSubmitted(dataOf(activity))
  if (!sender || !submitted) return strange(sender)
  let remark: string | undefined
  const work = guarded(sender, tools, async () => {
    const claim = await hear(sender, tools)
    // The fields of a form can depend on what goes along unseen, never on what was filled in.
    const asked = await tools.core.form(submitted.form, claim, submitted.hidden)
    if (asked.kind === 'card') return asked
    const input = inputOf(asked.form, submitted)
    const answer = await tools.core.answer(submitted.form, claim, input)
    if (answer.kind === 'form' || !answer.refused) return answer
    remark = inWords(answer.card)
    const filled = await tools.core.form(submitted.form, claim, input)
    return filled.kind === 'form' ? filled : answer
  })
  return answered(work, sender, tools, () => remark)
}

const answered = async (
  work: Promise<Answer>,
  sender: Sender,
  tools: Tools,
  remark: () => string | undefined = () => undefined,
): Promise<TaskModuleResponse> => {
  const answer = await tools.patience.inTime(work, async (late) => tell(asCard(late), sender, tools))
  if (!answer) return words(textsFor(sender).card.working)
  if (answer.kind === 'form') return dialog(answer.form.title, formCard(answer.form, remark()))
  const { card } = answer
  if (!card.items?.length && !card.facts?.length) return words(inWords(card))
  return dialog(card.title, adaptiveCard(withoutRuns(card), { baseUrl: tools.baseUrl }))
}

/** Dialogs don't run `Action.Execute`. */
const withoutRuns = (card: Card): Card => ({
  ...card,
  actions: card.actions?.filter(({ kind }) => kind === 'link'),
  items: card.items?.map(({ actions: _actions, ...item }) => item),
  about: undefined,
})

const strange = (sender: Sender | undefined): TaskModuleResponse => {
  const { refused } = textsFor(sender)
  return words(sender ? refused.not_found({}) : refused.account_not_vouched({}))
}

const words = (value: string): TaskModuleResponse => ({ task: { type: 'message', value } })

const dialog = (title: string, card: Json): TaskModuleResponse => ({
  task: {
    type: 'continue',
    value: { title, card: { contentType: 'application/vnd.microsoft.card.adaptive', content: card as never } },
  },
})
