import { createRequire } from 'node:module'
import type { AdaptiveCard, SerializationContext } from 'adaptivecards'
import { asJson, asList, isJson, type Json } from './json.ts'

// The package's ES build leaves out file endings, which Node refuses; the bundle loads without a DOM.
const { AdaptiveCard: Card, SerializationContext: Context } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as {
  AdaptiveCard: typeof AdaptiveCard
  SerializationContext: typeof SerializationContext
}

/** Every object inside a card, its actions and its fallbacks included. */
export const parts = (value: unknown): Json[] => {
  if (Array.isArray(value)) return value.flatMap(parts)
  return isJson(value) ? [value, ...Object.values(value).flatMap(parts)] : []
}

const remarks = (card: Json): string[] => {
  const context = new Context()
  const parsed = new Card()
  parsed.parse(card, context)
  const noted = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message)
  return [...noted, ...parsed.validateProperties().validationEvents.map((event) => event.message)]
}

const executeMistakes = (action: Json): string[] => {
  const fallback = asJson(action['fallback'])
  return [
    ...(typeof action['verb'] === 'string' && action['verb'] !== '' ? [] : ['Action.Execute without a verb']),
    ...(fallback['type'] === 'Action.Submit' ? [] : ['Action.Execute without an Action.Submit as fallback']),
  ]
}

const refreshMistakes = (refresh: unknown): string[] => {
  if (refresh === undefined) return []
  const { action, userIds } = asJson(refresh)
  const ids = Array.isArray(userIds) ? userIds : []
  return [
    ...(asJson(action)['type'] === 'Action.Execute' && asJson(action)['verb']
      ? []
      : ['refresh without Action.Execute and verb']),
    ...(ids.length > 60 ? [`refresh names ${ids.length} people, 60 is the most`] : []),
    ...ids
      .filter((id) => typeof id !== 'string' || !id.startsWith('29:'))
      .map((id) => `refresh names "${String(id)}", not a 29: id`),
  ]
}

const doubles = (names: readonly unknown[]): unknown[] => names.filter((name, index) => names.indexOf(name) !== index)

/**
 * What Teams, or this product's own rules for cards, would say against a card; empty when nothing.
 * A card in a message: version 1.5, `Action.Execute` with verb and `Action.Submit` fallback. A card in a dialog:
 * `Action.Submit` only, since dialogs don't run `Action.Execute`.
 */
export const judgeCard = (card: unknown, place: 'message' | 'dialog'): string[] => {
  if (!isJson(card) || card['type'] !== 'AdaptiveCard') return ['not an AdaptiveCard']
  const { refresh, ...rest } = card
  const all = parts(rest)
  const executes = all.filter((part) => part['type'] === 'Action.Execute')
  const inputs = all.filter((part) => typeof part['type'] === 'string' && part['type'].startsWith('Input.'))
  return [
    ...(card['version'] === '1.5' ? [] : [`version ${String(card['version'])}, not 1.5`]),
    ...remarks(card),
    ...(place === 'message' ? executes.flatMap(executeMistakes) : executes.map(() => 'Action.Execute in a dialog')),
    ...refreshMistakes(refresh),
    ...inputs.filter((input) => !input['id']).map((input) => `${String(input['type'])} without an id`),
    ...doubles(inputs.map((input) => input['id'])).map((id) => `two inputs with the id "${String(id)}"`),
  ]
}

/** The documented end of a message (100 KB counted as UTF-16), and what this product allows itself. */
export const sizeLimit = 100 * 1024
const sizeBudget = 24 * 1024

export const sizeOf = (activity: unknown): number => JSON.stringify(activity).length * 2

export const judgeActivity = (activity: Json): string[] => [
  ...(sizeOf(activity) > sizeBudget ? [`${sizeOf(activity)} bytes as UTF-16, over the budget of ${sizeBudget}`] : []),
  ...asList(activity['attachments'])
    .filter((one) => one['contentType'] === 'application/vnd.microsoft.card.adaptive')
    .flatMap((one) => judgeCard(one['content'], 'message')),
]
