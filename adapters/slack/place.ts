/** Channels that the bot is in. */
import type { Account, Tools } from './attend.ts'
import { slackError } from './web-api.ts'

/** How Slack is asked. */
export type Calls = Pick<Tools, 'clientFor' | 'insist'>

const unseen = new Set(['channel_not_found', 'not_in_channel', 'missing_scope'])

/** Conversations of one person and the bot have ids of their own kind. */
export const isOwnChat = (channel: string): boolean => channel.startsWith('D')

/** Whether the bot is in a channel: only there it can post. */
export const isPlace = async ({ workspaceId }: Account, channel: string, tools: Tools): Promise<boolean> => {
  if (isOwnChat(channel)) return false
  const known = await lookUp(tools, workspaceId, channel)
  return known?.is_member === true && known.is_im !== true
}

/** Whether people of another organisation read along ("Slack Connect"), or are about to; so it is where nobody can tell. */
export const isShared = async (calls: Calls, workspaceId: string, channel: string): Promise<boolean> => {
  const known = await lookUp(calls, workspaceId, channel)
  return known?.is_ext_shared !== false || known.is_pending_ext_shared === true
}

const lookUp = async ({ clientFor, insist }: Calls, workspaceId: string, channel: string) => {
  const client = await clientFor(workspaceId)
  try {
    return (await insist(async () => client?.conversations.info({ channel })))?.channel
  } catch (error) {
    if (unseen.has(slackError(error) ?? '')) return undefined
    throw error
  }
}
