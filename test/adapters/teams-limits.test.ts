/** Every card that the product can make, as Teams takes it: read without a remark, version 1.5, under 24 KB. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adaptiveCard } from '../../adapters/teams/cards.ts'
import { cardMessage } from '../../adapters/teams/connector.ts'
import { formCard } from '../../adapters/teams/forms.ts'
import { type FormName, forms } from '../../src/cards/forms.ts'
import { noticeCard } from '../../src/cards/notice-card.ts'
import { refusalCard } from '../../src/cards/refusal-card.ts'
import { allChatCommands, chatCommands } from '../../src/chat/words.ts'
import type { RefusalCode, Refused } from '../../src/kernel/refusal.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { type Language, languages } from '../../src/texts/language.ts'
import { licence, newId, user } from '../conformance/rows.ts'
import { hostile } from '../core/cards/samples.ts'
import { noticesOf, samplesFor } from '../core/text-samples.ts'
import { sizeOf } from '../fakes/teams/judge.ts'
import { judgeCard, type TeamsUser } from '../fakes/teams.ts'
import { openTeamsWorld, type TeamsWorld } from './teams-world.ts'

const settings = {
  baseUrl: 'https://toegang.example',
  key: '019c0000-0000-7000-8000-000000000001',
  viewer: `29:1${'x'.repeat(80)}`,
}
const budget = 24 * 1024
const nasty = hostile.join(' ')

/** As long as a field of the product takes, and full of every chat's markup. */
const long = (length: number, from = 0): string => (nasty.slice(from) + nasty.repeat(30)).slice(0, length)

/** The same values with hostile names in the place of the short ones. */
const withLongNames = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'string' && /Vermeulen|Jan Smit|Bouw-X|Acme|geen budget|NEN/.test(one) ? long(2000) : one,
  ) as T

const mistakesOf = (card: Parameters<typeof adaptiveCard>[0]): string[] => {
  const drawn = adaptiveCard(card, settings)
  const bytes = sizeOf(cardMessage(drawn, card.title))
  return [...judgeCard(drawn, 'message'), ...(bytes > budget ? [`${bytes} bytes`] : [])]
}

describe.each(languages)('in the language %s', (language) => {
  const texts = textsIn(language)

  it.each([['short', <T>(value: T) => value] as const, ['long and hostile', withLongNames] as const])(
    'every notice, with %s names',
    (_what, vary) => {
      const types = Object.keys(texts.notice) as (keyof typeof texts.notice)[]
      expect(types.length).toBeGreaterThan(10)
      for (const type of types)
        for (const notice of noticesOf(type, texts))
          expect([type, mistakesOf(noticeCard(vary(notice), texts))]).toEqual([type, []])
    },
  )

  it.each([['short', <T>(value: T) => value] as const, ['long and hostile', withLongNames] as const])(
    'every refusal, with %s names',
    (_what, vary) => {
      for (const [code, samples] of Object.entries(samplesFor(texts).refused))
        for (const [detail] of samples) {
          const refused = { ok: false, code: code as RefusalCode, detail: vary(detail) } as Refused
          expect([code, mistakesOf(refusalCard(refused, texts))]).toEqual([code, []])
        }
    },
  )
})

describe('in a company that has as much of everything as can be, all names long and hostile', () => {
  let world: TeamsWorld
  let bea: TeamsUser & { readonly userId: string }

  beforeAll(async () => {
    world = await openTeamsWorld({ quotas: false })
    bea = await world.administrator('Bea')
    await world.write(async (tx) => {
      const settings = { ...world.acme.settings, requestText: long(1000) }
      await tx.companies.put({ ...world.acme, name: long(200), settings })
      for (let index = 0; index < 120; index++) {
        const name = `${index} ${long(90, index % 50)}`
        await tx.licences.put(licence({ companyId: world.acme.id, name }))
        const row = user({ companyId: world.acme.id, name, email: `${'x'.repeat(50)}${index}@acme.example` })
        await tx.users.put(row)
        if (index < 30)
          await tx.requests.put({
            id: newId(),
            reference: `R-${1000 + index}`,
            companyId: world.acme.id,
            requesterId: row.id,
            kind: 'access',
            licenceId: world.bouw.id,
            reason: long(2000),
            at: world.bouw.createdAt,
            via: 'teams',
            state: 'open',
            version: 1,
          })
      }
    })
  })
  afterAll(() => world.close())

  /** What everybody's command is typed with, if more than its word. */
  const rests: Partial<Record<(typeof allChatCommands)[number], readonly string[]>> = {
    request: ['', 'Bouw', long(200)],
    standard: ['', `NEN 1 ${long(500)}`],
    invite: ['', Array.from({ length: 100 }, (_, index) => `${'y'.repeat(60)}${index}@elders.example`).join(' ')],
    approve: ['', Array.from({ length: 25 }, (_, index) => `R-${1100 + index}`).join(' ')],
    decline: ['', 'R-1001 omdat het moet', 'R-9999'],
    grant: ['', 'bea@acme.example', 'bea@acme.example Bouw'],
    revoke: ['', 'bea@acme.example', 'bea@acme.example Bouw'],
    users: ['', 'x', long(100)],
    licence: ['', 'Bouw', 'Bouw getoond aan'],
    requests: ['', 'week'],
  }

  const inLanguage = async (language: Language) => {
    const row = await world.read((tx) => tx.users.get(bea.userId))
    if (row) await world.write((tx) => tx.users.put({ ...row, language }))
  }

  it.each(languages)('every command is answered in %s with a card that Teams takes', async (language) => {
    await inLanguage(language)
    const locale = { activity: { locale: language === 'nl' ? 'nl-NL' : 'en-GB' } }
    for (const command of allChatCommands)
      for (const rest of rests[command] ?? ['']) {
        const before = world.teams.messagesTo(bea).length
        await world.teams.say(bea, `${chatCommands[command][language]} ${rest}`, locale)
        expect([command, world.teams.messagesTo(bea).length - before]).toEqual([command, 1])
      }
    await world.teams.say(bea, long(900), locale)
    // The fake judges all that comes in: the parser's remarks, the version and the size.
    expect(world.teams.violations).toEqual([])
  })

  it.each(languages)('every form is one in %s that a dialog takes', async (language) => {
    await inLanguage(language)
    const claim = {
      channel: 'teams',
      workspaceId: world.teams.tenantId,
      accountId: bea.objectId,
      person: { name: 'Bea', email: 'bea@acme.example' },
    } as const
    const open = (await world.read((tx) => tx.requests.list({ state: 'open' })))[0]
    const filled: Partial<Record<FormName, object>> = {
      'requests.decide': { requests: [open?.id], verdict: 'approved', reason: long(2000) },
      'licences.set_switches': { licenceId: world.bouw.id },
    }
    for (const name of Object.keys(forms) as FormName[]) {
      const answer = await world.core.form(name, claim, filled[name] ?? {})
      if (answer.kind !== 'form') throw new Error(`${name} has no form: ${answer.card.title}`)
      for (const remark of [undefined, long(500)]) {
        const drawn = formCard(answer.form, remark)
        expect([name, judgeCard(drawn, 'dialog')]).toEqual([name, []])
        expect([name, sizeOf(drawn) < budget]).toEqual([name, true])
      }
    }
  })
})
