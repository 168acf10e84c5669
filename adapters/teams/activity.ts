import * as z from 'zod'
import { type Language, languageOf } from '../../src/texts/language.ts'
import type { Conversation } from './conversation.ts'

const tenantsShape = z.looseObject({
  conversation: z.looseObject({ tenantId: z.string().optional() }).optional(),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).optional() }).optional(),
})

/** What we read of a verified activity ("Activity", Bot Framework schema). People without an Entra object id are anonymous. */
const senderShape = z.looseObject({
  serviceUrl: z.string(),
  locale: z.string().optional(),
  from: z.looseObject({ id: z.string(), aadObjectId: z.string() }),
  conversation: z.looseObject({ id: z.string(), conversationType: z.string().optional() }),
})

export interface Sender {
  readonly tenantId: string
  readonly objectId: string
  readonly language: Language | undefined
  /** Where the activity happened. */
  readonly conversation: Conversation
  /** A chat of this person and the bot alone: only here may a person's own matters be shown. */
  readonly personal: boolean
}

/** Every tenant that an activity names. */
export const tenantsOf = (activity: unknown): string[] => {
  const { conversation, channelData } = tenantsShape.safeParse(activity).data ?? {}
  return [channelData?.tenant?.id, conversation?.tenantId].filter((id) => id !== undefined)
}

/** Who sent an activity and from where; `undefined` when nobody in particular did, or tenants contradict each other. */
export const senderOf = (activity: unknown): Sender | undefined => {
  const read = senderShape.safeParse(activity)
  const [tenantId, ...others] = new Set(tenantsOf(activity))
  if (!read.success || !tenantId || others.length > 0) return undefined
  const { serviceUrl, locale, from, conversation } = read.data
  return {
    tenantId,
    objectId: from.aadObjectId,
    language: languageOf(locale),
    conversation: { serviceUrl, conversationId: conversation.id, memberId: from.id },
    personal: conversation.conversationType === 'personal',
  }
}
