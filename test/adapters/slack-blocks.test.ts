import { describe, expect, it } from 'vitest'
import { blocksOf, fallbackText, readPressed, viewBlocksOf } from '../../adapters/slack/blocks.ts'
import { cut, share } from '../../adapters/slack/limits.ts'
import { cardModal, formModal, waitingModal } from '../../adapters/slack/modal.ts'
import type { Card } from '../../src/cards/card.ts'
import { type Form, fieldsOf } from '../../src/cards/form.ts'
import { commands } from '../../src/catalogue.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { languages } from '../../src/texts/language.ts'
import { describeRenderer, type Rendered, type RenderedButton } from '../conformance/renderer.ts'
import { judgeBlocks, judgeView, wordsIn } from '../fakes/slack.ts'
import type { Json } from '../fakes/teams/json.ts'

const baseUrl = 'https://toegang.example'

/** Slack reads `mrkdwn` as markup, and `:names:` in plain text that allows emoji. */
const markupIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(markupIn)
  if (typeof value !== 'object' || value === null) return []
  const own = value as Json
  const marked = own['type'] === 'mrkdwn' || (own['type'] === 'plain_text' && own['emoji'] !== false)
  return [...(marked ? [JSON.stringify(own)] : []), ...Object.values(own).flatMap(markupIn)]
}

/** Rich text in one piece for each line, as a person reads it, and every other text. */
const wordsOf = (blocks: readonly Json[]): string[] => blocks.map((block) => wordsIn([block])).filter(Boolean)

const buttonOf = (element: Json): RenderedButton => {
  const { url, value, confirm } = element as { url?: string; value?: string; confirm?: { text: { text: string } } }
  const carries = readPressed(value)
  return {
    label: (element['text'] as { text: string }).text,
    ...(carries && { carries }),
    ...(confirm && { asks: confirm.text.text }),
    ...(url && { url }),
  }
}

const render = (blocks: readonly Json[], objections: readonly string[]): Rendered => ({
  words: wordsOf(blocks.filter(({ type }) => type !== 'actions')),
  buttons: blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => (elements as Json[]).map(buttonOf)),
  objections: [...objections, ...markupIn(blocks)],
})

const message = (card: Card): Rendered => {
  const blocks = blocksOf(card, baseUrl) as unknown as Json[]
  const long = fallbackText(card).length > 4000 ? ['text too long'] : []
  return render(blocks, [...judgeBlocks(blocks, 'message'), ...long])
}
const modal = (card: Card): Rendered => {
  const view = cardModal(card, baseUrl)
  return render(view.blocks as unknown as Json[], judgeView(view))
}

describeRenderer('a Slack message', message)
describeRenderer('a Slack modal', modal)

describe('a card', () => {
  it('shows something of every fact, however long the others are', () => {
    const facts = Array.from({ length: 12 }, (_, index) => ({ label: `Feit-${index}.`, value: 'x'.repeat(2000) }))
    const { words, objections } = message({
      tone: 'plain',
      title: 'Veel',
      facts,
      items: [{ title: 'Ook veel', facts }],
    })
    expect(objections).toEqual([])
    for (const { label } of facts) expect(words.join('\n').split(label)).toHaveLength(3)
  })

  it('has no button for what Slack could not carry', () => {
    const requests = Array.from({ length: 25 }, () => 'x'.repeat(100))
    const { buttons, objections } = message({
      tone: 'plain',
      title: 'Veel aanvragen',
      actions: [
        { kind: 'run', label: 'Allemaal', name: 'requests.decide', input: { requests } },
        { kind: 'link', label: 'Openen', path: '/requests' },
      ],
    })
    expect(objections).toEqual([])
    expect(buttons).toMatchObject([{ label: 'Openen' }])
  })

  it('keeps its own buttons, whatever does not fit above them', () => {
    const items = Array.from({ length: 150 }, (_, index) => ({ title: `Ding ${index}` }))
    const card: Card = {
      tone: 'plain',
      title: 'Veel',
      items,
      actions: [{ kind: 'link', label: 'Meer', path: '/requests' }],
    }
    for (const rendered of [message(card), modal(card)]) {
      expect(rendered.objections).toEqual([])
      expect(rendered.buttons).toMatchObject([{ label: 'Meer' }])
    }
  })

  it('may be almost empty', () => {
    const facts = [{ label: '', value: '' }]
    const card: Card = { tone: 'plain', title: '', text: ['', ' '], facts, items: [{ title: '', text: '' }] }
    expect(message(card).objections).toEqual([])
    expect(modal(card).objections).toEqual([])
  })
})

describe('cards below each other', () => {
  it('share the room of a view, so that each shows', () => {
    const items = Array.from({ length: 40 }, (_, index) => ({ title: `Ding ${index}` }))
    const cards: Card[] = ['Een', 'Twee', 'Drie'].map((title) => ({ tone: 'plain', title, items }))
    const blocks = viewBlocksOf([...cards, { tone: 'plain', title: 'Vier' }], baseUrl) as unknown as Json[]
    expect(judgeBlocks(blocks, 'home')).toEqual([])
    for (const title of ['Een', 'Twee', 'Drie', 'Vier']) expect(wordsIn(blocks)).toContain(title)
    expect(blocks.length).toBeGreaterThan(95)
  })
})

describe('the text beside the blocks', () => {
  it('mentions nobody and links nowhere', () => {
    const text = fallbackText({ tone: 'plain', title: '<!channel> & <https://evil.example|klik>' })
    expect(text).toBe('&lt;!channel&gt; &amp; &lt;https://evil.example|klik&gt;')
  })
})

describe('what a button carries', () => {
  it.each([undefined, '', 'x', '[]', '{"name":1}', '{"name":"a"}'])('is not ours when it is %j', (value) => {
    expect(readPressed(value)).toBeUndefined()
  })
})

describe('a text', () => {
  it('is cut to the character, with an ellipsis', () => {
    expect(cut('abcdef', 6)).toBe('abcdef')
    expect(cut('abcdefg', 6)).toBe('abcde…')
    expect(cut('abcd👷ef', 6)).toBe('abcd…')
    expect(cut('abc👷efg', 6)).toBe('abc👷…')
  })

  it('gives way to shorter ones', () => {
    expect(share([], 10)).toBe(10)
    expect(share([3, 3, 4], 10)).toBe(10)
    expect(share([1, 100, 100], 11)).toBe(5)
    expect(share([100, 100], 11)).toBe(5)
  })
})

describe.each(languages)('forms in %s', (language) => {
  const texts = textsIn(language)
  const kinds = ['line', 'text', 'choice', 'choices', 'flag', 'date', 'number', 'email', 'emails'] as const
  const form = (over: Partial<Form>): Form => ({
    name: 'requests.ask_access',
    title: texts.command['requests.ask_access'],
    submit: texts.card.send,
    fields: [],
    hidden: {},
    ...over,
  })

  it('have titles and buttons that fit whole', () => {
    for (const title of Object.values(texts.command)) expect(title.length, title).toBeLessThanOrEqual(24)
    for (const label of [texts.card.send, texts.card.approve, texts.card.decline])
      expect(label.length, label).toBeLessThanOrEqual(24)
  })

  it('take fields of every kind, empty, filled in and over-full', () => {
    const options = Array.from({ length: 120 }, (_, index) => ({
      value: `${index}`,
      label: `${'🏗'.repeat(60)}${index}`,
    }))
    const values = {
      line: 'x'.repeat(9000),
      text: '👷'.repeat(4000),
      choice: '119',
      choices: ['3', '118', '200'],
      flag: true,
      date: '2026-12-31T22:59:59.999Z',
      number: 12,
      email: 'anna@acme.example',
      emails: ['anna@acme.example', 'bram@acme.example'],
    }
    for (const filled of [false, true]) {
      const fields = kinds.map((kind) => ({
        name: kind,
        label: kind,
        kind,
        required: !filled,
        ...(['choice', 'choices'].includes(kind) && { options }),
        ...(filled && { value: values[kind], hint: 'y'.repeat(3000), maxLength: 500 }),
      }))
      const view = formModal(form({ fields, intro: '*<!here>*' }), filled ? 'Er klopt iets niet' : undefined)
      expect(judgeView(view)).toEqual([])
      expect(markupIn(view)).toEqual([])
      if (filled) expect(JSON.stringify(view)).toContain('"initial_option":')
      if (filled) expect(wordsIn(view.blocks as unknown as Json[])).toContain('Er klopt iets niet')
    }
  })

  it('of real commands fit, labels and all', () => {
    const rules = { number: { kind: 'line' }, title: { kind: 'line' }, reason: { kind: 'text' } } as const
    const fields = fieldsOf(commands['requests.ask_standard'].input, rules, {}, texts)
    expect(judgeView(formModal(form({ fields })))).toEqual([])
  })

  it('are waited for in a modal that Slack takes', () => expect(judgeView(waitingModal())).toEqual([]))
})
