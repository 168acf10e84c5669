import type { ViewOutput } from '@slack/bolt'
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import type { Card } from '../../src/cards/card.ts'
import type { Field, Form, Option } from '../../src/cards/form.ts'
import { blocksOf } from './blocks.ts'
import { cut, limits } from './limits.ts'

const formPrefix = 'form:'
const valueAction = 'value'

const plain = (text: string, max: number) => ({ type: 'plain_text' as const, text: cut(text, max) })

/** A form as a modal. The values that go along unseen travel in `private_metadata`. */
export const modalOf = (form: Form): ModalView => ({
  type: 'modal',
  callback_id: `${formPrefix}${form.name}`,
  private_metadata: JSON.stringify(form.hidden),
  title: plain(form.title, limits.viewTitle),
  submit: plain(form.submit, limits.viewTitle),
  close: plain('✕', limits.viewTitle),
  blocks: [...(form.intro ? [intro(form.intro)] : []), ...form.fields.map(inputOf)],
})

/** A modal that shows a card and asks nothing. */
export const cardModal = (card: Card, baseUrl: string): ModalView => ({
  type: 'modal',
  title: plain('Toegang', limits.viewTitle),
  close: plain('OK', limits.viewTitle),
  blocks: blocksOf(card, baseUrl, limits.viewBlocks),
})

/** Shown within the three seconds that a trigger lives, until the form or the answer is there. */
export const waitingModal = (): ModalView => ({
  type: 'modal',
  title: plain('Toegang', limits.viewTitle),
  blocks: [{ type: 'section', text: plain('⏳ …', 10) }],
})

const intro = (text: string): KnownBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: cut(text, limits.richText) }] }],
})

const inputOf = (field: Field): InputBlock => ({
  type: 'input',
  block_id: field.name,
  optional: !field.required,
  label: plain(field.label, limits.inputLabel),
  ...(field.hint && { hint: plain(field.hint, limits.hint) }),
  element: elementOf(field),
})

const option = ({ value, label }: Option): PlainTextOption => ({ text: plain(label || '–', limits.optionText), value })

const elementOf = (field: Field): InputBlock['element'] => {
  const common = { action_id: valueAction }
  const options = (field.options ?? []).slice(0, limits.options).map(option)
  const text = typeof field.value === 'string' ? field.value : Array.isArray(field.value) ? field.value.join('\n') : ''
  const typed = text && { initial_value: cut(text, field.maxLength ?? limits.plainTextInput) }
  switch (field.kind) {
    case 'choice': {
      const initial = options.find((one) => one.value === field.value)
      return { ...common, type: 'static_select', options, ...(initial && { initial_option: initial }) }
    }
    case 'choices': {
      const chosen = Array.isArray(field.value) ? field.value : []
      const initial = options.filter((one) => one.value && chosen.includes(one.value))
      return {
        ...common,
        type: 'multi_static_select',
        options,
        ...(initial.length > 0 && { initial_options: initial }),
      }
    }
    case 'flag': {
      const only = { text: plain(field.label, limits.optionText), value: 'true' }
      return {
        ...common,
        type: 'checkboxes',
        options: [only],
        ...(field.value === true && { initial_options: [only] }),
      }
    }
    case 'date':
      return { ...common, type: 'datepicker', ...(text && { initial_date: text.slice(0, 10) }) }
    case 'number':
      return {
        ...common,
        type: 'number_input',
        is_decimal_allowed: false,
        ...(field.value !== undefined && { initial_value: String(field.value) }),
      }
    case 'email':
      return { ...common, type: 'email_text_input', ...typed }
    case 'line':
    case 'text':
    case 'emails':
      return {
        ...common,
        type: 'plain_text_input',
        multiline: field.kind !== 'line',
        max_length: Math.min(field.maxLength ?? limits.plainTextInput, limits.plainTextInput),
        ...typed,
      }
  }
}

/** The command that a submitted modal is for, and its input; `undefined` for a modal that is no form. */
export const submissionOf = (view: ViewOutput): { name: string; input: { [field: string]: unknown } } | undefined => {
  if (!view.callback_id.startsWith(formPrefix)) return undefined
  const input: { [field: string]: unknown } = JSON.parse(view.private_metadata || '{}')
  for (const [block, actions] of Object.entries(view.state.values)) {
    const state = actions[valueAction]
    if (!state) continue
    const value = valueOf(state)
    if (value !== undefined) input[block] = block === 'emails' ? splitAddresses(String(value)) : value
  }
  return { name: view.callback_id.slice(formPrefix.length), input }
}

const valueOf = (state: ViewOutput['state']['values'][string][string]): unknown => {
  switch (state.type) {
    case 'checkboxes':
      return (state.selected_options ?? []).length > 0
    case 'multi_static_select':
      return (state.selected_options ?? []).map((one) => one.value)
    case 'static_select':
      return state.selected_option?.value ?? undefined
    case 'datepicker':
      return state.selected_date ?? undefined
    case 'number_input':
      return state.value ? Number(state.value) : undefined
    default:
      return state.value ?? undefined
  }
}

const splitAddresses = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)
