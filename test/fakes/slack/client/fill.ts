import { asList, type Json } from '../../teams/json.ts'
import { isEmpty } from '../state-values.ts'
import { type Found, optionIn } from './find.ts'

/** What a person types or chooses: a text, a number, options by value or by what they say; null empties. */
export type Filled = string | number | readonly string[] | null

const lines = (value: Filled): string[] => (value === null ? [] : [value].flat().map(String))
const one = (value: Filled): string | null => lines(value)[0] ?? null

/** The state of an element after a person filled this in. Throws where Slack's client would not take it. */
export const fill = ({ element }: Found, value: Filled, offered: readonly Json[]): Json => {
  const type = String(element['type'])
  const choice = () => (value === null ? null : optionIn(element, offered, String(one(value))))
  const choices = () => lines(value).map((wanted) => optionIn(element, offered, wanted))
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: value === null || value === '' ? null : String(value) }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: choice() }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes': {
      const most = element['max_selected_items']
      if (typeof most === 'number' && lines(value).length > most) throw new Error(`at most ${most} can be chosen`)
      return { type, selected_options: choices() }
    }
    case 'users_select':
      return { type, selected_user: one(value) }
    case 'multi_users_select':
      return { type, selected_users: lines(value) }
    case 'conversations_select':
      return { type, selected_conversation: one(value) }
    case 'channels_select':
      return { type, selected_channel: one(value) }
    case 'datepicker':
      return { type, selected_date: one(value) }
    case 'timepicker':
      return { type, selected_time: one(value) }
    case 'datetimepicker':
      return { type, selected_date_time: value === null ? null : Number(value) }
    default:
      throw new Error(`nobody can fill in a ${type}`)
  }
}

const typed = (element: Json, value: string): string | undefined => {
  const [least, most] = [element['min_length'], element['max_length']]
  const number = Number(value)
  switch (element['type']) {
    case 'plain_text_input':
      if (typeof least === 'number' && value.length < least) return `shorter than ${least} characters`
      return value.length > (typeof most === 'number' ? most : 3000) ? 'too long' : undefined
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(value) ? undefined : 'not an e-mail address'
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'not a URL'
    case 'number_input':
      if (Number.isNaN(number)) return 'not a number'
      if (element['is_decimal_allowed'] !== true && !Number.isInteger(number)) return 'not a whole number'
      if (number < Number(element['min_value'] ?? -Infinity) || number > Number(element['max_value'] ?? Infinity))
        return 'out of range'
      return undefined
    default:
      return undefined
  }
}

/** Why Slack's client would not submit this form, without asking the app; undefined when it would. */
export const clientRefusal = (
  blocks: readonly Json[],
  values: Record<string, Record<string, Json>>,
): string | undefined => {
  for (const block of blocks.filter((each) => each['type'] === 'input')) {
    const [element] = asList([block['element']])
    const state = values[String(block['block_id'])]?.[String(element?.['action_id'])]
    if (!element || !state) continue
    if (isEmpty(state)) {
      if (block['optional'] !== true) return `"${String(block['block_id'])}" must be filled in`
      continue
    }
    const wrong = typeof state['value'] === 'string' ? typed(element, state['value']) : undefined
    if (wrong) return `"${String(block['block_id'])}": ${wrong}`
  }
  return undefined
}
