import type { Card } from '../../src/cards/card.ts'
import type { MessageRef, Notifier } from '../../src/ports/chat.ts'
import { adaptiveCard, markOf } from './cards.ts'
import { asRetry, cardMessage, openConnector, statusOf } from './connector.ts'
import { type Conversation, readConversation, writeConversation } from './conversation.ts'

export interface NotifierSettings {
  readonly tenantId: string
  readonly baseUrl: string
  readonly connectorToken: () => Promise<string>
  /** Finds the id of an earlier post that holds this text. */
  readonly findPost: (conversationId: string, mark: string) => Promise<string | undefined>
}

/** Posts cards where a person talked to the bot before, and replaces them where they stand. */
export const openNotifier = (settings: NotifierSettings): Notifier => {
  const { tenantId, baseUrl, connectorToken, findPost } = settings
  const activitiesAt = ({ serviceUrl, conversationId }: Conversation) =>
    openConnector(serviceUrl, connectorToken).conversations.activities(conversationId)

  return {
    channel: 'teams',
    async post(to, card, key, again) {
      const conversation = readConversation(to.conversation)
      if (!conversation || to.workspaceId !== tenantId) return 'unreachable'
      try {
        const found = again ? await findPost(conversation.conversationId, markOf(key)) : undefined
        const id =
          found ??
          (await activitiesAt(conversation).create(cardMessage(adaptiveCard(card, baseUrl, key), card.title))).id
        return { channel: 'teams', workspaceId: tenantId, ref: writeRef(conversation, id, key) }
      } catch (error) {
        // 403: blocked by the person, or the app was removed. 404: the conversation is gone.
        if ([403, 404].includes(statusOf(error) ?? 0)) return 'unreachable'
        throw asRetry(error)
      }
    },
    async replace(message, card: Card) {
      const { conversation, id, key } = readRef(message)
      try {
        await activitiesAt(conversation).update(id, cardMessage(adaptiveCard(card, baseUrl, key), card.title))
        return 'replaced'
      } catch (error) {
        if ([403, 404].includes(statusOf(error) ?? 0)) return 'gone'
        throw asRetry(error)
      }
    },
  }
}

const writeRef = (conversation: Conversation, id: string, key: string): string =>
  JSON.stringify({ conversation: writeConversation(conversation), id, key })

const readRef = ({ ref }: MessageRef): { conversation: Conversation; id: string; key: string } => {
  const { conversation, id, key } = JSON.parse(ref) as { conversation: string; id: string; key: string }
  const read = readConversation(conversation)
  if (!read) throw new Error('a posted message without its conversation')
  return { conversation: read, id, key }
}
