import { asJson, asText, type Json } from './json.ts'
import { parts } from './judge.ts'

export type Inputs = Readonly<Record<string, string>>

/** The buttons that a card shows: its own, those in action sets and tables, and those of cells that can be clicked. */
export const actionsOf = (card: Json): Json[] => {
  const { refresh: _refresh, ...shownCard } = card
  const fallbacks = new Set(parts(shownCard).map((part) => part['fallback']))
  return parts(shownCard).filter((part) => asText(part['type'])?.startsWith('Action.') && !fallbacks.has(part))
}

/** The one button with this title or verb; a mistake of the test when there is none, or more than one. */
export const findAction = (card: Json | undefined, wanted: string): Json => {
  if (!card) throw new Error(`the message shows no card, so no button "${wanted}"`)
  const all = actionsOf(card)
  const found = all.filter((action) => action['title'] === wanted || action['verb'] === wanted)
  const [action, ...more] = found
  if (!action || more.length > 0) {
    const titles = all.map((one) => String(one['title'])).join(', ')
    throw new Error(`${found.length} buttons "${wanted}" on the card; it has: ${titles || 'none'}`)
  }
  return action
}

/** What a client without `Action.Execute` presses: the `Action.Submit` itself, or the fallback of an `Action.Execute`. */
export const submitActionOf = (card: Json, wanted: string): Json => {
  const action = findAction(card, wanted)
  const submit = action['type'] === 'Action.Execute' ? asJson(action['fallback']) : action
  if (submit['type'] !== 'Action.Submit') throw new Error(`the button "${wanted}" has nothing to submit`)
  return submit
}

/**
 * What a client sends for the inputs of a card: what was filled in, else the value each came with.
 * Throws, as a client marks the field, when a required input is empty or there is no such input.
 */
const gatherInputs = (card: Json, filled: Inputs): Record<string, string> => {
  const inputs = parts(card).filter((part) => asText(part['type'])?.startsWith('Input.'))
  const ids = inputs.map((input) => String(input['id']))
  const stray = Object.keys(filled).find((id) => !ids.includes(id))
  if (stray !== undefined) throw new Error(`the card has no input "${stray}"; it has: ${ids.join(', ') || 'none'}`)
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const id = String(input['id'])
      const initial = input['type'] === 'Input.Toggle' ? (asText(input['value']) ?? 'false') : asText(input['value'])
      const value = filled[id] ?? initial ?? ''
      if (input['isRequired'] === true && value === '') throw new Error(`the input "${id}" is required`)
      const longest = input['maxLength']
      if (typeof longest === 'number' && value.length > longest) throw new Error(`the input "${id}" takes ${longest}`)
      return value === '' && filled[id] === undefined ? [] : [[id, value] as const]
    }),
  )
}

/** The data of a pressed button: its own, with the inputs over it unless it says otherwise. */
export const dataOf = (card: Json, action: Json, filled: Inputs): Json =>
  action['associatedInputs'] === 'none'
    ? asJson(action['data'])
    : { ...asJson(action['data']), ...gatherInputs(card, filled) }
