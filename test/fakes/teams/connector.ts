import { asJson, asList, asText, at, type Json } from './json.ts'
import { judgeActivity, sizeLimit, sizeOf } from './judge.ts'
import type { BearerCheck } from './login.ts'
import { type Incoming, type Reply, type Router, refuse, refuseWith, writesBlocked } from './server.ts'
import type { Throttle } from './throttle.ts'
import { type Conversation, findConversation, isInstalled, personalChat, type World } from './world.ts'

const notFound = () => refuse(404, 'ConversationNotFound', 'Conversation not found.')
const notThere = () => refuse(404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.')
const notInRoster = () => refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.')

const blockedReply = (world: World, conversation: Conversation): Reply | undefined => {
  const blocked = world.blocked.get(conversation.user?.objectId ?? '')
  if (blocked === 'MessageWritesBlocked') return writesBlocked()
  if (blocked === 'ConversationBlockedByUser')
    return refuse(403, blocked, 'User blocked the conversation with the bot.')
  if (blocked === 'BotDisabledByAdmin') return refuse(403, blocked, 'The tenant admin disabled this bot.')
  return undefined
}

/** Keeps what the bot posts, or says why not; `thread` is the root of a channel thread. */
const store = (
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

/**
 * The Bot Connector, as "Bot Connector API reference" and the Teams pages describe it, under `/:region/:tenant/v3`.
 * Refuses: no or wrong bearer 401, unknown conversation or activity 404, app not installed or bot blocked 403,
 * message over 100 KB 413, over the documented rate 429 with Retry-After.
 */
export const serveConnector = (on: Router, world: World, bearer: BearerCheck, throttle: Throttle): void => {
  const root = '/:region/:tenant/v3/conversations'
  type Handler = (incoming: Incoming) => Reply
  const guarded =
    (kind: 'send' | 'members', handler: Handler) =>
    async (incoming: Incoming): Promise<Reply> => {
      const allowed = await bearer(incoming.authorization, 'https://api.botframework.com')
      if ('status' in allowed) return allowed
      const wait =
        throttle('tenant', incoming.params['tenant'] ?? '') ?? throttle(kind, incoming.params['conversation'] ?? 'new')
      return wait === undefined ? handler(incoming) : refuseWith(429, wait)
    }
  /** For what concerns one conversation: found, the app installed there, and not blocked. */
  const inside =
    (act: (place: { conversation: Conversation; thread?: string }, incoming: Incoming) => Reply): Handler =>
    (incoming) => {
      const place = findConversation(world, incoming.params['conversation'] ?? '')
      if (!place) return notFound()
      const blocked = blockedReply(world, place.conversation)
      if (blocked) return blocked
      return isInstalled(world, place.conversation) ? act(place, incoming) : notInRoster()
    }
  const post = inside(({ conversation, thread }, { body, params }) => {
    const root = params['activity']
    const kept = store(world, conversation, thread, root ? { ...body, replyToId: root } : body)
    return 'reply' in kept ? kept.reply : { status: 201, body: { id: kept.id } }
  })
  const own = (conversation: Conversation, id: string | undefined) =>
    world.messages.find((one) => one.id === id && one.conversation === conversation && !one.deleted)

  on(
    'post',
    root,
    'createConversation',
    guarded('send', ({ body }) => create(world, body)),
  )
  on('post', `${root}/:conversation/activities`, 'post', guarded('send', post))
  on('post', `${root}/:conversation/activities/:activity`, 'reply', guarded('send', post))
  on(
    'put',
    `${root}/:conversation/activities/:activity`,
    'update',
    guarded(
      'send',
      inside(({ conversation }, { body, params }) => {
        const message = own(conversation, params['activity'])
        if (!message) return notThere()
        if (message.from !== 'bot') return refuse(403, 'ForbiddenOperationException', 'Not a message of this bot.')
        if (sizeOf(body) > sizeLimit) return refuse(413, 'MessageSizeTooBig', 'Message size too large.')
        world.violations.push(...judgeActivity(body))
        message.edits.push(message.activity)
        message.activity = body
        message.views.clear()
        return { status: 200, body: { id: message.id } }
      }),
    ),
  )
  on(
    'delete',
    `${root}/:conversation/activities/:activity`,
    'delete',
    guarded(
      'send',
      inside(({ conversation }, { params }) => {
        const message = own(conversation, params['activity'])
        if (message?.from !== 'bot') return notThere()
        message.deleted = true
        return { status: 200 }
      }),
    ),
  )
  serveMembers(on, root, world, (act) => guarded('members', inside(act)))
}

/** POST /v3/conversations: a personal chat from `members` and tenant, or a new thread from `channelData.channel`. */
const create = (world: World, body: Json): Reply => {
  const channelId = asText(at(body, 'channelData', 'channel', 'id'))
  const tenantId = asText(body['tenantId']) ?? asText(at(body, 'channelData', 'tenant', 'id'))
  const activity = body['activity'] === undefined ? undefined : asJson(body['activity'])
  if (channelId) {
    const place = findConversation(world, channelId)
    if (!place) return notFound()
    if (!isInstalled(world, place.conversation)) return notInRoster()
    if (!activity) return refuse(400, 'BadSyntax', 'Incorrect conversation creation parameters')
    const kept = store(world, place.conversation, undefined, activity)
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
  const kept = activity && store(world, conversation, undefined, activity)
  if (kept && 'reply' in kept) return kept.reply
  return {
    status: 201,
    body: { id: conversation.id, ...(kept && { activityId: kept.id }) },
  }
}

const serveMembers = (
  on: Router,
  root: string,
  world: World,
  inside: (
    act: (place: { conversation: Conversation }, incoming: Incoming) => Reply,
  ) => (incoming: Incoming) => Promise<Reply>,
): void => {
  const roster = ({ user, channel }: Conversation) => (user ? [user] : (channel?.members ?? []))
  // The live service names the Entra object id differently from one address to the next.
  const account = (one: ReturnType<typeof roster>[number], objectIdAs: 'objectId' | 'aadObjectId'): Json => ({
    id: one.id,
    [objectIdAs]: one.objectId,
    name: one.name,
    givenName: one.name.split(' ')[0],
    surname: one.name.split(' ').slice(1).join(' '),
    ...(one.email && { email: one.email }),
    userPrincipalName: one.userPrincipalName,
    tenantId: one.tenantId,
    userRole: one.userRole,
  })
  on(
    'get',
    `${root}/:conversation/members`,
    'members',
    inside(({ conversation }) => ({
      status: 200,
      body: roster(conversation).map((one) => account(one, 'objectId')),
    })),
  )
  on(
    'get',
    `${root}/:conversation/members/:member`,
    'member',
    inside(({ conversation }, { params }) => {
      const id = params['member']
      const found = roster(conversation).find((one) => one.id === id || one.objectId === id)
      if (found) return { status: 200, body: account(found, 'aadObjectId') }
      const known = world.users.some((one) => one.id === id || one.objectId === id)
      return refuse(404, 'MemberNotFoundInConversation', known ? 'Not in this conversation.' : 'Unknown member.')
    }),
  )
  on(
    'get',
    `${root}/:conversation/pagedMembers`,
    'pagedMembers',
    inside(({ conversation }, { query }) => {
      const size = Math.min(500, Math.max(50, Number(asText(query['pageSize']) ?? 200)))
      const from = Number(asText(query['continuationToken']) ?? 0)
      const all = roster(conversation)
      const members = all.slice(from, from + size).map((one) => account(one, 'aadObjectId'))
      const more = from + size < all.length
      return {
        status: 200,
        body: {
          members,
          ...(more && { continuationToken: String(from + size) }),
        },
      }
    }),
  )
}
