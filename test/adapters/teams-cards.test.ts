import { describe, expect, it } from 'vitest'
import { adaptiveCard } from '../../adapters/teams/cards.ts'
import { cardMessage } from '../../adapters/teams/connector.ts'
import type { Json } from '../../adapters/teams/elements.ts'
import { formCard, inputOf, readSubmitted } from '../../adapters/teams/forms.ts'
import type { Action, Card } from '../../src/cards/card.ts'
import type { Field, Form } from '../../src/cards/form.ts'
import { describeRenderer, type Rendered, type RenderedButton } from '../conformance/renderer.ts'
import { sizeOf } from '../fakes/teams/judge.ts'
import { judgeCard } from '../fakes/teams.ts'

const baseUrl = 'https://toegang.example'
const key = '019c0000-0000-7000-8000-000000000001'
const viewer = `29:1${'x'.repeat(80)}`

const partsOf = (value: unknown): Json[] => {
  if (Array.isArray(value)) return value.flatMap(partsOf)
  if (typeof value !== 'object' || value === null) return []
  return [value as Json, ...Object.values(value).flatMap(partsOf)]
}

const readButton = (action: Json): RenderedButton => {
  const label = String(action['title'])
  if (action['type'] === 'Action.OpenUrl') return { label, url: String(action['url']) }
  if (action['type'] === 'Action.ShowCard') {
    const { body, actions } = action['card'] as { body: Json[]; actions: Json[] }
    const [question] = partsOf(body).filter(({ type }) => type === 'TextRun')
    return { ...readButton(actions[0] ?? {}), asks: String(question?.['text']) }
  }
  const { name, input } = action['data'] as { name: string; input: unknown }
  return { label, carries: { name, input } }
}

const read = (card: Json): Rendered => {
  const inOrder = partsOf(card['body'])
  // Unlike runs, these are read as markdown.
  const markdown = partsOf(card).filter(({ type }) => type === 'TextBlock' || type === 'FactSet')
  const inItems = inOrder.filter(({ type }) => type === 'ActionSet').flatMap(({ actions }) => actions as Json[])
  const bytes = sizeOf(cardMessage(card, 'x'.repeat(200)))
  return {
    words: inOrder.filter(({ type }) => type === 'TextRun').map(({ text }) => String(text)),
    buttons: [...inItems, ...((card['actions'] ?? []) as Json[])].map(readButton),
    objections: [
      ...judgeCard(card, 'message'),
      ...markdown.map(({ type }) => `${type} reads markdown`),
      ...(bytes > 24 * 1024 ? [`${bytes} bytes`] : []),
    ],
  }
}

describeRenderer('an Adaptive Card', (card) => read(adaptiveCard(card, { baseUrl, key, viewer })))

describe('an Adaptive Card', () => {
  const open: Card = {
    tone: 'waiting',
    title: 'Open',
    actions: [{ kind: 'run', label: 'Approve', name: 'x.y', input: {} }],
    about: { requestId: 'r1', version: 1 },
  }

  it('is refreshed by its one viewer while something can be done, and never after', () => {
    expect(adaptiveCard(open, { baseUrl, viewer })).toMatchObject({
      refresh: {
        action: { verb: 'requests.show', data: { name: 'requests.show', input: { request: 'r1' } } },
        userIds: [viewer],
      },
    })
    expect(adaptiveCard({ ...open, actions: [] }, { baseUrl, viewer })).not.toHaveProperty('refresh')
    expect(adaptiveCard(open, { baseUrl })).not.toHaveProperty('refresh')
  })

  it('has room for more buttons than fit in a row', () => {
    const actions = Array.from({ length: 12 }, (_, index) => ({ ...(open.actions?.[0] as Action), label: `B${index}` }))
    const { buttons, objections } = read(adaptiveCard({ ...open, actions }, { baseUrl }))
    expect(buttons.map(({ label }) => label)).toEqual(actions.map(({ label }) => label))
    expect(objections).toEqual([])
  })

  it('says that there is more where something was left out', () => {
    const items = Array.from({ length: 200 }, (_, index) => ({ title: `Item ${index}`, text: 'x'.repeat(300) }))
    const { words } = read(adaptiveCard({ tone: 'plain', title: 'Long', items }, { baseUrl }))
    expect(words).toContain('Item 0')
    expect(words.at(-1)).toBe('…')
  })

  it.each(['{{DATE(2026-01-01T00:00:00Z, SHORT)}}', '{{ time(2026-01-01T00:00:00Z)}}'])(
    'formats no %s of people',
    (text) => {
      const { words } = read(adaptiveCard({ tone: 'plain', title: text }, { baseUrl }))
      expect(words[0]).not.toMatch(/\{\{\s*(DATE|TIME)/i)
    },
  )
})

describe('a form', () => {
  const field = (name: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({
    name,
    kind,
    label: `Label of ${name}`,
    required: false,
    ...more,
  })
  const options = [
    { value: 'a', label: 'A [x](y)' },
    { value: 'b', label: 'B' },
  ]
  const form: Form = {
    name: 'x.y',
    title: 'Title',
    intro: 'Mention a **cost centre**',
    submit: 'Send',
    hidden: { requests: ['r1'] },
    fields: [
      field('line', 'line', { required: true, maxLength: 60, value: 'typed "before"' }),
      field('text', 'text', { hint: 'A hint' }),
      field('choice', 'choice', { options, value: 'b' }),
      field('choices', 'choices', { options, value: ['a', 'b'] }),
      field('on', 'flag', { value: true }),
      field('unset', 'flag'),
      field('date', 'date', { value: '2026-12-31T22:59:59.999Z' }),
      field('number', 'number', { value: 7 }),
      field('email', 'email'),
      field('emails', 'emails', { value: ['a@x.example', 'b@x.example'] }),
    ],
  }
  const given = (data: object) => inputOf(form, readSubmitted({ form: 'x.y', ...data }) as never)

  it('is a card that dialogs take, with everything filled in that was known', () => {
    const card = formCard(form, 'That was **wrong**')
    expect(judgeCard(card, 'dialog')).toEqual([])
    const inputs = partsOf(card).filter(({ type }) => String(type).startsWith('Input.'))
    expect(inputs.map(({ id, value }) => [id, value])).toEqual([
      ['line', 'typed "before"'],
      ['text', undefined],
      ['choice', 'b'],
      ['choices', 'a,b'],
      ['on', 'true'],
      ['unset', undefined],
      ['date', '2026-12-31'],
      ['number', 7],
      ['email', undefined],
      ['emails', 'a@x.example,b@x.example'],
    ])
    expect(
      partsOf(card)
        .filter(({ type }) => type === 'TextRun')
        .map(({ text }) => text),
    ).toEqual(['That was **wrong**', 'Mention a **cost centre**', 'A hint'])
  })

  it('gives back what was filled in, by kind', () => {
    const data = {
      hidden: { requests: ['r1'] },
      line: 'a line',
      text: 'two\nlines',
      choice: 'a',
      choices: 'a,b',
      on: 'false',
      unset: 'true',
      date: '2026-12-31',
      number: '8',
      email: 'a@x.example',
      emails: 'a@x.example; b@x.example,\nc@x.example ',
    }
    expect(given(data)).toEqual({
      requests: ['r1'],
      line: 'a line',
      text: 'two\nlines',
      choice: 'a',
      choices: ['a', 'b'],
      on: false,
      unset: true,
      date: '2026-12-31',
      number: 8,
      email: 'a@x.example',
      emails: ['a@x.example', 'b@x.example', 'c@x.example'],
    })
  })

  it('leaves out what was left empty or never asked', () => {
    expect(given({ line: ' ', text: '', choices: '', unset: '', number: null, other: 'x' })).toEqual({})
  })
})
