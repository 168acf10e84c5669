import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { ChatAddress, ChatChannel, ChatPlace } from '../ports/chat.ts'
import type { WaitingFilter } from '../requests/waiting.ts'

/** An account in a chat that acted before. Only a confirmed one carries administrator power. */
export interface ChatAccount {
  readonly id: string
  readonly channel: ChatChannel
  readonly workspaceId: string
  readonly accountId: string
  /** Whom it belongs to: matched by address, or bound for good by confirming. */
  readonly userId?: string
  readonly confirmedAt?: Instant
  /** When its user last signed in for something that was asked from here. */
  readonly provedAt?: Instant
  /** The platform's own words for reaching this account (Teams: a conversation reference); only from verified calls. */
  readonly conversation?: string
  /** Since when its own page of the bot (Slack's Home tab) is kept up to date; absent for one that was never looked at. */
  readonly homeOpenedAt?: Instant
  /** Which of the open requests an administrator chose to see there, and which page of them. */
  readonly homeShows?: WaitingFilter & { readonly page?: number | undefined }
  readonly metAt: Instant
}

export const chatAccountTable = defineTable<ChatAccount>()({
  keys: {
    channel: (row) => row.channel,
    workspaceId: (row) => row.workspaceId,
    accountId: (row) => row.accountId,
    userId: (row) => row.userId,
    home: (row) => (row.homeOpenedAt ? row.workspaceId : undefined),
  },
  times: {},
  unique: { 'chat_account.once': (row) => addressKey(row) },
})

/** Teams lets a bot write only where it has a conversation; Slack opens one by itself. */
export const isReachable = (account: ChatAccount): boolean =>
  account.channel === 'slack' || account.conversation !== undefined

export const addressKey = (address: ChatAddress): string =>
  `${address.channel} ${address.workspaceId} ${address.accountId}`

export const placeKey = ({ channel, workspaceId, place }: ChatPlace): string => `${channel} ${workspaceId} ${place}`

/** A one-time link, shown in a chat, that binds the chat account to the user who opens it signed in. */
export interface ChatConfirmation {
  readonly id: string
  readonly channel: ChatChannel
  readonly workspaceId: string
  readonly accountId: string
  /** Whom the account was matched to by the address that its platform vouched for, when the link was made. */
  readonly userId: string
  /** What the platform calls the account. */
  readonly name: string
  readonly secretHash: string
  readonly expiresAt: Instant
}

export const chatConfirmationTable = defineTable<ChatConfirmation>()({
  keys: { secretHash: (row) => row.secretHash, account: (row) => addressKey(row) },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'chat_confirmation.account': (row) => addressKey(row) },
})

/**
 * Where a copy of a request stands in a chat, so that it can be replaced. Its id is the key it was posted under. It is one person's,
 * or stands in a channel.
 */
export interface PostedMessage {
  readonly id: string
  readonly requestId: string
  readonly userId?: string
  readonly place?: string
  readonly channel: ChatChannel
  readonly workspaceId: string
  readonly ref: string
  /** The version of the request that it shows. */
  readonly shows: number
  readonly postedAt: Instant
}

export const postedMessageTable = defineTable<PostedMessage>()({
  keys: {
    requestId: (row) => row.requestId,
    userId: (row) => row.userId,
    place: ({ channel, workspaceId, place }) => place && placeKey({ channel, workspaceId, place }),
  },
  times: {},
  unique: {},
})
