import * as z from 'zod'

export const conversationShape = z.object({
  serviceUrl: z.string(),
  conversationId: z.string(),
  /** The account's id towards this bot (`29:…`). */
  memberId: z.string(),
})

/** Where a person is reached: only ever taken from a verified activity, and refreshed by each one, since service URLs change. */
export type Conversation = z.output<typeof conversationShape>

export const writeConversation = ({ serviceUrl, conversationId, memberId }: Conversation): string =>
  JSON.stringify({ serviceUrl, conversationId, memberId })

/** Where many read, without the thread in which somebody spoke. */
export const writePlace = ({ serviceUrl, conversationId }: Conversation): string =>
  writeConversation({ serviceUrl, conversationId: conversationId.replace(/;messageid=.*$/, ''), memberId: '' })

/** `undefined` for an account that never talked to the bot. */
export const readConversation = (written: string | undefined): Conversation | undefined =>
  written ? conversationShape.parse(JSON.parse(written)) : undefined
