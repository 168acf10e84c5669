import type { Card, CardItem, Fact } from '../../src/cards/card.ts'
import { type ButtonSettings, buttonRows, type OwnView } from './buttons.ts'
import { bold, cardOf, cut, type Json, mostJson, paragraph, run } from './elements.ts'

export interface CardSettings {
  /** Links start with it. */
  readonly baseUrl: string
  /** Marks a posted card, so that it can be found again. */
  readonly key?: string | undefined
  /** The one account (`29:…`) that sees it; its client then asks for an open request anew whenever it comes into view. */
  readonly viewer?: string | undefined
  /** On a card that many see: each client asks for this in its place, by itself where no more than sixty people see it. */
  readonly ownView?: OwnView | undefined
}

/** How a posted card is recognised. */
export const markOf = (key: string): string => `toegang-${key}`

interface Size {
  readonly text: number
  readonly lines: number
  readonly facts: number
  readonly items: number
  readonly buttons: number
  /** The facts of an item one below the other, or all on one line. */
  readonly folded: boolean
}

/** From all there is to what fits in any case: first shorter texts, then fewer items. */
const sizes: readonly Size[] = [
  { text: 2000, lines: 20, facts: 40, items: 25, buttons: 25, folded: false },
  { text: 500, lines: 10, facts: 40, items: 25, buttons: 25, folded: false },
  { text: 500, lines: 10, facts: 20, items: 25, buttons: 12, folded: true },
  { text: 160, lines: 10, facts: 20, items: 25, buttons: 12, folded: true },
  { text: 100, lines: 5, facts: 12, items: 12, buttons: 6, folded: true },
  { text: 80, lines: 4, facts: 8, items: 8, buttons: 6, folded: true },
  { text: 80, lines: 3, facts: 8, items: 4, buttons: 4, folded: true },
  { text: 40, lines: 1, facts: 4, items: 1, buttons: 2, folded: true },
]

/**
 * A card as an Adaptive Card for a message: all of it, or as much as Teams takes, with an ellipsis where something was left out.
 * Words of people stay words.
 */
export const adaptiveCard = (card: Card, settings: CardSettings): Json => {
  let drawn: Json = {}
  for (const size of sizes) {
    drawn = draw(card, settings, size)
    if (JSON.stringify(drawn).length <= mostJson) break
  }
  return drawn
}

const draw = (card: Card, { baseUrl, key, viewer, ownView }: CardSettings, size: Size): Json => {
  const about = card.about?.requestId
  const shared: ButtonSettings = { baseUrl, about, key, ownView }
  const lines = within(card.text ?? [], size.lines)
  const facts = within(card.facts ?? [], size.facts)
  const items = within(card.items ?? [], size.items)
  const rows = buttonRows(within(card.actions ?? [], size.buttons).shown, shared)
  const body = [
    paragraph(
      [bold(cut(card.title, size.text), { size: 'medium', color: colours[card.tone] })],
      key ? { id: markOf(key) } : {},
    ),
    ...lines.shown.map((line) => paragraph([run(cut(line, size.text))])),
    ...facts.shown.map((fact) => paragraph(factRuns(fact, size), { spacing: 'small' })),
    ...items.shown.map((item) => container(item, shared, size)),
    ...(lines.more || facts.more || items.more ? [paragraph([run('…')])] : []),
    // The last row stands below the card by itself.
    ...rows.slice(0, -1).map(actionSet),
  ]
  return cardOf(body, rows.at(-1) ?? [], {
    ...(about && viewer && rows.length > 0 && { refresh: refreshOf(about, viewer, key) }),
    ...(ownView && { refresh: refreshForEach(ownView) }),
  })
}

const actionSet = (actions: readonly Json[]): Json => ({ type: 'ActionSet', actions })

const within = <T>(list: readonly T[], most: number) => ({ shown: list.slice(0, most), more: list.length > most })

const colours = { plain: 'default', good: 'good', bad: 'attention', waiting: 'accent' } as const

const factRuns = ({ label, value }: Fact, { text }: Size): Json[] => [
  bold(`${cut(label, text)}: `),
  run(cut(value, text)),
]

const container = (item: CardItem, settings: ButtonSettings, size: Size): Json => {
  const facts = within(item.facts ?? [], size.facts).shown
  const shown = within(item.actions ?? [], size.buttons).shown
  const inOneLine = facts.map(({ label, value }) => `${cut(label, size.text)}: ${cut(value, size.text)}`).join(' · ')
  return {
    type: 'Container',
    separator: true,
    items: [
      paragraph([bold(cut(item.title, size.text))]),
      ...(item.text ? [paragraph([run(cut(item.text, size.text))], { spacing: 'small' })] : []),
      ...(size.folded
        ? facts.length > 0
          ? [paragraph([run(inOneLine)])]
          : []
        : facts.map((fact) => paragraph(factRuns(fact, size), { spacing: 'small' }))),
      ...buttonRows(shown, settings).map(actionSet),
    ],
  }
}

const refreshOf = (about: string, viewer: string, key: string | undefined): Json => ({
  action: {
    type: 'Action.Execute',
    verb: 'requests.show',
    data: { name: 'requests.show', input: { request: about }, about, ...(key && { key }) },
  },
  userIds: [viewer],
})

/** Without a list of viewers Teams asks for everybody, up to sixty; in larger chats each viewer asks by hand. */
const refreshForEach = (ownView: OwnView): Json => ({
  action: { type: 'Action.Execute', verb: ownView.name, data: { ...ownView, ownView } },
})
