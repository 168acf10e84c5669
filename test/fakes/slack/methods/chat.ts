import { asJson } from '../../teams/json.ts'
import { needText, objectArgument, textArgument } from '../arguments.ts'
import { judgeBlocks } from '../judge/judge.ts'
import { post, readContent, remove, replace, shownMessage } from '../posting.ts'
import { Refused } from '../refused.ts'
import { channelOf, type SlackMessage, teamOf, type World } from '../world.ts'
import type { Call, Methods } from './call.ts'
import { foundMessage, postable, visibleChannel } from './places.ts'

/** chat.*: docs.slack.dev/reference/methods */
export const chatMethods = (world: World): Methods => {
  const own = (call: Call, otherwise: string): SlackMessage => {
    const channel = visibleChannel(world, call.installation, needText(call.args, 'channel', 'channel_not_found'))
    const message = foundMessage(world, channel, textArgument(call.args, 'ts'))
    if (message.user !== call.installation.botUserId) throw new Refused(otherwise)
    return message
  }
  return {
    'chat.postMessage': (call) => {
      const channel = postable(world, call)
      const content = readContent(world, call.method, call.args, true)
      const threadTs = textArgument(call.args, 'thread_ts')
      if (threadTs) foundMessage(world, channel, threadTs)
      const posted = post(world, {
        ...content,
        channel: channel.id,
        user: call.installation.botUserId,
        fromBot: true,
        threadTs,
      })
      return { channel: channel.id, ts: posted.ts, message: shownMessage(world, posted, true) }
    },
    'chat.update': (call) => {
      const message = own(call, 'cant_update_message')
      const content = readContent(world, call.method, call.args, true)
      const replaced = replace(world, message, content)
      return {
        channel: replaced.channel,
        ts: replaced.ts,
        text: replaced.text,
        message: shownMessage(world, replaced, true),
      }
    },
    'chat.delete': (call) => {
      const { channel, ts } = remove(world, own(call, 'cant_delete_message'))
      return { channel, ts }
    },
    'chat.postEphemeral': (call) => {
      const channel = postable(world, call)
      const user = needText(call.args, 'user')
      if (!channel.members.has(user)) throw new Refused('user_not_in_channel')
      const content = readContent(world, call.method, call.args, true)
      const posted = post(world, {
        ...content,
        metadata: undefined,
        channel: channel.id,
        user: call.installation.botUserId,
        fromBot: true,
        threadTs: textArgument(call.args, 'thread_ts'),
        visibleTo: user,
      })
      return { message_ts: posted.ts }
    },
    'chat.getPermalink': (call) => {
      const channel = visibleChannel(world, call.installation, needText(call.args, 'channel', 'channel_not_found'))
      const { ts } = foundMessage(world, channel, textArgument(call.args, 'message_ts'))
      const { domain } = teamOf(world, channel.teamId)
      return {
        channel: channel.id,
        permalink: `https://${domain}.slack.example/archives/${channel.id}/p${ts.replace('.', '')}`,
      }
    },
    'chat.unfurl': (call) => {
      const [channelId, sentTs] = textArgument(call.args, 'unfurl_id')?.split(' ') ?? []
      const message = channelId
        ? foundMessage(world, channelOf(world, channelId), sentTs)
        : foundMessage(
            world,
            visibleChannel(world, call.installation, needText(call.args, 'channel', 'channel_not_found')),
            textArgument(call.args, 'ts'),
          )
      const unfurls = objectArgument(call.args, 'unfurls', 'invalid_unfurls_format')
      if (!unfurls) throw new Refused('missing_unfurls')
      const previews = Object.entries(unfurls).map(([url, preview]) => {
        if (!message.text.includes(url)) throw new Refused('cannot_unfurl_url')
        const { blocks } = asJson(preview)
        world.complain(call.method, blocks === undefined ? [] : judgeBlocks(blocks, 'message'))
        return { from_url: url, ...asJson(preview) }
      })
      replace(world, message, { attachments: previews })
      return {}
    },
  }
}
