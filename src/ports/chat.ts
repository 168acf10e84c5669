import type { Card } from '../cards/card.ts'
import type { Language } from '../texts/language.ts'

export type ChatChannel = 'slack' | 'teams'

/** One account in one Slack workspace (team id, user id) or Teams tenant (tenant id, Entra object id). */
export interface ChatAddress {
  readonly channel: ChatChannel
  readonly workspaceId: string
  readonly accountId: string
}

/** A channel that many read, in the platform's own words (Slack: channel id; Teams: conversation). */
export interface ChatPlace {
  readonly channel: ChatChannel
  readonly workspaceId: string
  readonly place: string
}

/** Somebody to write to; `conversation` is what the platform last said about reaching this account. */
export type Recipient = ChatAddress & { readonly conversation?: string }

/** Where a message stands; `ref` is the platform's own words (Slack: channel and ts; Teams: conversation and activity). */
export interface MessageRef {
  readonly channel: ChatChannel
  readonly workspaceId: string
  readonly ref: string
}

/** A chat system that shows a card and can later replace it where it stands. Anything thrown means "try again later". */
export interface Notifier {
  readonly channel: ChatChannel
  /** With `again`, an earlier attempt under the same `key` may have got through unheard: look for that post first. */
  post(to: Recipient, card: Card, key: string, again: boolean): Promise<MessageRef | 'unreachable'>
  replace(message: MessageRef, card: Card): Promise<'replaced' | 'gone'>
  /** Shows somebody's own page of the bot as it is now, where the chat has such pages. Doing it twice is no mistake. */
  home?(to: ChatAddress): Promise<void>
  /** As `post`, where many read. */
  postIn?(to: ChatPlace, card: Card, key: string, again: boolean): Promise<MessageRef | 'unreachable'>
  /** Whether people of another organisation read along there; when that is not known, they do. */
  isShared?(where: ChatPlace): Promise<boolean>
}

/** Thrown by a notifier or mailer that was told when to come back (HTTP `Retry-After`). */
export class RetryLater extends Error {
  readonly seconds: number
  constructor(seconds: number) {
    super(`try again in ${seconds} seconds`)
    this.seconds = seconds
  }
}

/** What the chat platform vouches for about an account, read at the moment it acts. Guests, bots and outsiders have no `email`. */
export interface ChatPerson {
  readonly name: string
  readonly email?: string
  readonly language?: Language
}

export interface ChatDirectory {
  readonly channel: ChatChannel
  person(workspaceId: string, accountId: string): Promise<ChatPerson | undefined>
}
