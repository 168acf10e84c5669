import type { WebClient } from '@slack/web-api'
import type { Card } from '../../src/cards/card.ts'
import type { MessageRef, Notifier } from '../../src/ports/chat.ts'
import { blocksOf, fallbackText } from './blocks.ts'
import { asRetry, slackError } from './web-api.ts'

/** Nothing that a later attempt would change. */
const unreachable = new Set([
  'account_inactive',
  'cannot_dm_bot',
  'channel_not_found',
  'is_archived',
  'messages_tab_disabled',
  'not_in_channel',
  'restricted_action',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
])
const gone = new Set([
  'message_not_found',
  'channel_not_found',
  'cant_update_message',
  'edit_window_closed',
  'is_archived',
])

const keyEvent = 'toegang_card'

/** Posts and replaces cards in direct messages (Web API `chat.postMessage`, `chat.update`). */
export const openNotifier = (
  clientFor: (workspaceId: string) => Promise<WebClient | undefined>,
  baseUrl: string,
): Notifier => ({
  channel: 'slack',
  async post(to, card, key, again) {
    const client = await clientFor(to.workspaceId)
    if (!client) return 'unreachable'
    try {
      const channel = (await client.conversations.open({ users: to.accountId })).channel?.id
      if (!channel) return 'unreachable'
      const ts =
        (again && (await findPost(client, channel, key))) || (await postMessage(client, channel, card, key, baseUrl))
      return { channel: 'slack', workspaceId: to.workspaceId, ref: refOf(channel, ts) }
    } catch (error) {
      if (unreachable.has(slackError(error) ?? '')) return 'unreachable'
      throw asRetry(error)
    }
  },
  async replace(message, card) {
    const client = await clientFor(message.workspaceId)
    if (!client) return 'gone'
    const { channel, ts } = readRef(message)
    try {
      await client.chat.update({ channel, ts, text: fallbackText(card), blocks: blocksOf(card, baseUrl) })
      return 'replaced'
    } catch (error) {
      if (gone.has(slackError(error) ?? '')) return 'gone'
      throw asRetry(error)
    }
  },
})

const postMessage = async (
  client: WebClient,
  channel: string,
  card: Card,
  key: string,
  baseUrl: string,
): Promise<string> => {
  const posted = await client.chat.postMessage({
    channel,
    text: fallbackText(card),
    blocks: blocksOf(card, baseUrl),
    metadata: { event_type: keyEvent, event_payload: { key } },
    unfurl_links: false,
    unfurl_media: false,
  })
  if (!posted.ts) throw new Error('Slack took a message without saying where it stands')
  return posted.ts
}

/** Our own earlier post under this key, if an attempt got through unheard. The metadata of a message is for its own app only. */
const findPost = async (client: WebClient, channel: string, key: string): Promise<string | undefined> => {
  const history = await client.conversations.history({ channel, limit: 100, include_all_metadata: true })
  return history.messages?.find(
    ({ metadata }) => (metadata?.event_payload as { key?: string } | undefined)?.key === key,
  )?.ts
}

export const refOf = (channel: string, ts: string): string => `${channel} ${ts}`

const readRef = ({ ref }: MessageRef): { channel: string; ts: string } => {
  const [channel = '', ts = ''] = ref.split(' ')
  return { channel, ts }
}
