import type { Button, KnownBlock, PlainTextElement } from '@slack/types'
import * as z from 'zod'
import type { Action, Card, CardItem } from '../../src/cards/card.ts'
import { cut, limits, share } from './limits.ts'
import { bold, plain, richText } from './rich-text.ts'

const pressedShape = z.object({ name: z.string(), input: z.record(z.string(), z.unknown()) })

/** What a button carries to Slack and back, in its `value`. */
export type Pressed = z.output<typeof pressedShape>

/** What a pressed button carries; `undefined` for a value that is not ours. */
export const readPressed = (value: string | undefined): Pressed | undefined => {
  try {
    return pressedShape.safeParse(JSON.parse(value ?? '')).data
  } catch {
    return undefined
  }
}

const tones: { readonly [T in Card['tone']]: string } = { plain: '', good: '✅ ', bad: '⚠️ ', waiting: '⏳ ' }

/** The buttons of a request's card stand in a block that names the request; Slack sends that name along with a click. */
const requestPrefix = 'request:'

/** The request on whose card a button stands. */
export const requestOf = (blockId: string): string | undefined =>
  blockId.startsWith(requestPrefix) ? blockId.slice(requestPrefix.length) : undefined

export const plainText = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: cut(text, max),
  emoji: false,
})

/** A card as Block Kit, within Slack's limits for a message. */
export const blocksOf = (card: Card, baseUrl: string): KnownBlock[] =>
  within([cardBlocks(card, baseUrl, 'card')], limits.messageBlocks)

/** Cards below each other as Block Kit, within Slack's limits for a view. */
export const viewBlocksOf = (cards: readonly Card[], baseUrl: string): KnownBlock[] =>
  within(
    cards.map((card, index) => cardBlocks(card, baseUrl, `card${index}`)),
    limits.viewBlocks,
  )

interface CardBlocks {
  readonly body: readonly KnownBlock[]
  readonly foot: readonly KnownBlock[]
}

/** What fits of each card. The buttons of the card itself stay, whatever must be left out above them. */
const within = (cards: readonly CardBlocks[], max: number): KnownBlock[] => {
  const most = share(
    cards.map(({ body, foot }) => body.length + foot.length),
    max,
  )
  const blocks = cards.flatMap(({ body, foot }) => [...body.slice(0, most - foot.length), ...foot])
  return JSON.stringify(blocks).length <= limits.size ? blocks : within(cards, max - 10)
}

const cardBlocks = (card: Card, baseUrl: string, place: string): CardBlocks => {
  const facts = (card.facts ?? []).map(({ label, value }) => [bold(`${label}: `), plain(value)])
  const words = [...(card.text ?? []).map((line) => [plain(line)]), ...facts]
  const { items = [] } = card
  const room = Math.floor(limits.itemsText / Math.min(items.length, limits.viewBlocks))
  const body = [
    ...title(`${tones[card.tone]}${card.title}`),
    ...richText(words, limits.richText),
    ...items.flatMap((item, index) => itemBlocks(item, `${place}:${index}`, room, baseUrl)),
  ]
  const foot = actionsBlock(card.actions, card.about ? `${requestPrefix}${card.about.requestId}` : place, baseUrl)
  return { body, foot }
}

/** The same card as one text, for notifications and screen readers. */
export const fallbackText = (card: Card): string =>
  cut(
    [card.title, ...(card.text ?? []), ...(card.facts ?? []).map((fact) => `${fact.label}: ${fact.value}`)]
      .join('\n')
      .replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark] ?? mark),
    limits.messageText,
  )

/** A sentence that is too long for a header, such as a refusal that says what to do, is said in full below it. */
const title = (text: string): KnownBlock[] => {
  if (!text.trim()) return []
  if (text.length > limits.header) return richText([[bold(text)]], limits.richText)
  return [{ type: 'header', text: plainText(text, limits.header) }]
}

const itemBlocks = (item: CardItem, place: string, room: number, baseUrl: string): KnownBlock[] => {
  const facts = (item.facts ?? []).map(({ label, value }) => [bold(`${label}: `), plain(value)])
  const words = [[bold(item.title)], [plain(item.text ?? '')], ...facts]
  return [{ type: 'divider' }, ...richText(words, room), ...actionsBlock(item.actions, place, baseUrl)]
}

const actionsBlock = (actions: readonly Action[] = [], block_id: string, baseUrl: string): KnownBlock[] => {
  const elements = actions.flatMap((action, index) => button(action, index, baseUrl)).slice(0, limits.actions)
  return elements.length > 0 ? [{ type: 'actions', block_id, elements }] : []
}

/** A button; none for what Slack cannot carry, since it could do nothing. */
const button = (action: Action, index: number, baseUrl: string): Button[] => {
  const carried =
    action.kind === 'link'
      ? { url: `${baseUrl}${action.path}` }
      : { value: JSON.stringify({ name: action.name, input: action.input }) }
  if ((carried.value?.length ?? 0) > limits.buttonValue || (carried.url?.length ?? 0) > limits.url) return []
  return [
    {
      type: 'button',
      action_id: `${action.kind}:${index}`,
      text: plainText(action.label, limits.button),
      ...(action.style && { style: action.style }),
      ...carried,
      ...(action.kind === 'run' && action.confirm && { confirm: confirmation(action.confirm, action.label) }),
    },
  ]
}

const confirmation = (question: string, label: string) => ({
  title: plainText(label, limits.confirmTitle),
  text: plainText(question, limits.confirmText),
  confirm: plainText(label, limits.confirmButton),
  deny: plainText('✕', limits.confirmButton),
})
