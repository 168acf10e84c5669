import { asList, type Json } from '../../teams/json.ts'
import { elementsOf } from '../judge/judge.ts'
import { optionsOf, textOf } from '../state-values.ts'
import type { SlackMessage, SlackView } from '../world.ts'

export interface Found {
  readonly block: Json
  readonly element: Json
}

/** What a person can call an element: its button label, its placeholder, the label of its input block, its ids. */
const names = ({ block, element }: Found): unknown[] => [
  element['action_id'],
  block['type'] === 'input' && block['block_id'],
  textOf(element['text']),
  textOf(element['placeholder']),
  block['type'] === 'input' && textOf(block['label']),
]

const all = (blocks: readonly Json[]): Found[] =>
  blocks
    .flatMap((block) => elementsOf(block).map((element) => ({ block, element })))
    .filter(({ element }) => element['action_id'])

/** The interactive element of this name. Throws, with the names there are, when there is none or more than one. */
export const findElement = (blocks: readonly Json[], wanted: string): Found => {
  const found = all(blocks).filter((one) => names(one).includes(wanted))
  const [only, second] = found
  if (only && !second) return only
  const there = all(blocks).map((one) => names(one).filter(Boolean).join(' / '))
  throw new Error(`${found.length} elements are called "${wanted}"; there are: ${there.join(', ') || 'none'}`)
}

/** The blocks of the previews of a message's links. */
export const previewsOn = ({ attachments }: SlackMessage): Json[] => attachments.flatMap((one) => asList(one['blocks']))

type Readable = SlackMessage | SlackView | readonly Json[]

/** The blocks that Slack draws: of a message without any, its text; of a view, with its title and buttons. */
const drawn = (shown: Readable): readonly Json[] => {
  if (!('id' in shown) && !('ts' in shown)) return shown
  if ('ts' in shown) return [...(shown.blocks.length > 0 ? shown.blocks : [{ text: shown.text }]), ...previewsOn(shown)]
  const { title, blocks, submit, close } = shown.source
  return [...asList([title]), ...asList(blocks), ...asList([submit, close])]
}

/** The labels of the buttons that a person sees, in order. */
export const buttonsIn = (shown: Readable): string[] =>
  drawn(shown)
    .flatMap(elementsOf)
    .filter((element) => element['type'] === 'button')
    .map((element) => textOf(element['text']))

const said = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(said)
  if (typeof value !== 'object' || value === null) return []
  const { text, ...rest } = value as Json
  return [...(typeof text === 'string' ? [text] : said(text)), ...Object.values(rest).flatMap(said)]
}

/** Everything that a person reads, in order; the pieces of rich text stand side by side. */
export const wordsIn = (shown: Readable): string =>
  drawn(shown)
    .map((block) =>
      block['type'] === 'rich_text'
        ? asList(block['elements'])
            .map((element) => said(element).join(''))
            .join('\n')
        : said(block).join('\n'),
    )
    .filter(Boolean)
    .join('\n')

/** An option by its value or by what it says. */
export const optionIn = (element: Json, offered: readonly Json[], wanted: string): Json => {
  const there = [...optionsOf(element), ...offered]
  const found = there.find((one) => one['value'] === wanted) ?? there.find((one) => textOf(one['text']) === wanted)
  if (found) return found
  throw new Error(`no option "${wanted}"; there are: ${there.map((one) => textOf(one['text'])).join(', ') || 'none'}`)
}
