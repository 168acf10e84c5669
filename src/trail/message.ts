import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import type { ChatAddress, ChatPlace } from '../ports/chat.ts'
import type { Language } from '../texts/language.ts'
import type { AccessEvent } from '../webhooks/webhook.ts'

/** Mails that carry a link with a secret. `link` is sealed (see `Secrets`) while it waits. */
export interface LinkMails {
  invitation: { readonly company: string; readonly invitedBy?: string; readonly until: Instant }
  registration: { readonly until: Instant }
  sign_in: { readonly until: Instant }
}

/** Something to send, decided in the same transaction as what caused it. What it shows is rendered when it is sent. */
export type Errand =
  | {
      [M in keyof LinkMails]: {
        readonly kind: 'link_mail'
        readonly mail: M
        readonly to: { readonly name: string; readonly address: string }
        readonly language: Language
        /** Path and secret, sealed. */
        readonly link: string
        readonly about: LinkMails[M]
        /** Of an invitation, so that its company sees when it did not arrive. */
        readonly userId?: string
        readonly companyId?: string
      }
    }[keyof LinkMails]
  /** Tells a user what happened, by mail or in one chat account. */
  | { readonly kind: 'notice_mail'; readonly userId: string; readonly event: DomainEvent }
  | { readonly kind: 'notice_chat'; readonly userId: string; readonly to: ChatAddress; readonly event: DomainEvent }
  /** Posts the card of a request for one person, to be kept up to date from then on. */
  | {
      readonly kind: 'request_copy'
      readonly userId: string
      readonly to: ChatAddress
      readonly requestId: string
      readonly companyId?: string
    }
  /** The same in the channel where the company decides. */
  | {
      readonly kind: 'channel_copy'
      readonly to: ChatPlace
      readonly requestId: string
      readonly companyId: string
    }
  /** Tells a webhook what changed; `happenedAt` when that was not just now. */
  | {
      readonly kind: 'webhook'
      readonly webhookId: string
      readonly event: AccessEvent
      readonly happenedAt?: Instant
    }
  /** Brings every posted copy of a request up to date. */
  | { readonly kind: 'refresh_copies'; readonly requestId: string }
  /** Shows somebody's own page of the bot anew. */
  | { readonly kind: 'refresh_home'; readonly to: ChatAddress }
  /** The same for everybody of a company in a workspace, a part at a time: `after` says where the part begins. */
  | { readonly kind: 'refresh_homes'; readonly workspaceId: string; readonly of: string; readonly after?: string }

/** A row of the outbox. */
export type Message = Errand & {
  readonly id: string
  /** Messages of one lane are sent in order, one at a time. */
  readonly lane: string
  readonly state: 'waiting' | 'sent' | 'gave_up'
  readonly dueAt: Instant
  /** It waits for the end of quiet hours; by then it may have nothing to say any more. */
  readonly held?: true
  /** How often a worker took it; from the second time on, the first may have got through unheard. */
  readonly attempts: number
  readonly error?: string
  readonly companyId?: string
  readonly at: Instant
  readonly settledAt?: Instant
}

/** Messages of one queue never wait for those of another: nobody who waits for an answer stands behind a whole company's invitations. */
export const queues = ['chat', 'home', 'mail', 'invitation', 'webhook'] as const
export type Queue = (typeof queues)[number]

export const queueOf = (errand: Errand): Queue => {
  switch (errand.kind) {
    case 'link_mail':
      return errand.mail === 'invitation' ? 'invitation' : 'mail'
    case 'notice_mail':
      return 'mail'
    case 'webhook':
      return 'webhook'
    case 'notice_chat':
    case 'request_copy':
    case 'channel_copy':
    case 'refresh_copies':
      return 'chat'
    case 'refresh_home':
    case 'refresh_homes':
      return 'home'
  }
}

const dueIn =
  (queue: Queue) =>
  (row: Message): Instant | undefined =>
    row.state === 'waiting' && queueOf(row) === queue ? row.dueAt : undefined

export const outboxTable = defineTable<Message>()({
  keys: {
    state: (row) => row.state,
    lane: (row) => (row.state === 'waiting' ? row.lane : undefined),
    companyId: (row) => row.companyId,
  },
  times: {
    dueAt: (row) => (row.state === 'waiting' ? row.dueAt : undefined),
    chatDueAt: dueIn('chat'),
    homeDueAt: dueIn('home'),
    mailDueAt: dueIn('mail'),
    invitationDueAt: dueIn('invitation'),
    webhookDueAt: dueIn('webhook'),
    settledAt: (row) => row.settledAt,
  },
  unique: {},
})
