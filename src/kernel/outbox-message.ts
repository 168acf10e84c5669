import { placeKey } from '../chat/chat-account.ts'
import type { Errand, Message } from '../trail/message.ts'
import type { Instant } from './instant.ts'

/** A new row of the outbox, due at once unless it is held; what is held must not hold up the rest of its lane. */
export const outboxMessage = (errand: Errand, id: string, now: Instant, dueAt: Instant = now): Message => ({
  ...errand,
  ...ofCompany(errand),
  id,
  lane: dueAt > now ? `held ${laneOf(errand, id)}` : laneOf(errand, id),
  state: 'waiting',
  dueAt,
  ...(dueAt > now && { held: true }),
  attempts: 0,
  at: now,
})

/** The company that sees when it did not arrive: the one that it happened in. Webhooks are for the operator to look after. */
const ofCompany = (errand: Errand): { companyId?: string } =>
  (errand.kind === 'notice_mail' || errand.kind === 'notice_chat') && 'companyId' in errand.event
    ? { companyId: errand.event.companyId }
    : {}

/** What must keep its order shares a lane: the copies of one request at one address, and the notices to one address. */
const laneOf = (errand: Errand, id: string): string => {
  switch (errand.kind) {
    case 'link_mail':
    case 'notice_mail':
    case 'webhook':
      return id
    case 'notice_chat':
    case 'request_copy':
      return `${errand.to.channel} ${errand.to.workspaceId} ${errand.to.accountId}`
    case 'channel_copy':
      return `channel ${placeKey(errand.to)}`
    case 'refresh_copies':
      return `refresh ${errand.requestId}`
    case 'refresh_home':
      return `home ${errand.to.channel} ${errand.to.workspaceId} ${errand.to.accountId}`
    case 'refresh_homes':
      return `homes ${errand.workspaceId} ${errand.of}`
  }
}
