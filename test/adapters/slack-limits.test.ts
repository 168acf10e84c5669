/** Every card and form that the product can make, in both languages, as Slack takes it; with plain values no label is cut. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf } from '../../adapters/slack/blocks.ts'
import { cardModal, formModal } from '../../adapters/slack/modal.ts'
import type { Card } from '../../src/cards/card.ts'
import { type FormName, forms } from '../../src/cards/forms.ts'
import { noticeCard } from '../../src/cards/notice-card.ts'
import { refusalCard } from '../../src/cards/refusal-card.ts'
import type { RefusalCode, Refused } from '../../src/kernel/refusal.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { languages } from '../../src/texts/language.ts'
import { licence, newId, user } from '../conformance/rows.ts'
import { hostile } from '../core/cards/samples.ts'
import { noticesOf, samplesFor } from '../core/text-samples.ts'
import { judgeBlocks, judgeView, type SlackUser } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld } from './slack-world.ts'

const baseUrl = 'https://toegang.example'
const nasty = hostile.join(' ')
/** As long as a field of the product takes, and full of every chat's markup. */
const long = (length: number, from = 0): string => (nasty.slice(from) + nasty.repeat(30)).slice(0, length)
const asTheyAre = <T>(value: T): T => value
/** The same values with hostile names in the place of the short ones. */
const withLongNames = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'string' && /Vermeulen|Jan Smit|Bouw-X|Acme|geen budget|NEN/.test(one) ? long(2000) : one,
  ) as T

/** The plain texts in there that end in an ellipsis: labels, titles and placeholders that did not fit. */
const cutIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(cutIn)
  if (typeof value !== 'object' || value === null) return []
  const { type, text } = value as { type?: unknown; text?: unknown }
  const cut = type === 'plain_text' && typeof text === 'string' && /\S…$/.test(text)
  return [...(cut ? [text] : []), ...Object.values(value).flatMap(cutIn)]
}
const mistakesOf = (card: Card, plain: boolean): string[] => {
  const blocks = blocksOf(card, baseUrl)
  const view = cardModal(card, baseUrl)
  return [...judgeBlocks(blocks, 'message'), ...judgeView(view), ...(plain ? [...cutIn(blocks), ...cutIn(view)] : [])]
}

const names = [
  ['plain', asTheyAre],
  ['long and hostile', withLongNames],
] as const

describe.each(languages)('in the language %s', (language) => {
  const texts = textsIn(language)

  it.each(names)('every notice, with %s names', (_what, vary) => {
    const types = Object.keys(texts.notice) as (keyof typeof texts.notice)[]
    expect(types.length).toBeGreaterThan(10)
    for (const type of types)
      for (const notice of noticesOf(type, texts))
        expect([type, mistakesOf(noticeCard(vary(notice), texts), vary === asTheyAre)]).toEqual([type, []])
  })

  it.each(names)('every refusal, with %s names', (_what, vary) => {
    for (const [code, samples] of Object.entries(samplesFor(texts).refused))
      for (const [detail] of samples) {
        const refused = { ok: false, code: code as RefusalCode, detail: vary(detail) } as Refused
        expect([code, mistakesOf(refusalCard(refused, texts), vary === asTheyAre)]).toEqual([code, []])
      }
  })
})

describe.each([
  ['plain', (_length: number, index: number) => `Naam ${index}`],
  ['long and hostile', (length: number, index: number) => `${index} ${long(length, index % 50)}`],
] as const)('in a company whose names are %s', (kind, name) => {
  let world: SlackWorld
  let bea: SlackUser & { readonly userId: string }

  beforeAll(async () => {
    world = await openSlackWorld()
    bea = await world.administrator('Bea')
    await world.write(async (tx) => {
      const companyId = world.acme.id
      const settings = { ...world.acme.settings, requestText: name(1000, 0) }
      await tx.companies.put({ ...world.acme, name: name(200, 0), settings })
      for (let index = 0; index < 120; index++) {
        await tx.licences.put(licence({ companyId, name: name(90, index) }))
        await tx.users.put(user({ companyId, name: name(90, index), email: `${'x'.repeat(50)}${index}@acme.example` }))
      }
      await tx.requests.put({
        id: newId(),
        reference: 'R-1000',
        companyId,
        requesterId: bea.userId,
        kind: 'access',
        licenceId: world.bouw.id,
        reason: name(2000, 0),
        at: world.bouw.createdAt,
        via: 'slack',
        state: 'open',
        version: 1,
      })
    })
  })
  afterAll(() => world.close())

  it.each(languages)('every form is one in %s that Slack takes, and its labels are whole', async (language) => {
    const row = await world.read((tx) => tx.users.get(bea.userId))
    if (row) await world.write((tx) => tx.users.put({ ...row, language }))
    const workspaceId = world.slack.team.id
    const person = { name: 'Bea', email: 'bea@acme.example' }
    const claim = { channel: 'slack', workspaceId, accountId: bea.id, person } as const
    const [open] = await world.requests()
    const filled: Partial<Record<FormName, object>> = {
      'requests.decide': { requests: [open?.id], verdict: 'approved', reason: name(2000, 0) },
      'licences.set_switches': { licenceId: world.bouw.id },
    }
    for (const form of Object.keys(forms) as FormName[]) {
      const answer = await world.core.form(form, claim, filled[form] ?? {})
      if (answer.kind !== 'form') throw new Error(`${form} has no form: ${answer.card.title}`)
      for (const remark of [undefined, name(500, 0)]) {
        const view = formModal(answer.form, remark)
        expect([form, judgeView(view)]).toEqual([form, []])
        expect([form, cutIn([view.title, view.submit, view.close])]).toEqual([form, []])
        if (kind === 'plain') expect([form, cutIn(view)]).toEqual([form, []])
      }
    }
  })
})
