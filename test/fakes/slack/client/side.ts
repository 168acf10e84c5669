import { randomBytes } from 'node:crypto'
import { asList, type Json } from '../../teams/json.ts'
import type { PostOffice } from '../delivery.ts'
import { shownMessage } from '../posting.ts'
import type { ResponseUrls } from '../response-urls.ts'
import type { Triggers } from '../triggers.ts'
import { shownView } from '../views.ts'
import {
  channelOf,
  type Installation,
  installationOf,
  manifestAt,
  type SlackChannel,
  type SlackMessage,
  type SlackUser,
  type SlackView,
  teamOf,
  type World,
} from '../world.ts'

/** What all gestures of people share. */
export interface ClientSide {
  readonly world: World
  readonly office: PostOffice
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  changed(): void
}

/** Where something was pressed: a message, a modal or the Home tab. */
export type Shown = SlackMessage | SlackView

export const isMessage = (shown: Shown): shown is SlackMessage => 'ts' in shown

/** Where the app is installed that this person speaks to; people of another organisation reach it through a shared channel. */
export const installedFor = (world: World, user: SlackUser, channel?: SlackChannel): Installation =>
  installationOf(world, channel && channel.kind !== 'im' ? channel.teamId : user.teamId)

/** The newest state of what a person looks at. Throws when this person cannot see it any more. */
export const current = <S extends Shown>(world: World, user: SlackUser, shown: S): S => {
  if (isMessage(shown)) {
    const now = world.messages.find((one) => one.ts === shown.ts && one.channel === shown.channel)
    const sees =
      now?.visibleTo === undefined ? channelOf(world, shown.channel).members.has(user.id) : now.visibleTo === user.id
    if (!now || now.deleted || !sees) throw new Error(`${user.name} does not see message ${shown.ts}`)
    return now as S
  }
  const now = world.views.find((one) => one.id === shown.id)
  if (!now?.open || now.user !== user.id) throw new Error(`${user.name} does not see view ${shown.id}`)
  return now as S
}

const team = (world: World, { teamId }: Installation): Json => {
  const { id, domain, enterprise } = teamOf(world, teamId)
  return { id, domain, ...(enterprise && { enterprise_id: enterprise.id, enterprise_name: enterprise.name }) }
}

/** The fields that every interactive payload has. */
export const interactive = (world: World, user: SlackUser, installation: Installation): Json => ({
  user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
  api_app_id: world.appId,
  token: 'verification-token-of-old',
  team: installation.organisation ? null : team(world, installation),
  enterprise: teamOf(world, installation.teamId).enterprise ?? null,
  is_enterprise_install: installation.organisation !== undefined,
})

export const placeOf = (channel: SlackChannel): Json => ({ id: channel.id, name: channel.name })

/** The fields that tell on what was acted: container, and message with channel, or view. */
export const actedOn = (world: World, shown: Shown, block?: Json): Json => {
  if (!isMessage(shown)) return { container: { type: 'view', view_id: shown.id }, view: shownView(world, shown) }
  const ephemeral = shown.visibleTo !== undefined
  const where = { message_ts: shown.ts, channel_id: shown.channel, is_ephemeral: ephemeral }
  const preview = shown.attachments.findIndex((one) => block && asList(one['blocks']).includes(block))
  return {
    container:
      preview < 0
        ? { type: 'message', ...where }
        : {
            type: 'message_attachment',
            ...where,
            attachment_id: preview + 1,
            is_app_unfurl: true,
            app_unfurl_url: shown.attachments[preview]?.['from_url'],
          },
    channel: placeOf(channelOf(world, shown.channel)),
    // Slack does not keep ephemeral messages, so it cannot show them to the app again.
    ...(!ephemeral && { message: shownMessage(world, shown, false) }),
  }
}

export const eventTs = (world: World): string => world.nextTs()

export const newEventId = (): string => `Ev${randomBytes(8).toString('hex').toUpperCase()}`

export const needInteractivity = (world: World): void => {
  if (manifestAt(world, 'settings', 'interactivity', 'is_enabled') !== true)
    throw new Error('the manifest does not enable interactivity')
}
