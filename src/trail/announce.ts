/** Event in; who is told what, and where, out. Runs in the transaction of what happened, so that nothing is told twice or not at all. */

import { type ChatAccount, isReachable } from '../chat/chat-account.ts'
import { approvalsOf } from '../chat/workspace.ts'
import type { DomainEvent, EventOf } from '../kernel/event.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { isLive } from '../licences/access.ts'
import { hasExpired, standardKey } from '../licences/licence.ts'
import type { ChatAddress } from '../ports/chat.ts'
import type { ReadTx } from '../ports/store.ts'
import { isAdministrator, type User } from '../users/user.ts'
import { hear } from '../webhooks/hear.ts'
import type { Errand } from './message.ts'

/** The messages that follow from what happened, in order. */
export const announce = async (tx: ReadTx, events: readonly DomainEvent[], now: Instant): Promise<Errand[]> => {
  const errands: Errand[] = []
  for (const event of events) errands.push(...(await announceOne(tx, event, now)))
  return [...errands, ...(await hear(tx, events))]
}

const announceOne = async (tx: ReadTx, event: DomainEvent, now: Instant): Promise<Errand[]> => {
  switch (event.type) {
    case 'request.made': {
      const requester = await tx.users.get(event.userId)
      const others = (await administratorsOf(tx, event.companyId, now)).filter((user) => user.id !== event.userId)
      const everybody = requester ? [requester, ...others] : others
      const mailed = (await hasDigest(tx, event.companyId)) ? everybody.filter((user) => user === requester) : everybody
      return [
        ...(await copiesFor(tx, everybody, event.requestId)),
        ...(await channelCopies(tx, event)),
        ...mailed.map((user): Errand => ({ kind: 'notice_mail', userId: user.id, event })),
      ]
    }
    case 'request.approved':
    case 'request.declined':
    case 'request.expired':
      return [{ kind: 'refresh_copies', requestId: event.requestId }, ...(await noticesFor(tx, event.userId, event))]
    case 'request.taken':
      // Worth a line in a chat, and no mail.
      return [
        { kind: 'refresh_copies', requestId: event.requestId },
        ...(await noticesFor(tx, event.userId, event)).filter(({ kind }) => kind === 'notice_chat'),
      ]
    case 'licence.expired':
      return toldAboutExpiry(tx, event, now)
    case 'standard.added':
      return toldAboutStandard(tx, event, now)
    case 'request.withdrawn':
      return [{ kind: 'refresh_copies', requestId: event.requestId }]
    case 'request.reminded': {
      const told = await toldToAdministrators(tx, event, now)
      return (await hasDigest(tx, event.companyId)) ? told.filter(({ kind }) => kind !== 'notice_mail') : told
    }
    case 'requests.waiting':
      return (await administratorsOf(tx, event.companyId, now)).map(
        (user): Errand => ({ kind: 'notice_mail', userId: user.id, event }),
      )
    case 'domain.proof_missing':
    case 'domain.lost':
    case 'connection.certificate_ending':
    case 'provisioning.administrator_kept':
      return toldToAdministrators(tx, event, now)
    case 'access.given':
      // The answer to a request tells it already.
      return event.requestId ? [] : noticesFor(tx, event.userId, event)
    case 'access.ended':
      return (await wasLost(tx, event, now)) ? noticesFor(tx, event.userId, event) : []
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
  return before > mostClaimsTold ? [] : toldToAdministrators(tx, event, now)
}

/** Another company's identity provider must not be able to fill a mailbox. The event itself is in the trail by now. */
const mostClaimsTold = 5

/** Every administrator. What they hear names people, so in a chat it goes to confirmed accounts only, save what is about oneself. */
const toldToAdministrators = async (
  tx: ReadTx,
  event: Extract<
    DomainEvent,
    {
      type:
        | 'request.reminded'
        | 'domain.proof_missing'
        | 'domain.lost'
        | 'identity.refused'
        | 'connection.certificate_ending'
        | 'provisioning.administrator_kept'
    }
  >,
  now: Instant,
): Promise<Errand[]> => {
  const told = await administratorsOf(tx, event.companyId, now)
  const errands = told.map((user) => {
    const own = 'userId' in event && event.userId === user.id
    return noticesFor(tx, user.id, event, own ? isReachable : isConfirmed)
  })
  return (await Promise.all(errands)).flat()
}

/** What waits comes in one mail a day; chats show each request as it comes. */
const hasDigest = async (tx: ReadTx, companyId: string): Promise<boolean> =>
  (await tx.companies.get(companyId))?.settings.digest === true

/** Whether a grant that ended took something away: a company-wide licence stays, and what expired was lost before. */
const wasLost = async (
  tx: ReadTx,
  { because, userId, licenceId }: EventOf<'access.ended'>,
  now: Instant,
): Promise<boolean> => {
  if (because !== 'withdrawn' && because !== 'ended' && because !== 'group') return true
  const user = await tx.users.get(userId)
  const licence = await tx.licences.get(licenceId)
  return user?.status === 'registered' && licence !== undefined && !licence.companyWide && !hasExpired(licence, now)
}

/** Everyone who could use the licence until it expired. */
const toldAboutExpiry = async (tx: ReadTx, event: EventOf<'licence.expired'>, now: Instant): Promise<Errand[]> => {
  const { companyId, licenceId } = event
  const licence = await tx.licences.get(licenceId)
  const grants = await tx.grants.list({ licenceId, state: 'live' })
  const holders = new Set(grants.filter((grant) => isLive(grant, licence?.expiresAt ?? now)).map((one) => one.userId))
  const people = (await tx.users.list({ companyId, status: 'registered' })).filter(
    (user) => licence?.companyWide || holders.has(user.id),
  )
  return (await Promise.all(people.map((user) => noticesFor(tx, user.id, event)))).flat()
}

/**
 * Everyone who asked for the standard in the past twelve months and is still in the company; those whose requests were answered just
 * now hear it already.
 */
const toldAboutStandard = async (tx: ReadTx, event: EventOf<'standard.added'>, now: Instant): Promise<Errand[]> => {
  const asked = await tx.requests.list({
    companyId: event.companyId,
    standard: standardKey(event.number),
    at: { from: later(now, { days: -365 }) },
  })
  const answered = new Set(
    asked.filter((request) => request.settledAt === now && request.decision).map((request) => request.requesterId),
  )
  const people = [...new Set(asked.map((request) => request.requesterId))].filter((userId) => !answered.has(userId))
  const told = await Promise.all(
    people.map(async (userId) => {
      const user = await tx.users.get(userId)
      return user?.companyId === event.companyId && user.status === 'registered' ? noticesFor(tx, userId, event) : []
    }),
  )
  return told.flat()
}

export const administratorsOf = async (tx: ReadTx, companyId: string, now: Instant): Promise<User[]> =>
  (await tx.users.list({ companyId, role: 'administrator', status: 'registered' })).filter((user) =>
    isAdministrator(user, now),
  )

/** A mail, and a message in every chat account that the person used and that `may` get it. */
const noticesFor = async (
  tx: ReadTx,
  userId: string,
  event: DomainEvent,
  may: (account: ChatAccount) => boolean = isReachable,
): Promise<Errand[]> => {
  const user = await tx.users.get(userId)
  if (!user || user.status === 'removed') return []
  const accounts = await tx.chatAccounts.list({ userId })
  return [
    { kind: 'notice_mail', userId, event },
    ...accounts.filter(may).map((to): Errand => ({ kind: 'notice_chat', userId, to: addressOf(to), event })),
  ]
}

const isConfirmed = (account: ChatAccount): boolean => isReachable(account) && account.confirmedAt !== undefined

/**
 * A card for each chat account of these people. What an administrator sees names the requester, so it goes to confirmed
 * accounts only; matching by address is enough for one's own request.
 */
const copiesFor = async (tx: ReadTx, users: readonly User[], requestId: string): Promise<Errand[]> => {
  const request = await tx.requests.get(requestId)
  const errands: Errand[] = []
  for (const user of users)
    for (const account of await tx.chatAccounts.list({ userId: user.id }))
      if (isConfirmed(account) || (isReachable(account) && request?.requesterId === user.id))
        errands.push({
          kind: 'request_copy',
          userId: user.id,
          to: addressOf(account),
          requestId,
          companyId: request?.companyId,
        })
  return errands
}

/** Where the company wants its requests in a channel as well; what the operator decides is nothing for it. */
const channelCopies = async (tx: ReadTx, { companyId, requestId }: EventOf<'request.made'>): Promise<Errand[]> => {
  if ((await tx.requests.get(requestId))?.kind === 'domain') return []
  return (await tx.workspaces.list({ companyId })).flatMap((workspace): Errand[] => {
    const { channel, workspaceId } = workspace
    const chosen = approvalsOf(workspace, companyId)
    if (!chosen) return []
    return [{ kind: 'channel_copy', to: { channel, workspaceId, place: chosen.place }, requestId, companyId }]
  })
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
    .map((request) => ({
      kind: 'request_copy',
      userId,
      to: addressOf(account),
      requestId: request.id,
      companyId: user.companyId,
    }))
}

/** More would drown the rest of the conversation; the others are under Requests. */
const mostOpenCopies = 20

const addressOf = ({ channel, workspaceId, accountId }: ChatAccount): ChatAddress => ({
  channel,
  workspaceId,
  accountId,
})
