import { randomBytes } from 'node:crypto'
import { asJson, type Json } from '../teams/json.ts'
import { flag } from './arguments.ts'
import { post, readContent, remove, replace } from './posting.ts'
import { Refused } from './refused.ts'
import { installationOf, type World } from './world.ts'

const mostUses = 5
const livesMs = 30 * 60_000

/** Where an interaction took place, and on which message. */
export interface Place {
  readonly teamId: string
  readonly channel: string
  readonly userId: string
  readonly messageTs: string | undefined
}

/**
 * Response URLs: five uses in thirty minutes (docs.slack.dev/interactivity/handling-user-interaction). A post makes a new
 * message, for the one person unless `response_type` is `in_channel`; or replaces or deletes the message that was acted on.
 */
export const openResponseUrls = (world: World, root: () => string) => {
  const given = new Map<string, Place & { readonly at: number; uses: number }>()

  const say = (where: string, place: Place, body: Json): void => {
    const acted = world.messages.find((one) => one.ts === place.messageTs && one.channel === place.channel)
    const content = () => readContent(world, where, body, true)
    if (acted && flag(body['delete_original'])) return void remove(world, acted)
    if (acted && !acted.deleted && flag(body['replace_original'])) return void replace(world, acted, content())
    if (acted && body['replace_original'] === undefined)
      world.complain(where, ['says neither that it replaces the original nor that it does not'])
    post(world, {
      ...content(),
      channel: place.channel,
      user: installationOf(world, place.teamId).botUserId,
      fromBot: true,
      ...(body['response_type'] !== 'in_channel' && { visibleTo: place.userId }),
    })
  }

  return {
    give: (place: Place): string => {
      const path = `/actions/${place.teamId}/${given.size + 1}/${randomBytes(12).toString('base64url')}`
      given.set(path, { ...place, at: world.now(), uses: 0 })
      return `${root()}${path}`
    },
    /** What an app posts to a response URL; answers the HTTP status and body. */
    use: (path: string, body: Json): { status: number; body: unknown } => {
      const place = given.get(path)
      if (!place) return { status: 404, body: 'invalid_url' }
      place.uses += 1
      const refused = world.now() - place.at > livesMs ? 'expired_url' : place.uses > mostUses ? 'used_url' : undefined
      if (refused) {
        world.complain('response_url', [refused])
        return { status: 404, body: refused }
      }
      try {
        say('response_url', place, body)
        return { status: 200, body: 'ok' }
      } catch (error) {
        if (error instanceof Refused) return { status: 400, body: error.answer }
        throw error
      }
    },
    /** What an app answers to a slash command at once: a message, when it has content. */
    answer: (place: Place, body: unknown): void => {
      const said: Json = typeof body === 'string' ? { text: body } : asJson(body)
      if (said['text'] || said['blocks']) say('slash command', place, said)
    },
  }
}

export type ResponseUrls = ReturnType<typeof openResponseUrls>
