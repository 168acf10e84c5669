import type { Button, KnownBlock, RichTextBlock, RichTextSection } from '@slack/types'
import type { Action, Card, CardItem, Fact } from '../../src/cards/card.ts'
import { cut, limits } from './limits.ts'

/** What a button carries to Slack and back, in its `value`. */
export interface Pressed {
  readonly name: string
  readonly input: { readonly [field: string]: unknown }
}

const tones: { readonly [T in Card['tone']]: string } = { plain: '', good: '✅ ', bad: '⚠️ ', waiting: '⏳ ' }

/** The block that tells which request a message is a copy of. */
const aboutPrefix = 'request:'

export const requestOf = (blocks: readonly { readonly block_id?: string }[] | undefined): string | undefined =>
  blocks?.find((block) => block.block_id?.startsWith(aboutPrefix))?.block_id?.slice(aboutPrefix.length)

/**
 * A card as Block Kit, within Slack's limits for a message (or, with `most`, another surface). Words of people are rich text,
 * which Slack never reads as markup, mentions or links.
 */
export const blocksOf = (card: Card, baseUrl: string, most: number = limits.messageBlocks): KnownBlock[] => {
  const about = card.about && { block_id: `${aboutPrefix}${card.about.requestId}` }
  const head: KnownBlock = { ...titleBlock(`${tones[card.tone]}${card.title}`), ...about }
  const body: KnownBlock[] = [
    ...(card.text?.length ? [richText(card.text.map((line) => [plain(line)]))] : []),
    ...(card.facts?.length ? [factsBlock(card.facts)] : []),
    ...(card.items ?? []).flatMap((item, index) => itemBlocks(item, index, baseUrl)),
  ]
  const foot = actionsBlock(card.actions ?? [], 'card', baseUrl)
  // The buttons of the card itself stay, whatever must be left out above them.
  return [head, ...body.slice(0, most - 1 - foot.length), ...foot]
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
const titleBlock = (title: string): KnownBlock =>
  title.length <= limits.header
    ? { type: 'header', text: { type: 'plain_text', text: title, emoji: true } }
    : richText([[bold(title)]])

const plain = (text: string) => ({ type: 'text' as const, text })
const bold = (text: string) => ({ type: 'text' as const, text, style: { bold: true } })

const richText = (lines: readonly (readonly ReturnType<typeof plain>[])[]): RichTextBlock => {
  let left = limits.richText
  const sections: RichTextSection[] = []
  for (const line of lines) {
    if (left <= 0) break
    const elements = line.filter(({ text }) => text).map((element) => ({ ...element, text: cut(element.text, left) }))
    left -= elements.reduce((sum, { text }) => sum + text.length, 1)
    if (elements.length > 0) sections.push({ type: 'rich_text_section', elements: [...elements, plain('\n')] })
  }
  return { type: 'rich_text', elements: sections }
}

const factsBlock = (facts: readonly Fact[]): RichTextBlock =>
  richText(facts.map(({ label, value }) => [bold(`${label}: `), plain(value)]))

const itemBlocks = (item: CardItem, index: number, baseUrl: string): KnownBlock[] => [
  { type: 'divider' },
  richText([
    [bold(item.title)],
    ...(item.text ? [[plain(item.text)]] : []),
    ...(item.facts ?? []).map(({ label, value }) => [bold(`${label}: `), plain(value)]),
  ]),
  ...actionsBlock(item.actions ?? [], `item${index}`, baseUrl),
]

const actionsBlock = (actions: readonly Action[], place: string, baseUrl: string): KnownBlock[] => {
  const elements = actions
    .slice(0, limits.actions)
    .map((action, index) => button(action, `${action.kind}:${place}:${index}`, baseUrl))
  return elements.length > 0 ? [{ type: 'actions', block_id: `actions:${place}`, elements }] : []
}

const button = (action: Action, id: string, baseUrl: string): Button => ({
  type: 'button',
  action_id: id,
  text: { type: 'plain_text', text: cut(action.label, limits.button), emoji: false },
  ...(action.style && { style: action.style }),
  ...(action.kind === 'link'
    ? { url: `${baseUrl}${action.path}` }
    : { value: JSON.stringify({ name: action.name, input: action.input } satisfies Pressed) }),
  ...(action.kind === 'run' && action.confirm && { confirm: confirmation(action.confirm, action.label) }),
})

const confirmation = (question: string, label: string) => ({
  title: { type: 'plain_text' as const, text: cut(label, limits.confirmTitle) },
  text: { type: 'plain_text' as const, text: cut(question, limits.confirmText) },
  confirm: { type: 'plain_text' as const, text: cut(label, limits.confirmButton) },
  deny: { type: 'plain_text' as const, text: '✕' },
})
