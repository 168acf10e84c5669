import { invokeActivity } from './activity.ts'
import type { ClientSide } from './client.ts'
import type { Answer, Tamper } from './deliver.ts'
import { asJson, asList, asText, at, type Json } from './json.ts'
import { judgeCard, sizeOf } from './judge.ts'
import { findConversation, personalChat } from './population.ts'
import { shown, type TeamsChannel, type TeamsMessage, type TeamsUser } from './world.ts'

interface SearchAnswer extends Answer {
  /** What stands in the list, in order. */
  readonly hits: readonly { readonly title: string; readonly text: string; readonly card: Json }[]
  /** The line instead of a list. */
  readonly message?: string
}

export interface Composing {
  /** Types in the search of the compose box; `undefined` = opened, nothing typed yet. */
  search(
    user: TeamsUser,
    command: string,
    text: string | undefined,
    where?: { readonly channel?: TeamsChannel; readonly skip?: number; readonly tamper?: Tamper },
  ): Promise<SearchAnswer>
  /** Sends a card of the list as a message of this person. */
  share(user: TeamsUser, card: Json, channel: TeamsChannel): TeamsMessage
}

/** Search commands of a message extension; "Respond to search command" in Microsoft's documentation. */
export const openComposing = ({ world, send, base, complain }: ClientSide): Composing => ({
  search: async (user, command, text, { channel, skip = 0, tamper } = {}) => {
    const conversation = channel ? findConversation(world, channel.id).conversation : personalChat(world, user)
    const parameters = text === undefined ? [{ name: 'initialRun', value: 'true' }] : [{ name: 'text', value: text }]
    const value = { commandId: command, parameters, queryOptions: { skip, count: 25 } }
    const answer = await send(invokeActivity(base(user, conversation), 'composeExtension/query', value), tamper)
    if (answer.status !== 200) return { ...answer, hits: [] }
    const found = asJson(at(answer.body, 'composeExtension'))
    if (found['type'] === 'message') return { ...answer, hits: [], message: asText(found['text']) ?? '' }
    const attachments = asList(found['attachments'])
    const isList = found['type'] === 'result' && found['attachmentLayout'] === 'list' && attachments.length > 0
    complain('search', [
      ...(isList ? [] : ['neither a list nor a line']),
      ...(sizeOf(answer.body) > 100 * 1024 ? ['a list over 100 KB'] : []),
      ...attachments.flatMap(({ content, preview }) => [
        ...judgeCard(content, 'message'),
        ...(at(preview, 'contentType') === 'application/vnd.microsoft.card.thumbnail' ? [] : ['a hit without preview']),
      ]),
    ])
    const hits = attachments.map(({ content, preview }) => ({
      title: asText(at(preview, 'content', 'title')) ?? '',
      text: asText(at(preview, 'content', 'text')) ?? '',
      card: asJson(content),
    }))
    return { ...answer, hits }
  },
  share: (user, card, channel) => {
    const id = world.nextId()
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }]
    const { conversation } = findConversation(world, channel.id)
    const kept = {
      id,
      conversation,
      thread: id,
      from: user,
      sentAt: new Date().toISOString(),
      replyToId: undefined,
      activity: { type: 'message', attachments },
      edits: [],
      views: new Map(),
      deleted: false,
    }
    world.messages.push(kept)
    return shown(kept)
  },
})
