import { asJson, asList, type Json } from '../teams/json.ts'
import { elementsOf } from './judge/judge.ts'
import type { StateValues } from './world.ts'

const or = (value: unknown, otherwise: unknown) => (value === undefined ? otherwise : value)

/** The state of an element before anybody touched it; undefined for one that has none, such as a button. */
const initialState = (element: Json): Json | undefined => {
  const type = element['type']
  const initial = (name: string, otherwise: unknown = null) => or(element[`initial_${name}`], otherwise)
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: initial('value') }
    case 'rich_text_input':
      return { type, rich_text_value: initial('value') }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: initial('option') }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: initial('options', []) }
    case 'users_select':
      return { type, selected_user: initial('user') }
    case 'multi_users_select':
      return { type, selected_users: initial('users', []) }
    case 'conversations_select':
      return { type, selected_conversation: initial('conversation') }
    case 'channels_select':
      return { type, selected_channel: initial('channel') }
    case 'datepicker':
      return { type, selected_date: initial('date') }
    case 'timepicker':
      return { type, selected_time: initial('time') }
    case 'datetimepicker':
      return { type, selected_date_time: initial('date_time') }
    default:
      return undefined
  }
}

/**
 * The state of all elements of these blocks. What was typed before stays where block, element and type are still the same,
 * as in Slack's client when a view is updated.
 */
export const stateOf = (blocks: readonly Json[], before: StateValues = {}): StateValues => {
  const values: StateValues = {}
  for (const block of blocks)
    for (const element of elementsOf(block)) {
      const initial = initialState(element)
      if (!initial) continue
      const [blockId, actionId] = [String(block['block_id']), String(element['action_id'])]
      const typed = before[blockId]?.[actionId]
      values[blockId] = { ...values[blockId], [actionId]: typed && typed['type'] === initial['type'] ? typed : initial }
    }
  return values
}

/** The options of a select, out of their groups. */
export const optionsOf = (element: Json): Json[] => [
  ...asList(element['options']),
  ...asList(element['option_groups']).flatMap((group) => asList(group['options'])),
]

/** Whether the person has filled something in. */
export const isEmpty = (state: Json): boolean => {
  const { type: _type, ...held } = state
  const [value] = Object.values(held)
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

export const textOf = (value: unknown): string => String(asJson(value)['text'] ?? '')
