import { setTimeout as sleep } from 'node:timers/promises'
import type { ViewOutput } from '@slack/bolt'
import { type Account, type Attended, answerTo, type Tools } from './attend.ts'
import { filterOfHome, showHome } from './home.ts'
import { cardModal, formModal, waitingModal } from './modal.ts'
import { type Submission, submissionOf, type Verdict, verdictOf } from './submission.ts'
import { updateView } from './tell.ts'

/** Slack waits three seconds for what becomes of a submitted form; people like to know sooner that it arrived. */
const patienceMs = 700
/** An update that overtook the answer to the submission would be undone by it. */
const crossingMs = 300

/** What a submitted form does next, and what is left to do once Slack has heard that. */
export interface Submitted {
  readonly verdict: Verdict
  readonly late: () => Promise<void>
}

/** Runs what a submitted form is for. Work that takes long goes on, and shows in the same modal what came of it. */
export const submit = async (account: Account, view: ViewOutput, tools: Tools): Promise<Submitted> => {
  const submission = submissionOf(view)
  const { name, input } = submission
  const work = answerTo(account, tools, (claim) => tools.core.answer(name, claim, input))
  const inTime = await within(work)
  const turned = async () => (name === filterOfHome ? showHome(account, tools) : undefined)
  if (inTime) return { verdict: verdictOf(inTime, name, view, tools.baseUrl), late: turned }
  return {
    verdict: { response_action: 'update', view: waitingModal() },
    late: async () => {
      const [answer] = await Promise.all([work, sleep(crossingMs)])
      const shown = await lateView(account, answer, submission, tools)
      await updateView(account, view.id, shown, tools)
      await turned()
    },
  }
}

const within = async (work: Promise<Attended>): Promise<Attended | undefined> => {
  const over = new AbortController()
  const slow = sleep(patienceMs, undefined, { signal: over.signal }).catch(() => undefined)
  return Promise.race([work, slow]).finally(() => over.abort())
}

/** What comes in the place of "in progress". After a refusal that is the form again, with all that was typed and why not. */
const lateView = async (account: Account, late: Attended, { name, input }: Submission, tools: Tools) => {
  const kept =
    late.kind === 'fault' || (late.kind === 'card' && late.refused && !late.card.actions?.length)
      ? await answerTo(account, tools, (claim) => tools.core.form(name, claim, input))
      : late
  if (kept.kind === 'form') return formModal(kept.form, late.kind === 'form' ? undefined : late.card.title)
  return cardModal(late.kind === 'form' ? kept.card : late.card, tools.baseUrl)
}
