/** What could not be delivered to people of a company, and trying it anew. */
import * as z from 'zod'
import { gaveUpBecause } from '../delivery/gave-up-because.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import { id } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Message } from './message.ts'
import { namesOf } from './search-trail.ts'

/** A message that was given up. `userId` and `name` are there while its reader is in the company. */
export interface FailedMessage {
  readonly id: string
  readonly through: 'mail' | 'slack' | 'teams'
  readonly why: 'mail_refused' | 'unreachable' | 'no_answer'
  readonly at: Instant
  readonly userId?: string
  readonly name?: string
  /** Absent for an invitation, whose link is gone: it is made anew instead. */
  readonly about?: { readonly event: DomainEvent } | { readonly reference: string }
  /** Of what the event mentions, by id. */
  readonly names: { readonly [id: string]: string }
}

/** What was given up in the administrator's company, newest first; what was no longer for its reader is no failure. */
export const listFailed = defineQuery({
  name: 'delivery.list',
  input: z.object({
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(100).default(25),
  }),
  who: ['administrator'],
  answer: async (tx, { after, limit }, { actor: { company } }) => {
    const { rows, next } = await tx.outbox.page(
      { companyId: company.id, state: 'gave_up' },
      { limit, newestFirst: true, ...(after && { after }) },
    )
    const messages: FailedMessage[] = []
    for (const row of rows.filter(isFailure)) messages.push(await toldOf(tx, row, company.id))
    return found({ messages, ...(next && { next }) })
  },
})

const isFailure = ({ error }: Message): boolean => error !== gaveUpBecause.outOfDate

const toldOf = async (tx: ReadTx, row: Message, companyId: string): Promise<FailedMessage> => {
  const user = 'userId' in row && row.userId ? await tx.users.get(row.userId) : undefined
  const event = 'event' in row && row.kind !== 'webhook' ? row.event : undefined
  const isCopy = row.kind === 'request_copy' || row.kind === 'channel_copy'
  const request = isCopy ? await tx.requests.get(row.requestId) : undefined
  const mentioned = event ? Object.values(event).filter((value) => typeof value === 'string') : []
  return {
    id: row.id,
    through: row.kind === 'notice_chat' || isCopy ? row.to.channel : 'mail',
    why: whyOf(row.error),
    at: row.settledAt ?? row.at,
    ...(user?.companyId === companyId && { userId: user.id, name: user.name || user.email }),
    ...(event ? { about: { event } } : isCopy && { about: { reference: request?.reference ?? '–' } }),
    names: Object.fromEntries(await namesOf(new Set(mentioned), tx)),
  }
}

const whyOf = (error: string | undefined): FailedMessage['why'] => {
  if (error === gaveUpBecause.mailRefused) return 'mail_refused'
  return error === gaveUpBecause.unreachable ? 'unreachable' : 'no_answer'
}

/** Tries anew what was given up; what waits or was sent already is left alone. Refused as a whole when one is not the company's. */
export const sendAgain = defineCommand({
  name: 'delivery.send_again',
  input: z.object({ messageIds: z.array(id).min(1).max(100) }),
  who: ['administrator'],
  load: (tx, { messageIds }) => Promise.all([...new Set(messageIds)].map((messageId) => tx.outbox.get(messageId))),
  decide: (messages, _input, { actor: { company } }) => {
    const own = messages.filter((message) => message?.companyId === company.id && message.kind !== 'link_mail')
    if (own.length < messages.length) return refuse('not_found')
    const failed = own.flatMap((message) => (message?.state === 'gave_up' ? [message.id] : []))
    return accept(
      {
        sendAgain: failed,
        events: failed.length > 0 ? [{ type: 'delivery.repeated', companyId: company.id, messageIds: failed }] : [],
      },
      { sent: own.length },
    )
  },
})
