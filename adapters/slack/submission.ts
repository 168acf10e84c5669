import type { ViewOutput } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { Refused } from '../../src/kernel/refusal.ts'
import type { Attended } from './attend.ts'
import { filterOfHome } from './home.ts'
import { fieldOf, valueAction } from './inputs.ts'
import { cut, limits } from './limits.ts'
import { cardModal, formPrefix } from './modal.ts'

/** What somebody submitted: a command and its input. */
export interface Submission {
  readonly name: string
  readonly input: { readonly [field: string]: unknown }
}

/** Reads a submitted form. An optional field that was left empty is absent. */
export const submissionOf = (view: ViewOutput): Submission => {
  const input: { [field: string]: unknown } = JSON.parse(view.private_metadata || '{}')
  const addresses: string[] = []
  for (const [block, actions] of Object.entries(view.state.values)) {
    const field = fieldOf(block)
    const value = typedIn(actions[valueAction])
    if (field === 'emails') addresses.push(...splitAddresses(String(value ?? '')))
    else if (value !== undefined) input[field] = value
    else delete input[field]
  }
  if (addresses.length > 0) input['emails'] = addresses
  return { name: view.callback_id.slice(formPrefix.length), input }
}

const typedIn = (state: ViewOutput['state']['values'][string][string] | undefined): unknown => {
  switch (state?.type) {
    case 'checkboxes':
      return (state.selected_options ?? []).length > 0
    case 'multi_static_select':
    case 'multi_external_select':
      return (state.selected_options ?? []).map((one) => one.value)
    case 'static_select':
    case 'external_select':
      return state.selected_option?.value
    case 'datepicker':
      return state.selected_date ?? undefined
    case 'number_input':
      return state.value ? Number(state.value) : undefined
    default:
      return state?.value ?? undefined
  }
}

const splitAddresses = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

/** What a submitted form does next (`response_action` of a `view_submission`); absent, Slack closes it. */
export type Verdict =
  | { readonly response_action: 'errors'; readonly errors: { readonly [block: string]: string } }
  | { readonly response_action: 'push' | 'update'; readonly view: ModalView }
  | { readonly response_action: 'clear' }

/**
 * A refusal keeps the form open with everything that was typed: as a remark at the field that it is about, or on top of the form
 * when a button shows the way out.
 */
export const verdictOf = (answer: Attended, name: string, view: ViewOutput, baseUrl: string): Verdict => {
  if (answer.kind === 'form') return { response_action: 'clear' }
  const { card } = answer
  const shown = cardModal(card, baseUrl)
  if (answer.kind === 'fault') return { response_action: 'push', view: shown }
  if (answer.refused) {
    const blocks = view.blocks.flatMap((block) => (block.type === 'input' ? (block.block_id ?? []) : []))
    const about = fieldsAbout(answer.refused).filter((field) => blocks.includes(field))
    const at = about.length > 0 ? about : blocks.slice(0, 1)
    if (card.actions?.length || at.length === 0) return { response_action: 'push', view: shown }
    const remark = cut([card.title, ...(card.text ?? [])].join(' '), limits.hint)
    return { response_action: 'errors', errors: Object.fromEntries(at.map((block) => [block, remark])) }
  }
  // The copy of a single request shows what was decided, the Home tab what was chosen; a modal on top would only be in the way.
  return name === filterOfHome || (name === 'requests.decide' && !card.items)
    ? { response_action: 'clear' }
    : { response_action: 'update', view: shown }
}

/** The fields that a refusal is about, the most likely first where nobody says. */
const fieldsAbout = (refused: Refused): string[] => {
  switch (refused.code) {
    case 'invalid_input':
      return Object.keys(refused.detail.fields).map((field) => field.split('.')[0] ?? '')
    case 'must_be_in_future':
      return [refused.detail.field]
    case 'reason_mandatory':
      return ['reason']
    case 'choose_licence':
    case 'licence_expired':
    case 'no_seats_left':
    case 'already_has_access':
    case 'has_no_access':
    case 'comes_with_company_wide':
      return ['licenceId']
    default:
      return []
  }
}
