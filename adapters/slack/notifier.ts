import type { MessageRef, Notifier } from '../../src/ports/chat.ts'
import { type Calls, isShared } from './place.ts'
import { postCard, updateCard } from './posting.ts'
import { asRetry, slackError } from './web-api.ts'

/** Nothing that a later attempt would change ("Errors" of `conversations.open` and `chat.postMessage`). */
const unreachable = new Set([
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
/** "Errors" of `chat.update`. */
const gone = new Set([
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
  'is_archived',
  'message_not_found',
])

/** Posts cards in direct messages and channels, and replaces them where they stand. */
export const openNotifier = (calls: Calls, baseUrl: string): Notifier => ({
  channel: 'slack',
  async post(to, card, key, again) {
    const client = await calls.clientFor(to.workspaceId)
    if (!client) return 'unreachable'
    try {
      const channel = (await client.conversations.open({ users: to.accountId })).channel?.id
      if (!channel) return 'unreachable'
      const ts = await postCard(client, channel, card, { key, again, baseUrl })
      return { channel: 'slack', workspaceId: to.workspaceId, ref: refOf(channel, ts) }
    } catch (error) {
      if (unreachable.has(slackError(error) ?? '')) return 'unreachable'
      throw asRetry(error)
    }
  },
  async postIn(to, card, key, again) {
    const client = await calls.clientFor(to.workspaceId)
    if (!client) return 'unreachable'
    try {
      const ts = await postCard(client, to.place, card, { key, again, baseUrl })
      return { channel: 'slack', workspaceId: to.workspaceId, ref: refOf(to.place, ts) }
    } catch (error) {
      if (unreachable.has(slackError(error) ?? '')) return 'unreachable'
      throw asRetry(error)
    }
  },
  async isShared({ workspaceId, place }) {
    try {
      return await isShared(calls, workspaceId, place)
    } catch (error) {
      throw asRetry(error)
    }
  },
  async replace(message, card) {
    const client = await calls.clientFor(message.workspaceId)
    if (!client) return 'gone'
    try {
      await updateCard(client, readRef(message), card, baseUrl)
      return 'replaced'
    } catch (error) {
      if (gone.has(slackError(error) ?? '')) return 'gone'
      throw asRetry(error)
    }
  },
})

export const refOf = (channel: string, ts: string): string => `${channel} ${ts}`

const readRef = ({ ref }: MessageRef): { channel: string; ts: string } => {
  const [channel = '', ts = ''] = ref.split(' ')
  return { channel, ts }
}
