import type { Json } from './json.ts'

export interface TeamsUser {
  /** Entra object id: the same for every app. */
  readonly objectId: string
  /** `29:…`, made for this one bot. */
  readonly id: string
  readonly name: string
  readonly email: string | undefined
  readonly userPrincipalName: string
  readonly userRole: string
  readonly tenantId: string
  readonly locale: string
}

export interface TeamsChannel {
  readonly id: string
  readonly name: string
  readonly team: {
    readonly id: string
    readonly name: string
    readonly aadGroupId: string
  }
  readonly tenantId: string
  readonly members: TeamsUser[]
}

/** Where messages stand: one person's chat with the bot, or a channel. */
export interface Conversation {
  readonly id: string
  /** Graph's own name for a personal chat; the connector answers to both. */
  readonly chatId?: string
  readonly tenantId: string
  readonly user?: TeamsUser
  readonly channel?: TeamsChannel
}

export interface TeamsMessage {
  readonly id: string
  /** With `;messageid=` in a channel. */
  readonly conversationId: string
  readonly from: 'bot' | TeamsUser
  readonly sentAt: string
  readonly replyToId: string | undefined
  /** What was last sent, as it came over the wire. */
  readonly activity: Json
  readonly text: string
  /** The Adaptive Card that is shown now. */
  readonly card: Json | undefined
  /** Earlier states, oldest first. */
  readonly edits: readonly Json[]
  readonly deleted: boolean
}

/** A message as it is kept: with the cards that single clients see instead of the base card. */
export interface KeptMessage {
  readonly id: string
  readonly conversation: Conversation
  readonly thread: string | undefined
  readonly from: 'bot' | TeamsUser
  readonly sentAt: string
  readonly replyToId: string | undefined
  activity: Json
  readonly edits: Json[]
  readonly views: Map<string, Json>
  deleted: boolean
}

export type BlockedAs = 'MessageWritesBlocked' | 'ConversationBlockedByUser' | 'BotDisabledByAdmin'

export interface World {
  readonly appId: string
  readonly tenantId: string
  readonly users: TeamsUser[]
  readonly conversations: Conversation[]
  readonly messages: KeptMessage[]
  /** Object ids of people, and ids of teams, that have the app. */
  readonly installed: Set<string>
  readonly blocked: Map<string, BlockedAs>
  readonly violations: string[]
  /** Message ids are milliseconds, as in Teams, and never repeat. */
  nextId(): string
}

export const openWorld = (appId: string, tenantId: string): World => {
  let last = 0
  return {
    appId,
    tenantId,
    users: [],
    conversations: [],
    messages: [],
    installed: new Set(),
    blocked: new Map(),
    violations: [],
    nextId: () => {
      last = Math.max(last + 1, Date.now())
      return String(last)
    },
  }
}

export const cardOf = (activity: Json): Json | undefined => {
  const attachments = Array.isArray(activity['attachments']) ? (activity['attachments'] as Json[]) : []
  return attachments.find((one) => one['contentType'] === 'application/vnd.microsoft.card.adaptive')?.['content'] as
    | Json
    | undefined
}

/** The message as a reader sees it; with a viewer, the card that this person's client shows. */
export const shown = (kept: KeptMessage, viewer?: TeamsUser): TeamsMessage => ({
  id: kept.id,
  conversationId: kept.thread ? `${kept.conversation.id};messageid=${kept.thread}` : kept.conversation.id,
  from: kept.from,
  sentAt: kept.sentAt,
  replyToId: kept.replyToId,
  activity: kept.activity,
  text: typeof kept.activity['text'] === 'string' ? kept.activity['text'] : '',
  card: (viewer && kept.views.get(viewer.objectId)) ?? cardOf(kept.activity),
  edits: kept.edits,
  deleted: kept.deleted,
})
