import type { Card } from '../cards/card.ts'
import { requestCard } from '../cards/request-card.ts'
import { approvalsOf } from '../chat/workspace.ts'
import type { Instant } from '../kernel/instant.ts'
import { outboxMessage } from '../kernel/outbox-message.ts'
import type { Ports } from '../kernel/ports.ts'
import { type ChatPlace, type Notifier, RetryLater } from '../ports/chat.ts'
import type { ReadTx, Tx } from '../ports/store.ts'
import { type RequestView, viewOf } from '../requests/list-requests.ts'
import { requestInChannel } from '../requests/show-in-channel.ts'
import { textsIn } from '../texts/in-language.ts'
import type { Errand, Message } from '../trail/message.ts'
import { isAdministrator } from '../users/user.ts'
import { gaveUpBecause } from './gave-up-because.ts'
import { notifierFor, type Sending, settle } from './outside.ts'
import { recipient } from './recipient.ts'

/** Posts a copy of a request for one person. */
export const postCopy: Sending<'request_copy'> = async (ports, outside, message) => {
  const { requestId, userId } = message
  const copy = await ports.store.read(async (tx) => {
    const request = await tx.requests.get(requestId)
    const to = await recipient(tx, message, request?.requesterId !== userId)
    const card = await copyFor(tx, requestId, userId, ports.clock.now())
    if (message.held && request?.state !== 'open' && request?.requesterId !== userId) return undefined
    // Whoever stopped being administrator meanwhile has nothing to do with it any more.
    return to && card && card.viewer !== 'other' ? { to, ...card } : undefined
  })
  if (!copy) return settle(ports, message.id, gaveUpBecause.outOfDate)
  const posted = await notifierFor(outside, copy.to).post(copy.to, copy.card, message.id, message.attempts > 1)
  const at = ports.clock.now()
  if (posted === 'unreachable')
    return ports.store.transaction(async (tx) => {
      for (const errand of await elsewhere(tx, message))
        await tx.outbox.append(outboxMessage(errand, ports.ids.next(), at))
      await tx.outbox.settle(message.id, { state: 'gave_up', at, error: gaveUpBecause.unreachable })
    })
  await ports.store.transaction(async (tx) => {
    await tx.postedMessages.put({ ...posted, id: message.id, requestId, userId, shows: copy.shows, postedAt: at })
    await tx.outbox.settle(message.id, { state: 'sent', at })
    await refreshWhenStale(ports, tx, requestId, copy.shows, at)
  })
}

/**
 * How an administrator hears of a request who can't be reached in person: in the channel where the company decides, else by mail. Where
 * each request is mailed anyhow, that was done.
 */
const elsewhere = async (tx: ReadTx, { requestId, userId }: Message & { kind: 'request_copy' }): Promise<Errand[]> => {
  const request = await tx.requests.get(requestId)
  const company = request?.state === 'open' ? await tx.companies.get(request.companyId) : undefined
  if (!request || !company?.settings.digest || request.requesterId === userId) return []
  const { id: companyId } = company
  if ((await tx.workspaces.list({ companyId })).some((workspace) => approvalsOf(workspace, companyId))) return []
  const event = { type: 'request.made', companyId, requestId, userId: request.requesterId } as const
  return [{ kind: 'notice_mail', userId, event }]
}

/** Posts a copy of a request in the channel where its company decides. */
export const postInChannel: Sending<'channel_copy'> = async (ports, outside, message) => {
  const { requestId, companyId, to } = message
  const wanted = await ports.store.read(async (tx) => {
    const [workspace] = await tx.workspaces.list({ channel: to.channel, workspaceId: to.workspaceId })
    const held = message.held && (await tx.requests.get(requestId))?.state !== 'open'
    return !held && workspace && approvalsOf(workspace, companyId)?.place === to.place
  })
  const notifier = notifierFor(outside, to)
  const copy = wanted ? await channelCopyOf(ports, notifier, requestId, to) : undefined
  if (!copy) return settle(ports, message.id, gaveUpBecause.outOfDate)
  const posted = (await notifier.postIn?.(to, copy.card, message.id, message.attempts > 1)) ?? 'unreachable'
  if (posted === 'unreachable') return settle(ports, message.id, gaveUpBecause.unreachable)
  const at = ports.clock.now()
  const { shows } = copy
  await ports.store.transaction(async (tx) => {
    await tx.postedMessages.put({ ...posted, id: message.id, requestId, place: to.place, shows, postedAt: at })
    await tx.outbox.settle(message.id, { state: 'sent', at })
    await refreshWhenStale(ports, tx, requestId, shows, at)
  })
}

/** What a channel may show is asked anew each time: it may be shared with another organisation by now. */
const channelCopyOf = async (ports: Ports, notifier: Notifier, requestId: string, where: ChatPlace) => {
  const shared = (await notifier.isShared?.(where)) ?? true
  return ports.store.read((tx) => requestInChannel(tx, requestId, shared, ports.clock.now()))
}

/** Brings every copy of a request that shows an older version up to date. */
export const refreshCopies: Sending<'refresh_copies'> = async (ports, outside, message) => {
  const { requestId } = message
  const stale = await ports.store.read(async (tx) => {
    const version = (await tx.requests.get(requestId))?.version
    return (await tx.postedMessages.list({ requestId })).filter((copy) => copy.shows !== version)
  })
  const failures: unknown[] = []
  await Promise.all(
    stale.map(async (posted) => {
      try {
        const notifier = notifierFor(outside, posted)
        const { userId = '', place } = posted
        const copy = place
          ? await channelCopyOf(ports, notifier, requestId, { ...posted, place })
          : await ports.store.read((tx) => copyFor(tx, requestId, userId, ports.clock.now()))
        const gone = !copy || (await notifier.replace(posted, copy.card)) === 'gone'
        await ports.store.transaction(async (tx) => {
          if (gone) return tx.postedMessages.remove(posted.id)
          await tx.postedMessages.put({ ...posted, shows: copy.shows })
          await refreshWhenStale(ports, tx, requestId, copy.shows, ports.clock.now())
        })
      } catch (error) {
        failures.push(error)
      }
    }),
  )
  // One copy that fails must not keep the others waiting; the next attempt finds only what is still stale.
  if (failures.length > 0) throw failures.find((failure) => failure instanceof RetryLater) ?? failures[0]
  await settle(ports, message.id)
}

const refreshWhenStale = async (
  ports: Ports,
  tx: Tx,
  requestId: string,
  shows: number,
  now: Instant,
): Promise<void> => {
  const request = await tx.requests.get(requestId)
  if (request && request.version !== shows)
    await tx.outbox.append(outboxMessage({ kind: 'refresh_copies', requestId }, ports.ids.next(), now))
}

/** The card of a request as this user may see it now. */
const copyFor = async (
  tx: ReadTx,
  requestId: string,
  userId: string,
  now: Instant,
): Promise<{ card: Card; shows: number; viewer: RequestView['viewer'] } | undefined> => {
  const request = await tx.requests.get(requestId)
  const user = await tx.users.get(userId)
  if (!request || !user) return undefined
  const administrator = isAdministrator(user, now) && user.companyId === request.companyId
  const view = await viewOf(tx, request, { id: user.id, administrator }, now)
  return { card: requestCard(view, textsIn(user.language)), shows: request.version, viewer: view.viewer }
}
