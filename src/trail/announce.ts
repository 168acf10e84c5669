/** Event in; who is told what, and where, out. Runs in the transaction of what happened, so that nothing is told twice or not at all. */
import { type ChatAccount, isReachable } from '../chat/chat-account.ts'
import type { DomainEvent, EventOf } from '../kernel/event.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { standardKey } from '../licences/licence.ts'
import type { ChatAddress } from '../ports/chat.ts'
import type { ReadTx } from '../ports/store.ts'
import { isAdministrator, type User } from '../users/user.ts'
import type { Errand } from './message.ts'

/** The messages that follow from what happened, in order. */
export const announce = async (tx: ReadTx, events: readonly DomainEvent[], now: Instant): Promise<Errand[]> => {
  const errands: Errand[] = []
  for (const event of events) errands.push(...(await announceOne(tx, event, now)))
  return errands
}

const announceOne = async (tx: ReadTx, event: DomainEvent, now: Instant): Promise<Errand[]> => {
  switch (event.type) {
    case 'request.made': {
      const requester = await tx.users.get(event.userId)
      const others = (await administratorsOf(tx, event.companyId, now)).filter((user) => user.id !== event.userId)
      const everybody = requester ? [requester, ...others] : others
      return [
        ...(await copiesFor(tx, everybody, event.requestId)),
        ...everybody.map((user): Errand => ({ kind: 'notice_mail', userId: user.id, event })),
      ]
    }
    case 'request.approved':
    case 'request.declined':
    case 'request.expired':
      return [{ kind: 'refresh_copies', requestId: event.requestId }, ...(await noticesFor(tx, event.userId, event))]
    case 'licence.expired':
      return toldAboutExpiry(tx, event)
    case 'standard.added':
      return toldAboutStandard(tx, event, now)
    case 'request.withdrawn':
      return [{ kind: 'refresh_copies', requestId: event.requestId }]
    case 'request.reminded':
    case 'domain.proof_missing':
    case 'domain.lost':
      return (
        await Promise.all(
          (await administratorsOf(tx, event.companyId, now)).map((user) => noticesFor(tx, user.id, event)),
        )
      ).flat()
    case 'access.given':
      // The answer to a request tells it already.
      return event.requestId ? [] : noticesFor(tx, event.userId, event)
    case 'access.ended':
    case 'user.blocked':
    case 'user.unblocked':
    case 'user.role_changed':
    case 'user.role_ended':
    case 'user.switched':
      return noticesFor(tx, event.userId, event)
    case 'identity.refused':
      return toldAboutClaim(tx, event, now)
    case 'chat_account.confirmed':
      return openRequestCopies(tx, event.userId, event.chatAccountId, now)
    default:
      return []
  }
}

/** The administrators of the company whose user was asserted elsewhere; not more than a few times a day about one user. */
const toldAboutClaim = async (tx: ReadTx, event: EventOf<'identity.refused'>, now: Instant): Promise<Errand[]> => {
  const before = await tx.audit.count({ type: event.type, about: event.userId, at: { from: later(now, { days: -1 }) } })
  if (before > mostClaimsTold) return []
  const told = await administratorsOf(tx, event.companyId, now)
  return (await Promise.all(told.map((user) => noticesFor(tx, user.id, event)))).flat()
}

/** Another company's identity provider must not be able to fill a mailbox. The event itself is in the trail by now. */
const mostClaimsTold = 5

/** Everyone who could use the licence until now. */
const toldAboutExpiry = async (tx: ReadTx, event: EventOf<'licence.expired'>): Promise<Errand[]> => {
  const licence = await tx.licences.get(event.licenceId)
  const people = licence?.companyWide
    ? (await tx.users.list({ companyId: event.companyId, status: 'registered' })).map((user) => user.id)
    : (await tx.grants.list({ licenceId: event.licenceId, state: 'live' })).map((grant) => grant.userId)
  return (await Promise.all(people.map((userId) => noticesFor(tx, userId, event)))).flat()
}

/** Everyone who asked for the standard in the past twelve months; the one whose request was answered hears it already. */
const toldAboutStandard = async (tx: ReadTx, event: EventOf<'standard.added'>, now: Instant): Promise<Errand[]> => {
  const asked = await tx.requests.list({
    companyId: event.companyId,
    standard: standardKey(event.number),
    at: { from: later(now, { days: -365 }) },
  })
  const answered = asked.find((request) => request.id === event.requestId)?.requesterId
  const people = new Set(asked.map((request) => request.requesterId).filter((userId) => userId !== answered))
  return (await Promise.all([...people].map((userId) => noticesFor(tx, userId, event)))).flat()
}

export const administratorsOf = async (tx: ReadTx, companyId: string, now: Instant): Promise<User[]> =>
  (await tx.users.list({ companyId, role: 'administrator', status: 'registered' })).filter((user) =>
    isAdministrator(user, now),
  )

/** A mail, and a message in every chat account that the person used. */
const noticesFor = async (tx: ReadTx, userId: string, event: DomainEvent): Promise<Errand[]> => {
  const user = await tx.users.get(userId)
  if (!user || user.status === 'removed') return []
  const accounts = await tx.chatAccounts.list({ userId })
  return [
    { kind: 'notice_mail', userId, event },
    ...accounts.filter(isReachable).map((to): Errand => ({ kind: 'notice_chat', userId, to: addressOf(to), event })),
  ]
}

/**
 * A card for each chat account of these people. What an administrator sees names the requester, so it goes to confirmed
 * accounts only; matching by address is enough for one's own request.
 */
const copiesFor = async (tx: ReadTx, users: readonly User[], requestId: string): Promise<Errand[]> => {
  const request = await tx.requests.get(requestId)
  const errands: Errand[] = []
  for (const user of users)
    for (const account of await tx.chatAccounts.list({ userId: user.id }))
      if (isReachable(account) && (account.confirmedAt || request?.requesterId === user.id))
        errands.push({ kind: 'request_copy', userId: user.id, to: addressOf(account), requestId })
  return errands
}

/** A newly confirmed administrator finds what waits for him. */
const openRequestCopies = async (tx: ReadTx, userId: string, accountId: string, now: Instant): Promise<Errand[]> => {
  const user = await tx.users.get(userId)
  const account = await tx.chatAccounts.get(accountId)
  if (!user || !account || !isAdministrator(user, now) || !isReachable(account)) return []
  const { rows } = await tx.requests.page(
    { companyId: user.companyId, state: 'open' },
    { limit: mostOpenCopies, newestFirst: true },
  )
  return rows
    .filter((request) => request.requesterId !== userId)
    .reverse()
    .map((request) => ({ kind: 'request_copy', userId, to: addressOf(account), requestId: request.id }))
}

/** More would drown the rest of the conversation; the others are under Requests. */
const mostOpenCopies = 20

const addressOf = ({ channel, workspaceId, accountId }: ChatAccount): ChatAddress => ({
  channel,
  workspaceId,
  accountId,
})
