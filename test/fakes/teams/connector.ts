import { asList, asText } from './json.ts'
import { judgeActivity, sizeLimit, sizeOf } from './judge.ts'
import type { BearerCheck } from './login.ts'
import { isInstalled, lookUpConversation } from './population.ts'
import { blockedReply, createConversation, notFound, notInRoster, notThere, storePost } from './posting.ts'
import { serveRoster } from './roster.ts'
import { type Incoming, type Reply, type Router, refuse, refuseWith } from './server.ts'
import type { Throttle } from './throttle.ts'
import type { Conversation, World } from './world.ts'

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
      // A chat that is being made has no id yet: it counts for the person it is made with.
      const subject = incoming.params['conversation'] ?? asText(asList(incoming.body['members'])[0]?.['id']) ?? 'new'
      const wait = throttle('tenant', incoming.params['tenant'] ?? '') ?? throttle(kind, subject)
      return wait === undefined ? handler(incoming) : refuseWith(429, wait)
    }
  /** For what concerns one conversation: found, the app installed there, and not blocked. */
  const inside =
    (act: (place: { conversation: Conversation; thread?: string }, incoming: Incoming) => Reply): Handler =>
    (incoming) => {
      const place = lookUpConversation(world, incoming.params['conversation'] ?? '')
      if (!place) return notFound()
      const blocked = blockedReply(world, place.conversation)
      if (blocked) return blocked
      return isInstalled(world, place.conversation) ? act(place, incoming) : notInRoster()
    }
  const post = inside(({ conversation, thread }, { body, params }) => {
    const root = params['activity']
    const kept = storePost(world, conversation, thread, root ? { ...body, replyToId: root } : body)
    return 'reply' in kept ? kept.reply : { status: 201, body: { id: kept.id } }
  })
  const own = (conversation: Conversation, id: string | undefined) =>
    world.messages.find((one) => one.id === id && one.conversation === conversation && !one.deleted)

  on(
    'post',
    root,
    'createConversation',
    guarded('send', ({ body }) => createConversation(world, body)),
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
  serveRoster(on, root, world, (act) => guarded('members', inside(act)))
}
