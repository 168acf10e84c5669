import * as z from 'zod'
import type { Field, Form } from '../../src/cards/form.ts'
import { bold, cardOf, cut, type Json, mostJson, paragraph, run } from './elements.ts'

const submittedShape = z.looseObject({ form: z.string(), hidden: z.record(z.string(), z.unknown()).default({}) })

/** What a submitted dialog brings: the command, the values that went along unseen, and what was filled in. */
export type Submitted = z.output<typeof submittedShape>

export const readSubmitted = (data: unknown): Submitted | undefined => submittedShape.safeParse(data).data

const yes = '✓'
const no = '✗'

interface Size {
  /** In characters. */
  readonly choice: number
  /** How many of each field. */
  readonly choices: number
}

/** Names of choices are made shorter first; a company of hundreds of licences names the rest in a command. */
const sizes: readonly Size[] = [
  { choice: 100, choices: 500 },
  { choice: 60, choices: 500 },
  { choice: 30, choices: 500 },
  { choice: 30, choices: 100 },
  { choice: 30, choices: 50 },
  { choice: 30, choices: 20 },
]

/**
 * A form as the card of a dialog, as much of it as Teams takes; `remark` says on top what was wrong with the last try. Dialogs
 * know `Action.Submit` only.
 */
export const formCard = (form: Form, remark?: string): Json => {
  let drawn: Json = {}
  for (const size of sizes) {
    drawn = draw(form, size, remark)
    if (JSON.stringify(drawn).length <= mostJson) break
  }
  return drawn
}

const draw = (form: Form, size: Size, remark?: string): Json =>
  cardOf(
    [
      ...(remark ? [paragraph([bold(remark, { color: 'attention' })])] : []),
      ...(form.intro ? [paragraph([run(form.intro)])] : []),
      ...form.fields.flatMap((field) => [input(field, size), ...hint(field), ...leftOut(field, size)]),
    ],
    [{ type: 'Action.Submit', title: form.submit, style: 'positive', data: { form: form.name, hidden: form.hidden } }],
  )

const hint = (field: Field): Json[] =>
  field.hint ? [paragraph([run(field.hint, { isSubtle: true })], { spacing: 'small' })] : []

const leftOut = ({ options = [] }: Field, size: Size): Json[] =>
  options.length > size.choices ? [paragraph([run('…')])] : []

const input = (field: Field, size: Size): Json => {
  const { name: id, label, required: isRequired } = field
  const common = { id, label, isRequired, ...(isRequired && { errorMessage: label }) }
  const text = textOf(field.value)
  const value = text === undefined ? {} : { value: text }
  switch (field.kind) {
    case 'choice':
    case 'choices':
      return choices(field, common, value, size)
    case 'flag':
      // Untouched means unchanged, so a flag that nobody set yet is no toggle: that always says on or off.
      return field.value === undefined
        ? { ...choiceSet(common), choices: [yes, no].map((title) => ({ title, value: String(title === yes) })) }
        : { type: 'Input.Toggle', id, title: label, value: String(field.value === true) }
    case 'date':
      return { type: 'Input.Date', ...common, ...(text && { value: text.slice(0, 10) }) }
    case 'number':
      return { type: 'Input.Number', ...common, ...(typeof field.value === 'number' && { value: field.value }) }
    case 'line':
    case 'text':
    case 'email':
    case 'emails':
      return {
        type: 'Input.Text',
        ...common,
        isMultiline: field.kind === 'text' || field.kind === 'emails',
        ...(field.kind === 'email' && { style: 'email' }),
        ...(field.maxLength !== undefined && { maxLength: field.maxLength }),
        ...value,
      }
  }
}

const choiceSet = (common: Json): Json => ({ type: 'Input.ChoiceSet', ...common, style: 'compact' })

const choices = (field: Field, common: Json, value: Json, size: Size): Json => {
  const chosen = [field.value].flat()
  const all = field.options ?? []
  // What was chosen before stays, wherever it stands.
  const kept = all.filter((option, index) => index < size.choices || chosen.includes(option.value))
  return {
    ...choiceSet(common),
    isMultiSelect: field.kind === 'choices',
    choices: kept.map((option) => ({ title: cut(option.label, size.choice), value: option.value })),
    ...value,
  }
}

const textOf = (value: Field['value']): string | undefined => {
  if (value === undefined) return undefined
  return typeof value === 'object' ? value.join(',') : String(value)
}

/** The input of the command that `form` is for. What was left empty is absent, and nothing gets in that the form did not ask. */
export const inputOf = (form: Form, { form: _form, hidden, ...values }: Submitted): { [field: string]: unknown } => {
  const filled = form.fields.flatMap(({ name, kind }) => {
    const text = values[name] === undefined || values[name] === null ? '' : String(values[name])
    return text.trim() === '' ? [] : [[name, inputValue(kind, text)] as const]
  })
  return { ...hidden, ...Object.fromEntries(filled) }
}

const inputValue = (kind: Field['kind'], text: string): unknown => {
  switch (kind) {
    case 'emails':
      return text.split(/[\s,;]+/).filter(Boolean)
    case 'choices':
      return text.split(',')
    case 'flag':
      return text === 'true'
    case 'number':
      return Number(text)
    default:
      return text
  }
}
