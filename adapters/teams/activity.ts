import * as z from 'zod'
import type { Claim } from '../../src/kernel/actor.ts'
import { type Language, languageOf } from '../../src/texts/language.ts'
import { type Conversation, writeConversation } from './conversation.ts'
import { personOf } from './directory.ts'

/** What we read of a verified activity ("Activity", Bot Framework schema). */
const shape = z.looseObject({
  serviceUrl: z.string(),
  locale: z.string().optional(),
  from: z.looseObject({ id: z.string(), aadObjectId: z.string() }),
  conversation: z.looseObject({
    id: z.string(),
    tenantId: z.string().optional(),
    conversationType: z.string().optional(),
  }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).optional() }).optional(),
})

export interface Sender {
  readonly tenantId: string
  readonly objectId: string
  readonly language: Language | undefined
  readonly conversation: Conversation
  /** Only here may a person's own matters be shown, and a person be written to later. */
  readonly personal: boolean
}

/** Who sent an activity and from where; `undefined` when it comes from nobody in particular. */
export const senderOf = (activity: unknown): Sender | undefined => {
  const read = shape.safeParse(activity)
  if (!read.success) return undefined
  const { serviceUrl, locale, from, conversation, channelData } = read.data
  const tenantId = channelData?.tenant?.id ?? conversation.tenantId
  if (!tenantId) return undefined
  return {
    tenantId,
    objectId: from.aadObjectId,
    language: languageOf(locale),
    conversation: { serviceUrl, conversationId: conversation.id, memberId: from.id },
    personal: conversation.conversationType === 'personal',
  }
}

/** The claim of a sender, with what the tenant vouches for right now. */
export const claimOf = async (sender: Sender, token: () => Promise<string>): Promise<Claim> => {
  const { tenantId, objectId, language, conversation, personal } = sender
  const person = await personOf(conversation, { tenantId, objectId }, token)
  return {
    channel: 'teams',
    workspaceId: tenantId,
    accountId: objectId,
    ...(person && { person }),
    ...(language && { language }),
    ...(personal && { conversation: writeConversation(conversation) }),
  }
}
