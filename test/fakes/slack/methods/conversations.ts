import { asText } from '../../teams/json.ts'
import { flag, needText, textArgument } from '../arguments.ts'
import { shownMessage } from '../posting.ts'
import { Refused } from '../refused.ts'
import type { SlackChannel, SlackMessage, World } from '../world.ts'
import type { Call, Methods } from './call.ts'
import { between, foundMessage, openIm, pageOf, visibleChannel } from './places.ts'

const shownChannel = (channel: SlackChannel, botUserId: string) => ({
  id: channel.id,
  name: channel.kind === 'im' ? undefined : channel.name,
  is_channel: channel.kind !== 'im',
  is_group: false,
  is_im: channel.kind === 'im',
  is_mpim: false,
  is_private: channel.kind !== 'public',
  is_archived: channel.archived,
  is_ext_shared: channel.isExtShared,
  is_shared: channel.isExtShared,
  is_member: channel.members.has(botUserId),
  context_team_id: channel.teamId,
  ...(channel.kind === 'im' && { user: [...channel.members].find((member) => member !== botUserId) }),
})

/** conversations.*: docs.slack.dev/reference/methods */
export const conversationMethods = (world: World): Methods => {
  const place = ({ args, installation }: Call) =>
    visibleChannel(world, installation, needText(args, 'channel', 'channel_not_found'))
  const readable = (call: Call) => {
    const channel = place(call)
    if (!channel.members.has(call.installation.botUserId)) throw new Refused('not_in_channel')
    return channel
  }
  const shown = (call: Call) => (message: SlackMessage) =>
    shownMessage(world, message, flag(call.args['include_all_metadata']))
  const standing = (channel: SlackChannel) =>
    world.messages.filter((one) => one.channel === channel.id && !one.deleted && one.visibleTo === undefined)
  return {
    'conversations.open': (call) => {
      const { args, installation } = call
      const users = (asText(args['users']) ?? (Array.isArray(args['users']) ? args['users'].join(',') : ''))
        .split(',')
        .filter(Boolean)
      if (users.length > 1) throw new Refused('method_not_supported_for_channel_type')
      const channel = users[0] ? openIm(world, installation, users[0]) : place(call)
      return { channel: flag(args['return_im']) ? shownChannel(channel, installation.botUserId) : { id: channel.id } }
    },
    'conversations.info': (call) => ({ channel: shownChannel(place(call), call.installation.botUserId) }),
    'conversations.history': (call) => {
      const wanted = standing(readable(call)).filter((one) => !one.threadTs && between(call, one))
      const { rows, ...page } = pageOf(wanted.reverse(), call, 999)
      return { messages: rows.map(shown(call)), pin_count: 0, ...page }
    },
    'conversations.replies': (call) => {
      const channel = readable(call)
      const first = foundMessage(world, channel, textArgument(call.args, 'ts'))
      const replies = standing(channel).filter((one) => one.threadTs === first.ts && between(call, one))
      const { rows, ...page } = pageOf([first, ...replies], call, 1000)
      return { messages: rows.map(shown(call)), ...page }
    },
  }
}
