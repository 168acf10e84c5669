import type { WebClient } from '@slack/web-api'
import type { Card } from '../../src/cards/card.ts'
import { blocksOf, fallbackText } from './blocks.ts'

const keyEvent = 'toegang_card'

/** A card as the arguments of `chat.postMessage` and `chat.update`. */
const content = (card: Card, baseUrl: string) => ({ text: fallbackText(card), blocks: blocksOf(card, baseUrl) })

/**
 * Posts a card under a key, which stays in the metadata of the message (seen by its own app only). With `again` an earlier
 * attempt may have got through unheard: that post is then brought up to date instead. Answers the `ts` of the message.
 */
export const postCard = async (
  client: WebClient,
  channel: string,
  card: Card,
  { key, again, baseUrl }: { readonly key: string; readonly again: boolean; readonly baseUrl: string },
): Promise<string> => {
  const earlier = again ? await findPost(client, channel, key) : undefined
  if (earlier) {
    await updateCard(client, { channel, ts: earlier }, card, baseUrl)
    return earlier
  }
  const posted = await client.chat.postMessage({
    channel,
    ...content(card, baseUrl),
    metadata: { event_type: keyEvent, event_payload: { key } },
    unfurl_links: false,
    unfurl_media: false,
  })
  if (!posted.ts) throw new Error('Slack took a message without saying where it stands')
  return posted.ts
}

/** Replaces the card of a message where it stands. */
export const updateCard = async (
  client: WebClient,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  card: Card,
  baseUrl: string,
): Promise<void> => {
  await client.chat.update({ channel, ts, ...content(card, baseUrl) })
}

const findPost = async (client: WebClient, channel: string, key: string): Promise<string | undefined> => {
  const history = await client.conversations.history({ channel, limit: 100, include_all_metadata: true })
  return history.messages?.find(
    ({ metadata }) => (metadata?.event_payload as { key?: string } | undefined)?.key === key,
  )?.ts
}
