import { setTimeout as sleep } from 'node:timers/promises'
import type { ViewOutput } from '@slack/bolt'
import type { PlainTextOption } from '@slack/types'
import { type Account, answerTo, type Tools } from './attend.ts'
import { optionOf } from './inputs.ts'
import { limits } from './limits.ts'
import { submissionOf } from './submission.ts'

/** Slack waits three seconds for options, of which the way there and back takes a part. */
const patienceMs = 700

/**
 * What a field of an open form offers for what somebody typed in it so far (`block_suggestion`): choices of that very form, made
 * anew for this person, in whose label each typed word occurs. Nothing when that takes too long; the next letter asks again.
 */
export const suggest = async (
  account: Account,
  { view, field, typed }: { readonly view: ViewOutput; readonly field: string; readonly typed: string },
  tools: Tools,
): Promise<PlainTextOption[]> => {
  const { name, input } = submissionOf(view)
  const over = new AbortController()
  const slow = sleep(patienceMs, undefined, { signal: over.signal }).catch(() => undefined)
  const work = answerTo(account, tools, (claim) => tools.core.form(name, claim, input))
  const answer = await Promise.race([work, slow]).finally(() => over.abort())
  if (answer?.kind !== 'form') return []
  const words = folded(typed).split(/\s+/)
  return (answer.form.fields.find((one) => one.name === field)?.options ?? [])
    .filter(({ label }) => words.every((word) => folded(label).includes(word)))
    .slice(0, limits.options)
    .map(optionOf)
}

/** Without case and accents, which people leave out when they search. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
