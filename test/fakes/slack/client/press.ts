import { asList, type Json } from '../../teams/json.ts'
import type { Answer, Tamper } from '../delivery.ts'
import { judgeSuggestions } from '../judge/judge.ts'
import { optionsOf, stateOf } from '../state-values.ts'
import { channelOf, revise, type SlackUser, type StateValues } from '../world.ts'
import { type Filled, fill } from './fill.ts'
import { type Found, findElement, previewsOn } from './find.ts'
import {
  actedOn,
  type ClientSide,
  current,
  eventTs,
  installedFor,
  interactive,
  isMessage,
  needInteractivity,
  type Shown,
} from './side.ts'

export interface Pressed extends Answer {
  /** What the browser opens besides, when the button has an address. */
  readonly url: string | undefined
}

export interface Suggested extends Answer {
  readonly options: readonly Json[]
}

export interface Pressing {
  /** Presses a button, named by its label or `action_id`. `stale`: on a screen that still shows the copy given here. */
  click(user: SlackUser, shown: Shown, wanted: string, tamper?: Tamper & { readonly stale?: boolean }): Promise<Pressed>
  /** Chooses or types in an element that tells the app at once; named by placeholder, label or id. */
  select(user: SlackUser, shown: Shown, wanted: string, value: Filled, tamper?: Tamper): Promise<Answer>
  /** Types in an external select: what the app offers for it. */
  options(user: SlackUser, shown: Shown, wanted: string, typed: string, tamper?: Tamper): Promise<Suggested>
  /** Fills in fields without sending anything. For the form's own gestures. */
  fillIn(user: SlackUser, shown: Shown, values: Readonly<Record<string, Filled>>): void
}

/** Buttons, selects and type-ahead, on messages and views alike (`block_actions` and `block_suggestion`). */
export const openPressing = ({ world, office, triggers, responseUrls, changed }: ClientSide): Pressing => {
  /** What people chose in messages: Slack's client keeps that for itself until something is pressed. */
  const chosen = new Map<string, StateValues>()
  const offered = new Map<string, Json[]>()
  const keyOf = (user: SlackUser, shown: Shown) => `${user.id} ${isMessage(shown) ? shown.ts : shown.id}`
  const blocksOf = (shown: Shown): Json[] =>
    isMessage(shown) ? [...shown.blocks, ...previewsOn(shown)] : asList(shown.source['blocks'])
  const stateIn = (user: SlackUser, shown: Shown): StateValues =>
    isMessage(shown) ? stateOf(shown.blocks, chosen.get(keyOf(user, shown))) : shown.values
  const offerKey = (user: SlackUser, shown: Shown, { element }: Found) =>
    `${keyOf(user, shown)} ${String(element['action_id'])}`

  const keep = (user: SlackUser, shown: Shown, found: Found, state: Json): Shown => {
    const [blockId, actionId] = [String(found.block['block_id']), String(found.element['action_id'])]
    const before = stateIn(user, shown)
    const values = { ...before, [blockId]: { ...before[blockId], [actionId]: state } }
    if (!isMessage(shown)) return revise(world.views, shown, { values })
    chosen.set(keyOf(user, shown), values)
    return shown
  }

  const act = async (user: SlackUser, shown: Shown, found: Found, state: Json, tamper?: Tamper): Promise<Answer> => {
    needInteractivity(world)
    const channel = isMessage(shown) ? channelOf(world, shown.channel) : undefined
    const installation = installedFor(world, user, channel)
    const { teamId } = installation
    const { element, block } = found
    const { options: _options, option_groups: _groups, ...kept } = element
    const answer = await office.send(
      {
        kind: 'interactive',
        payload: {
          type: 'block_actions',
          ...interactive(world, user, installation),
          ...actedOn(world, shown, block),
          trigger_id: triggers.give({ userId: user.id, teamId, viewId: isMessage(shown) ? undefined : shown.id }),
          ...(isMessage(shown) && {
            response_url: responseUrls.give({ teamId, channel: shown.channel, userId: user.id, messageTs: shown.ts }),
          }),
          ...(isMessage(shown) && { state: { values: stateIn(user, shown) } }),
          actions: [{ ...kept, ...state, block_id: block['block_id'], action_ts: eventTs(world) }],
        },
      },
      tamper,
    )
    changed()
    return answer
  }

  const look = (user: SlackUser, shown: Shown, wanted: string): { now: Shown; found: Found } => {
    const now = current(world, user, shown)
    return { now, found: findElement(blocksOf(now), wanted) }
  }

  return {
    click: async (user, shown, wanted, tamper = {}) => {
      const { stale, ...rest } = tamper
      const now = current(world, user, shown)
      const found = findElement(blocksOf(stale ? shown : now), wanted)
      const { type, url } = found.element
      if (type !== 'button') throw new Error(`"${wanted}" is a ${String(type)}, not a button`)
      const answer = await act(user, now, found, {}, rest)
      return { ...answer, url: typeof url === 'string' ? url : undefined }
    },
    select: async (user, shown, wanted, value, tamper) => {
      const { now, found } = look(user, shown, wanted)
      if (found.block['type'] === 'input' && found.block['dispatch_action'] !== true)
        throw new Error(`"${wanted}" tells the app nothing before the form is submitted`)
      const state = fill(found, value, offered.get(offerKey(user, now, found)) ?? [])
      return act(user, keep(user, now, found, state), found, state, tamper)
    },
    options: async (user, shown, wanted, typed, tamper) => {
      const { now, found } = look(user, shown, wanted)
      const least = Number(found.element['min_query_length'] ?? 3)
      if (typed.length < least) throw new Error(`Slack asks for options from ${least} characters on`)
      const installation = installedFor(world, user)
      const payload = {
        type: 'block_suggestion',
        ...interactive(world, user, installation),
        ...actedOn(world, now),
        action_id: found.element['action_id'],
        block_id: found.block['block_id'],
        value: typed,
      }
      const answer = await office.send({ kind: 'options', payload }, tamper)
      if (answer.status !== 200) return { ...answer, options: [] }
      const remarks = judgeSuggestions(answer.body)
      world.complain('block_suggestion', remarks)
      const options = remarks.length > 0 ? [] : optionsOf(answer.body as Json)
      offered.set(offerKey(user, now, found), options)
      return { ...answer, options }
    },
    fillIn: (user, shown, values) => {
      for (const [wanted, value] of Object.entries(values)) {
        const { now, found } = look(user, shown, wanted)
        keep(user, now, found, fill(found, value, offered.get(offerKey(user, now, found)) ?? []))
      }
    },
  }
}
