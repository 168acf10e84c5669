import { asJson, asList, asText, at, type Json } from './json.ts'
import { judgeActivity, sizeLimit, sizeOf } from './judge.ts'
import { isInstalled, lookUpConversation, personalChat } from './population.ts'
import { type Reply, refuse, writesBlocked } from './server.ts'
import type { Conversation, World } from './world.ts'

export const notFound = () => refuse(404, 'ConversationNotFound', 'Conversation not found.')
export const notThere = () =>
  refuse(404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.')
export const notInRoster = () =>
  refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.')

export const blockedReply = (world: World, conversation: Conversation): Reply | undefined => {
  const blocked = world.blocked.get(conversation.user?.objectId ?? '')
  if (blocked === 'MessageWritesBlocked') return writesBlocked()
  if (blocked === 'ConversationBlockedByUser')
    return refuse(403, blocked, 'User blocked the conversation with the bot.')
  if (blocked === 'BotDisabledByAdmin') return refuse(403, blocked, 'The tenant admin disabled this bot.')
  return undefined
}

/** Keeps what the bot posts, or says why not; `thread` is the root of a channel thread. */
export const storePost = (
  world: World,
  conversation: Conversation,
  thread: string | undefined,
  activity: Json,
): { reply: Reply } | { id: string } => {
  if (sizeOf(activity) > sizeLimit)
    return {
      reply: refuse(413, 'MessageSizeTooBig', 'Message size too large.'),
    }
  if (typeof activity['type'] !== 'string') return { reply: refuse(400, 'BadArgument', 'Activity type is missing.') }
  const id = world.nextId()
  if (activity['type'] === 'message') {
    world.violations.push(...judgeActivity(activity))
    const replyToId = asText(activity['replyToId'])
    world.messages.push({
      id,
      conversation,
      thread: conversation.channel ? (thread ?? replyToId ?? id) : undefined,
      from: 'bot',
      sentAt: new Date().toISOString(),
      replyToId,
      activity,
      edits: [],
      views: new Map(),
      deleted: false,
    })
  }
  return { id }
}

/** POST /v3/conversations: a personal chat from `members` and tenant, or a new thread from `channelData.channel`. */
export const createConversation = (world: World, body: Json): Reply => {
  const channelId = asText(at(body, 'channelData', 'channel', 'id'))
  const tenantId = asText(body['tenantId']) ?? asText(at(body, 'channelData', 'tenant', 'id'))
  const activity = body['activity'] === undefined ? undefined : asJson(body['activity'])
  if (channelId) {
    const place = lookUpConversation(world, channelId)
    if (!place) return notFound()
    if (!isInstalled(world, place.conversation)) return notInRoster()
    if (!activity) return refuse(400, 'BadSyntax', 'Incorrect conversation creation parameters')
    const kept = storePost(world, place.conversation, undefined, activity)
    if ('reply' in kept) return kept.reply
    return {
      status: 201,
      body: { id: `${channelId};messageid=${kept.id}`, activityId: kept.id },
    }
  }
  const [member, ...more] = asList(body['members'])
  if (!tenantId || !member || more.length > 0)
    return refuse(400, 'BadSyntax', 'Incorrect conversation creation parameters')
  const user = world.users.find((one) => one.id === member['id'] || one.objectId === member['id'])
  if (!user) return refuse(400, 'BadSyntax', 'Bad format of conversation ID or unknown user')
  if (user.tenantId !== tenantId) return refuse(403, 'ForbiddenOperationException', 'The user is not in this tenant.')
  const conversation = personalChat(world, user)
  const blocked = blockedReply(world, conversation)
  if (blocked) return blocked
  if (!isInstalled(world, conversation)) return notInRoster()
  const kept = activity && storePost(world, conversation, undefined, activity)
  if (kept && 'reply' in kept) return kept.reply
  return {
    status: 201,
    body: { id: conversation.id, ...(kept && { activityId: kept.id }) },
  }
}
