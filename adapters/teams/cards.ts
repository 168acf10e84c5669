import type { Action, Card, CardItem, Fact } from '../../src/cards/card.ts'
import type { Field, Form } from '../../src/cards/form.ts'

/** An Adaptive Card (schema version 1.5) or a part of one, as JSON. */
export type AdaptiveCard = { readonly [key: string]: unknown }

/** What a button carries to Teams and back. */
export interface Pressed {
  /** The command or query that it runs, or the form that it opens. */
  readonly name: string
  readonly input: { readonly [field: string]: unknown }
  /** The request whose copy the button stands on. */
  readonly about?: string
}

/** Teams draws at most so many buttons on a card; more are left out of sight. */
const mostActions = 6
/** Keeps a card well under the size that Teams takes (see `Size` in the platform's notes: 24 KB). */
const mostItems = 20
const mostText = 2000

/**
 * A card as an Adaptive Card. Words of people are text runs, in which Teams reads no markdown. `key` marks a posted card, so that
 * an earlier post can be found again.
 */
export const adaptiveCard = (card: Card, baseUrl: string, key?: string): AdaptiveCard => {
  const about = card.about?.requestId
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      { ...runs([[title(card)]]), ...(key && { id: markOf(key) }) },
      ...(card.text ?? []).map((line) => runs([[plain(line)]])),
      ...facts(card.facts),
      ...(card.items ?? []).slice(0, mostItems).map((item) => container(item, baseUrl, about)),
    ],
    actions: buttons(card.actions, baseUrl, about),
  }
}

/** How a posted card is recognised. */
export const markOf = (key: string): string => `toegang-${key}`

/** A form as an Adaptive Card with inputs; what was typed wrong is said on top. */
export const formCard = (form: Form, remark?: string): AdaptiveCard => ({
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    ...(remark ? [runs([[{ ...plain(remark), color: 'attention', weight: 'bolder' }]])] : []),
    ...(form.intro ? [runs([[plain(form.intro)]])] : []),
    ...form.fields.flatMap(inputs),
  ],
  actions: [
    { type: 'Action.Submit', title: form.submit, style: 'positive', data: { form: form.name, hidden: form.hidden } },
  ],
})

const plain = (text: string): AdaptiveCard => ({ type: 'TextRun', text: unformatted(text) })
const bold = (text: string): AdaptiveCard => ({ ...plain(text), weight: 'bolder' })

// Cards format dates written as {{DATE(…)}}, in any text.
const unformatted = (text: string): string => text.slice(0, mostText).replaceAll('{{', '{ {')

const colours: { readonly [T in Card['tone']]: string } = {
  plain: 'default',
  good: 'good',
  bad: 'attention',
  waiting: 'accent',
}

const title = (card: Card): AdaptiveCard => ({ ...bold(card.title), size: 'medium', color: colours[card.tone] })

const runs = ([inlines = []]: readonly (readonly AdaptiveCard[])[]): AdaptiveCard => ({
  type: 'RichTextBlock',
  inlines,
})

const facts = (list: readonly Fact[] = []): AdaptiveCard[] =>
  list.map(({ label, value }) => ({ ...runs([[bold(`${label}: `), plain(value)]]), spacing: 'small' }))

const container = (item: CardItem, baseUrl: string, about: string | undefined): AdaptiveCard => ({
  type: 'Container',
  separator: true,
  items: [
    runs([[bold(item.title)]]),
    ...(item.text ? [{ ...runs([[plain(item.text)]]), spacing: 'small' }] : []),
    ...facts(item.facts),
    ...(item.actions?.length ? [{ type: 'ActionSet', actions: buttons(item.actions, baseUrl, about) }] : []),
  ],
})

const styles = { primary: 'positive', danger: 'destructive' } as const

const buttons = (actions: readonly Action[] = [], baseUrl: string, about: string | undefined): AdaptiveCard[] =>
  actions.slice(0, mostActions).map((action) => {
    const look = { title: action.label, ...(action.style && { style: styles[action.style] }) }
    if (action.kind === 'link') return { type: 'Action.OpenUrl', ...look, url: `${baseUrl}${action.path}` }
    const pressed: Pressed = { name: action.name, input: action.input, ...(about && { about }) }
    if (action.kind === 'form')
      return { type: 'Action.Submit', ...look, data: { ...pressed, msteams: { type: 'task/fetch' } } }
    return {
      type: 'Action.Execute',
      ...look,
      verb: action.name,
      data: pressed,
      // Older clients know Submit only; its data comes back as a message.
      fallback: { type: 'Action.Submit', ...look, data: { ...pressed, run: true } },
    }
  })

const inputs = (field: Field): AdaptiveCard[] => {
  const common = {
    id: field.name,
    label: field.label,
    isRequired: field.required,
    ...(field.required && { errorMessage: field.label }),
  }
  const value = field.value === undefined ? {} : { value: valueText(field.value) }
  const hint = field.hint ? [{ ...runs([[{ ...plain(field.hint), isSubtle: true }]]), spacing: 'small' }] : []
  switch (field.kind) {
    case 'choice':
    case 'choices':
      return [
        {
          type: 'Input.ChoiceSet',
          ...common,
          style: 'compact',
          isMultiSelect: field.kind === 'choices',
          choices: (field.options ?? []).map((option) => ({ title: option.label, value: option.value })),
          ...value,
        },
        ...hint,
      ]
    case 'flag':
      return [
        {
          type: 'Input.Toggle',
          id: field.name,
          title: field.label,
          value: String(field.value === true),
          isRequired: false,
        },
      ]
    case 'date':
      return [{ type: 'Input.Date', ...common, ...value }]
    case 'number':
      return [{ type: 'Input.Number', ...common, ...(typeof field.value === 'number' && { value: field.value }) }]
    default:
      return [
        {
          type: 'Input.Text',
          ...common,
          isMultiline: field.kind === 'text' || field.kind === 'emails',
          ...(field.kind === 'email' && { style: 'email' }),
          ...(field.maxLength !== undefined && { maxLength: field.maxLength }),
          ...value,
        },
        ...hint,
      ]
  }
}

const valueText = (value: NonNullable<Field['value']>): string =>
  Array.isArray(value) ? value.join(',') : String(value)

/** The values of a submitted form, as the command takes them: what was left empty is absent. */
export const submitted = (
  form: Form | undefined,
  values: { readonly [field: string]: unknown },
): { [field: string]: unknown } => {
  const input: { [field: string]: unknown } = {}
  for (const [name, value] of Object.entries(values)) {
    if (value === '' || value === undefined || value === null) continue
    const kind = form?.fields.find((field) => field.name === name)?.kind
    if (kind === 'emails')
      input[name] = String(value)
        .split(/[\s,;]+/)
        .filter(Boolean)
    else if (kind === 'choices') input[name] = String(value).split(',')
    else if (kind === 'flag') input[name] = value === 'true' || value === true
    else if (kind === 'number') input[name] = Number(value)
    else if (kind) input[name] = value
  }
  return input
}
