import { flag, needText, textArgument } from '../arguments.ts'
import { Refused } from '../refused.ts'
import {
  type Installation,
  imOf,
  manifestAt,
  reaches,
  type SlackChannel,
  type SlackMessage,
  type SlackUser,
  type World,
} from '../world.ts'
import type { Call } from './call.ts'

/** A user whom this installation can see: of its own team, or met in a channel that is shared. */
export const visibleUser = (world: World, installation: Installation, userId: string): SlackUser => {
  const user = world.users.find((one) => one.id === userId)
  if (!user) throw new Refused('user_not_found')
  const met = world.channels.some(
    (one) => reaches(world, installation, one.teamId) && one.isExtShared && one.members.has(userId),
  )
  if (!reaches(world, installation, user.teamId) && !met) throw new Refused('user_not_visible')
  return user
}

/** The direct messages with a user; whoever cannot be written to is refused by Slack's names. */
export const openIm = (world: World, installation: Installation, userId: string): SlackChannel => {
  const user = visibleUser(world, installation, userId)
  if (user.isBot) throw new Refused('cannot_dm_bot')
  if (user.deleted) throw new Refused('user_disabled')
  return imOf(world, installation, userId)
}

/** A channel that the bot can see; a private one it is not in does not exist for it. */
export const visibleChannel = (world: World, installation: Installation, wanted: string): SlackChannel => {
  const channel = world.channels.find(
    (one) => reaches(world, installation, one.teamId) && (one.id === wanted || `#${one.name}` === wanted),
  )
  if (!channel) throw new Refused('channel_not_found')
  if (channel.kind !== 'public' && !channel.members.has(installation.botUserId)) throw new Refused('channel_not_found')
  return channel
}

/** Where a message can be posted: a channel, or a user id for direct messages. */
export const postable = (world: World, { args, installation }: Call): SlackChannel => {
  const wanted = needText(args, 'channel', 'channel_not_found')
  const channel = wanted.startsWith('U')
    ? openIm(world, installation, wanted)
    : visibleChannel(world, installation, wanted)
  if (channel.archived) throw new Refused('is_archived')
  const member = channel.members.has(installation.botUserId) || installation.scopes.includes('chat:write.public')
  if (!member) throw new Refused('not_in_channel')
  const tab = manifestAt(world, 'features', 'app_home', 'messages_tab_enabled')
  if (channel.kind === 'im' && tab === false) throw new Refused('messages_tab_disabled')
  return channel
}

/** A message that stands in the channel for everybody: Slack's API never finds ephemeral ones. */
export const foundMessage = (world: World, channel: SlackChannel, ts: string | undefined): SlackMessage => {
  const found = world.messages.find(
    (one) => one.channel === channel.id && one.ts === ts && !one.deleted && one.visibleTo === undefined,
  )
  if (!found) throw new Refused('message_not_found')
  return found
}

/** The page of a list that `limit` and `cursor` ask for. */
export const pageOf = <Row>(rows: readonly Row[], call: Call, most: number) => {
  const asked = Number(call.args['limit'] ?? 100)
  if (!Number.isInteger(asked) || asked < 1 || asked > most) throw new Refused('invalid_limit')
  const cursor = textArgument(call.args, 'cursor')
  const start = cursor ? Number(Buffer.from(cursor, 'base64').toString()) : 0
  if (!Number.isInteger(start)) throw new Refused('invalid_cursor')
  const more = start + asked < rows.length
  return {
    rows: rows.slice(start, start + asked),
    has_more: more,
    response_metadata: { next_cursor: more ? Buffer.from(String(start + asked)).toString('base64') : '' },
  }
}

/** Messages between `oldest` and `latest`; both ends count only with `inclusive`. */
export const between = (call: Call, message: SlackMessage): boolean => {
  const [oldest, latest] = [textArgument(call.args, 'oldest') ?? '', textArgument(call.args, 'latest') ?? '9999999999']
  const both = flag(call.args['inclusive'])
  return both ? message.ts >= oldest && message.ts <= latest : message.ts > oldest && message.ts < latest
}
