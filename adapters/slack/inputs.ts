import type { InputBlock, PlainTextOption } from '@slack/types'
import type { Field, Option } from '../../src/cards/form.ts'
import { plainText } from './blocks.ts'
import { cut, limits } from './limits.ts'

export const valueAction = 'value'

/** Two hundred addresses of sixty characters, which is more than one input takes. */
const addressInputs = 4

/**
 * A field of a form as input blocks, whose id is the field's name; addresses get further ones (`emails:2`) for what the first has
 * no room for.
 */
export const inputsOf = (field: Field): InputBlock[] => {
  if (field.kind !== 'emails') return [inputOf(field)]
  const parts = partsOf(Array.isArray(field.value) ? field.value : [])
  return Array.from({ length: addressInputs }, (_, index) => {
    const { value: _all, hint: _hint, ...plainField } = field
    const value = parts[index]
    if (index === 0) return inputOf({ ...field, ...(value && { value }) })
    const [name, label] = [`${field.name}:${index + 1}`, `${field.label} (${index + 1})`]
    return inputOf({ ...plainField, name, label, required: false, ...(value && { value }) })
  })
}

/** The field to which an input block belongs. */
export const fieldOf = (blockId: string): string => blockId.split(':')[0] ?? ''

/** Addresses, as many for each input as have room in it: never more inputs than they were typed in. */
const partsOf = (addresses: readonly string[]): string[][] => {
  const parts: string[][] = [[]]
  for (const address of addresses) {
    const last = parts.at(-1) ?? []
    if ([...last, address].join('\n').length <= limits.plainTextInput) last.push(address)
    else parts.push([address])
  }
  return parts
}

const inputOf = (field: Field): InputBlock => ({
  type: 'input',
  block_id: field.name,
  optional: !field.required,
  label: plainText(field.label, limits.inputLabel),
  ...(field.hint && { hint: plainText(field.hint, limits.hint) }),
  element: elementOf(field),
})

export const optionOf = ({ value, label }: Option): PlainTextOption => ({
  text: plainText(label || '–', limits.optionText),
  value,
})

const elementOf = (field: Field): InputBlock['element'] => {
  const common = { action_id: valueAction }
  const { value } = field
  const text = Array.isArray(value) ? value.join('\n') : typeof value === 'string' ? value : ''
  const most = Math.min(field.maxLength ?? limits.plainTextInput, limits.plainTextInput)
  const typed = text && { initial_value: cut(text, most) }
  switch (field.kind) {
    case 'choice':
    case 'choices': {
      const chosen: readonly unknown[] = Array.isArray(value) ? value : [value]
      const all = field.options ?? []
      const initial = all.filter((one) => chosen.includes(one.value)).map(optionOf)
      const [first] = initial
      // Slack searches a list by itself; one that is too long for it asks us for every letter that is typed.
      const offered =
        all.length > limits.options
          ? ({ from: 'external', more: { min_query_length: 0 } } as const)
          : ({ from: 'static', more: { options: all.map(optionOf) } } as const)
      if (field.kind === 'choice') {
        const one = { ...common, ...(first && { initial_option: first }) }
        return offered.from === 'static'
          ? { type: 'static_select', ...one, ...offered.more }
          : { type: 'external_select', ...one, ...offered.more }
      }
      const several = { ...common, ...(first && { initial_options: initial.slice(0, limits.options) }) }
      return offered.from === 'static'
        ? { type: 'multi_static_select', ...several, ...offered.more }
        : { type: 'multi_external_select', ...several, ...offered.more }
    }
    case 'flag': {
      const only = { text: plainText(field.label, limits.optionText), value: 'true' }
      return { ...common, type: 'checkboxes', options: [only], ...(value === true && { initial_options: [only] }) }
    }
    case 'date':
      return { ...common, type: 'datepicker', ...(text && { initial_date: text.slice(0, 10) }) }
    case 'number':
      return {
        ...common,
        type: 'number_input',
        is_decimal_allowed: false,
        ...(value !== undefined && { initial_value: String(value) }),
      }
    case 'email':
      return { ...common, type: 'email_text_input', ...typed }
    case 'line':
    case 'text':
    case 'emails':
      return { ...common, type: 'plain_text_input', multiline: field.kind !== 'line', max_length: most, ...typed }
  }
}
