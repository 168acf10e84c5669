import * as z from 'zod'
import type { Action } from '../../src/cards/card.ts'
import { cardOf, cut, type Json, paragraph, run } from './elements.ts'

/** What stands in the place of a card for each of its viewers: the query that gives this viewer's own. */
const ownViewShape = z.looseObject({ name: z.string(), input: z.record(z.string(), z.unknown()) })

export type OwnView = z.output<typeof ownViewShape>

/** What a button carries to Teams and back. The person may have changed it; the core judges it again. */
const pressedShape = z.looseObject({
  /** The command or query that it runs, or whose form it opens. */
  name: z.string(),
  input: z.record(z.string(), z.unknown()).default({}),
  /** The request that the card is about. */
  about: z.string().optional(),
  /** The mark of the posted card, which has to outlive its replacement. */
  key: z.string().optional(),
  /** On a card that many see. */
  ownView: ownViewShape.optional(),
})

export type Pressed = z.output<typeof pressedShape>

export const readPressed = (data: unknown): Pressed | undefined => pressedShape.safeParse(data).data

export interface ButtonSettings {
  /** Links start with it. */
  readonly baseUrl: string
  readonly about?: string | undefined
  readonly key?: string | undefined
  readonly ownView?: OwnView | undefined
}

const styles = { primary: 'positive', danger: 'destructive' } as const
const longestLabel = 75
/** Teams draws six in a row, other clients five, and leave out the rest. */
const mostInRow = 5

/**
 * Buttons of a card in a message, in rows. Those that run something are `Action.Execute`, whose `Action.Submit` fallback is for
 * clients that don't know it: its data comes back as a message. Those that open a form ask for a dialog. Something that is asked
 * before it runs unfolds first.
 */
export const buttonRows = (actions: readonly Action[], settings: ButtonSettings): Json[][] =>
  Array.from({ length: Math.ceil(actions.length / mostInRow) }, (_, row) =>
    actions.slice(row * mostInRow, (row + 1) * mostInRow).map((action) => button(action, settings)),
  )

const button = (action: Action, settings: ButtonSettings): Json => {
  const title = cut(action.label, longestLabel)
  const style = action.style && { style: styles[action.style] }
  if (action.kind === 'link')
    return { type: 'Action.OpenUrl', title, ...style, url: `${settings.baseUrl}${action.path}` }
  const { name, input } = action
  const { about, key, ownView } = settings
  const data: Pressed = { name, input, ...(about && { about }), ...(key && { key }), ...(ownView && { ownView }) }
  if (action.kind === 'form')
    return { type: 'Action.Submit', title, ...style, data: { ...data, msteams: { type: 'task/fetch' } } }
  const execute = {
    type: 'Action.Execute',
    title,
    ...style,
    verb: name,
    data,
    fallback: { type: 'Action.Submit', title, data },
  }
  if (!action.confirm) return execute
  return {
    type: 'Action.ShowCard',
    title: `${title} …`,
    card: cardOf([paragraph([run(cut(action.confirm, 500))])], [execute]),
  }
}
