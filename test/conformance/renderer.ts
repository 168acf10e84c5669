/** What every chat's rendering of a card must hold: all of it appears, words stay words, and the platform takes it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Action, Card } from '../../src/cards/card.ts'
import { hostile } from '../core/cards/samples.ts'

/** A rendered card as its platform reads it. */
export interface Rendered {
  /** Every piece of text that the platform shows as it is, in order. What it would read as markup is no such text. */
  readonly words: readonly string[]
  readonly buttons: readonly RenderedButton[]
  /** What the platform would object to; empty when nothing. */
  readonly objections: readonly string[]
}

export interface RenderedButton {
  readonly label: string
  /** What a press carries back. */
  readonly carries?: { readonly name: string; readonly input: unknown }
  /** Asked before it runs. */
  readonly asks?: string
  readonly url?: string
}

const baseUrl = 'https://toegang.example'

const actions: readonly Action[] = [
  {
    kind: 'run',
    label: 'Approve',
    name: 'requests.decide',
    input: { requests: ['r1'], verdict: 'approved' },
    style: 'primary',
  },
  {
    kind: 'form',
    label: 'Decline',
    name: 'requests.decide',
    input: { requests: ['r1'], verdict: 'declined' },
    style: 'danger',
  },
  {
    kind: 'run',
    label: 'Withdraw',
    name: 'requests.withdraw',
    input: { request: 'r1' },
    confirm: 'Really withdraw it?',
  },
  { kind: 'link', label: 'Open page', path: '/requests' },
]

const full: Card = {
  tone: 'waiting',
  title: 'Access to "Bouw"',
  text: ['First line', 'Second line'],
  facts: [
    { label: 'Requester', value: 'Anna de Vries' },
    { label: 'Reason', value: 'A new building,\nwith a cellar' },
  ],
  items: [
    {
      title: 'First item',
      text: 'About the first',
      facts: [{ label: 'Status', value: 'open' }],
      actions: [actions[0] as Action],
    },
    { title: 'Second item' },
  ],
  actions,
  about: { requestId: 'r1', version: 1 },
}

/** A list as long as the product ever makes one, as an administrator sees it. */
const list: Card = {
  tone: 'plain',
  title: '10 open requests',
  items: Array.from({ length: 10 }, (_, index) => ({
    title: `Access to "Licence ${index}"`,
    facts: [
      { label: 'Requester', value: `Requester number ${index}` },
      { label: 'Reason', value: `Reason ${index}: for the new building` },
      { label: 'Status', value: 'waits for a decision' },
      { label: 'Code', value: `R-7K4${index}` },
    ],
    actions: (['approved', 'declined'] as const).map((verdict) => ({
      kind: verdict === 'approved' ? 'run' : 'form',
      label: `${verdict} ${index}`,
      name: 'requests.decide',
      input: { requests: [`019c0000-0000-7000-8000-00000000000${index}`], verdict },
    })),
  })),
  actions: [{ kind: 'link', label: 'Open page', path: '/requests' }],
}

const huge = (text: string): Card => {
  const facts = Array.from({ length: 60 }, () => ({ label: text, value: text }))
  const many = Array.from(
    { length: 30 },
    (): Action => ({ ...(actions[2] as Action & { kind: 'run' }), label: text, confirm: text }),
  )
  return {
    tone: 'bad',
    title: text,
    text: Array.from({ length: 60 }, () => text),
    facts,
    items: Array.from({ length: 60 }, () => ({ title: text, text, facts, actions: many })),
    actions: many,
    about: { requestId: 'r1', version: 1 },
  }
}

const loneHalf = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 5000, size: 'large' })
  .filter((text) => text.trim() !== '')
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('link' as const), label: anyText, path: fc.constant('/requests') }),
  fc.record({
    kind: fc.constantFrom('run' as const, 'form' as const),
    label: anyText,
    name: fc.constant('licences.list'),
    input: fc.constant({}),
  }),
)
const anyFacts = fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 12 })
const anyActions = fc.array(anyAction, { maxLength: 12 })
const anyCard: fc.Arbitrary<Card> = fc.record({
  tone: fc.constantFrom('plain', 'good', 'bad', 'waiting'),
  title: anyText,
  text: fc.array(anyText, { maxLength: 12 }),
  facts: anyFacts,
  items: fc.array(fc.record({ title: anyText, text: anyText, facts: anyFacts, actions: anyActions }), {
    maxLength: 30,
  }),
  actions: anyActions,
})

const expectSound = ({ words, objections }: Rendered) => {
  expect(objections).toEqual([])
  expect(words.filter((text) => loneHalf.test(text))).toEqual([])
}

/** Holds a rendering against the rules. `render` gives what the platform reads; links begin with `https://toegang.example`. */
export const describeRenderer = (name: string, render: (card: Card) => Rendered): void => {
  describe(`a card as ${name}`, () => {
    const shown = (card: Card) => render(card).words.join('\n')

    it('shows every word', () => {
      expectSound(render(full))
      const text = shown(full)
      const facts = [...(full.facts ?? []), ...(full.items?.[0]?.facts ?? [])].flatMap(({ label, value }) => [
        label,
        value,
      ])
      for (const word of [full.title, ...(full.text ?? []), ...facts, 'First item', 'About the first', 'Second item'])
        expect(text).toContain(word)
    })

    it('has every button, with what it carries', () => {
      const { buttons } = render(full)
      const [approve, , withdraw] = actions as [Action & { kind: 'run' }, Action, Action & { kind: 'run' }]
      const carried = (action: Action & { kind: 'run' | 'form' }) => ({ name: action.name, input: action.input })
      expect(buttons).toEqual([
        { label: 'Approve', carries: carried(approve) },
        { label: 'Approve', carries: carried(approve) },
        { label: 'Decline', carries: carried(actions[1] as Action & { kind: 'form' }) },
        { label: 'Withdraw', carries: carried(withdraw), asks: withdraw.confirm },
        { label: 'Open page', url: `${baseUrl}/requests` },
      ])
    })

    it('shows a list of requests in full', () => {
      const rendered = render(list)
      expectSound(rendered)
      const text = rendered.words.join('\n')
      for (const item of list.items ?? [])
        for (const word of [item.title, ...(item.facts ?? []).map(({ value }) => value)]) expect(text).toContain(word)
      expect(rendered.buttons).toHaveLength(21)
    })

    it.each(hostile)('leaves %s text, wherever it stands', (text) => {
      const facts = [{ label: text, value: text }]
      const card: Card = { tone: 'plain', title: text, text: [text], facts, items: [{ title: text, text, facts }] }
      const rendered = render(card)
      expectSound(rendered)
      const found = rendered.words.join('\n').split(text).length - 1
      expect(found).toBe(8)
    })

    it.each([
      ['plain', 'x'.repeat(5000)],
      ['doubled by escapes', '"\\'.repeat(2500)],
      ['of surrogate pairs', `x${'👷'.repeat(2500)}`],
      ['of joined characters', '👩‍👩‍👧‍👦'.repeat(500)],
      ['of line breaks', '\n'.repeat(5000)],
    ])('fits, cut between characters, when it is far too long and %s', (_, text) => expectSound(render(huge(text))))

    it('fits whatever it holds', () =>
      fc.assert(
        fc.property(anyCard, (card) => expectSound(render(card))),
        { numRuns: 40 },
      ))

    it('has no button that nothing was said about', () => {
      expect(render({ tone: 'good', title: 'Done' })).toMatchObject({ buttons: [], objections: [] })
    })
  })
}
