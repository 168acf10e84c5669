/** Cards that go out in answer to somebody. */
import type { Card } from '../../src/cards/card.ts'
import type { Sender } from './activity.ts'
import { adaptiveCard } from './cards.ts'
import { ConnectorFault, cardMessage, patiently } from './connector.ts'
import type { Conversation } from './conversation.ts'
import type { Json } from './elements.ts'
import type { Tools } from './tools.ts'

const messageOf = (card: Card, to: Conversation, { baseUrl }: Tools, key?: string) =>
  cardMessage(adaptiveCard(card, { baseUrl, key, viewer: to.memberId }), card.title)

/** Posts a card in a conversation; `beside` goes along in the message. */
export const post = async (card: Card, to: Conversation, tools: Tools, beside: Json = {}): Promise<void> =>
  void (await patiently(() => tools.connector.post(to, { ...messageOf(card, to, tools), ...beside })))

/** Replaces a message of ours by a card; what can't be replaced is posted anew. */
export const replace = async (id: string, card: Card, at: Conversation, tools: Tools, key?: string): Promise<void> => {
  try {
    await patiently(() => tools.connector.replace(at, id, messageOf(card, at, tools, key)))
  } catch (error) {
    if (!(error instanceof ConnectorFault) || error.status === undefined) throw error
    await post(card, at, tools)
  }
}

/** The chat of this person alone, wherever something was said; `undefined` where the person does not have the app. */
export const ownChat = async (sender: Sender, { connector }: Tools): Promise<Conversation | undefined> => {
  if (sender.personal) return sender.conversation
  try {
    return await patiently(() => connector.personal(sender.conversation, sender.tenantId))
  } catch (error) {
    if (error instanceof ConnectorFault && error.status === 403) return undefined
    throw error
  }
}

/** Posts a card where only this person sees it. */
export const tell = async (card: Card, sender: Sender, tools: Tools): Promise<void> => {
  const chat = await ownChat(sender, tools)
  if (chat) await post(card, chat, tools)
}
