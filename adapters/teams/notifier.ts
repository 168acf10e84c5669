import * as z from 'zod'
import { type MessageRef, type Notifier, RetryLater } from '../../src/ports/chat.ts'
import { adaptiveCard, markOf } from './cards.ts'
import { type Connector, ConnectorFault, cardMessage } from './connector.ts'
import { conversationShape, readConversation } from './conversation.ts'
import { isGuest } from './directory.ts'

export interface NotifierSettings {
  readonly tenantId: string
  readonly baseUrl: string
  readonly connector: Connector
  /** The id of an earlier post to this person that holds this text. */
  readonly findPost: (objectId: string, mark: string) => Promise<string | undefined>
}

/** Posts cards where somebody talked to the bot before, alone or in a channel, and replaces them where they stand. */
export const openNotifier = ({ tenantId, baseUrl, connector, findPost }: NotifierSettings): Notifier => ({
  channel: 'teams',
  async post(to, card, key, again) {
    const conversation = readConversation(to.conversation)
    if (!conversation || to.workspaceId !== tenantId) return 'unreachable'
    const message = cardMessage(adaptiveCard(card, { baseUrl, key, viewer: conversation.memberId }), card.title)
    try {
      const found = again ? await findPost(to.accountId, markOf(key)) : undefined
      // What was posted then may have been overtaken since.
      if (found) await connector.replace(conversation, found, message)
      const id = found ?? (await connector.post(conversation, message))
      return { channel: 'teams', workspaceId: tenantId, ref: JSON.stringify({ conversation, id, key } satisfies Ref) }
    } catch (error) {
      if (isShut(error)) return 'unreachable'
      throw asRetry(error)
    }
  },
  // Only Graph could tell whether an earlier attempt got through, for more than anybody would permit: here it may stand twice.
  async postIn(to, card, key) {
    const conversation = readConversation(to.place)
    if (!conversation || to.workspaceId !== tenantId) return 'unreachable'
    try {
      const id = await connector.post(conversation, cardMessage(adaptiveCard(card, { baseUrl, key }), card.title))
      return { channel: 'teams', workspaceId: tenantId, ref: JSON.stringify({ conversation, id, key } satisfies Ref) }
    } catch (error) {
      if (isShut(error)) return 'unreachable'
      throw asRetry(error)
    }
  },
  async isShared({ place }) {
    const conversation = readConversation(place)
    try {
      const people = conversation && (await connector.everybody(conversation))
      return !people?.every((one) => one.tenantId === tenantId && !isGuest(one))
    } catch (error) {
      if (isShut(error)) return true
      throw asRetry(error)
    }
  },
  async replace(message, card) {
    const { conversation, id, key } = readRef(message)
    const viewer = conversation.memberId || undefined
    const drawn = adaptiveCard(card, { baseUrl, key, viewer })
    try {
      await connector.replace(conversation, id, cardMessage(drawn, card.title))
      return 'replaced'
    } catch (error) {
      if (isShut(error)) return 'gone'
      throw asRetry(error)
    }
  },
})

const refShape = z.object({ conversation: conversationShape, id: z.string(), key: z.string() })

/** Where a card stands, in our words. */
type Ref = z.output<typeof refShape>

const readRef = ({ ref }: MessageRef): Ref => refShape.parse(JSON.parse(ref))

/** 403: blocked by the person, or the app was removed. 404: the conversation or the message is gone. */
const isShut = (error: unknown): boolean => error instanceof ConnectorFault && [403, 404].includes(error.status ?? 0)

const asRetry = (error: unknown): unknown =>
  error instanceof ConnectorFault && error.status === 429 && error.retryAfter !== undefined
    ? new RetryLater(error.retryAfter)
    : error
