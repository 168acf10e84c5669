/**
 * Empties the outbox. Each message is claimed, sent and settled; a worker that dies in between leaves it to the next one, which
 * knows from the number of attempts that the message may have got through unheard. A posted copy of a request remembers the
 * version that it shows, so that a change during posting is noticed and mended.
 */
import type { Card } from '../cards/card.ts'
import { type MailParts, renderMail } from '../cards/mail-layout.ts'
import { noticeCard, noticeMail } from '../cards/notice-card.ts'
import { requestCard } from '../cards/request-card.ts'
import { approvalsOf } from '../chat/workspace.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { outboxMessage } from '../kernel/outbox-message.ts'
import type { Ports } from '../kernel/ports.ts'
import { type ChatPlace, type Notifier, type Recipient, RetryLater } from '../ports/chat.ts'
import type { Mailer } from '../ports/mailer.ts'
import type { ReadTx, Settlement, Tx } from '../ports/store.ts'
import type { WebhookSender } from '../ports/webhook.ts'
import { type RequestView, viewOf } from '../requests/list-requests.ts'
import { requestInChannel } from '../requests/show-in-channel.ts'
import { textsIn } from '../texts/in-language.ts'
import { isAdministrator } from '../users/user.ts'
import { gaveUpBecause } from './gave-up-because.ts'
import { homeErrand } from './homes.ts'
import type { Errand, Message, Queue } from './message.ts'
import { isNoticed, loadNotice, mayHear, type NoticedEvent } from './notice.ts'

export interface Outside {
  readonly notifiers: readonly Notifier[]
  readonly mailer: Mailer
  /** Absent: webhooks wait. */
  readonly webhooks?: WebhookSender
  /** How the world reaches the portal; links in mails start with it. */
  readonly baseUrl: string
  /** Told about every failed attempt. */
  readonly log?: (message: Message, error: unknown) => void
}

/** How long a worker has for one message before another may take it: longer than all time-outs of one sending together. */
const leaseMinutes = 1
const mostAttempts = 14
/** How many more a copy of a request has, at short distances. */
const urgentAttempts = 15

/** How many messages to take at once, 20 unless told, and of which queue, all of them unless told. */
export interface Share {
  readonly limit?: number
  readonly queue?: Queue
}

/** Sends a share of the due messages and answers how many it took. Safe to run on every instance at once. */
export const deliver = async (ports: Ports, outside: Outside, { limit = 20, queue }: Share = {}): Promise<number> => {
  const now = ports.clock.now()
  const messages = await ports.store.claimMessages(now, later(now, { minutes: leaseMinutes }), limit, queue)
  await Promise.all(messages.map((message) => deliverOne(ports, outside, message)))
  return messages.length
}

const deliverOne = async (ports: Ports, outside: Outside, message: Message): Promise<void> => {
  try {
    await send(ports, outside, message)
  } catch (error) {
    outside.log?.(message, error)
    const settlement = afterFailure(message, error, ports.clock.now())
    await ports.store.transaction((tx) => tx.outbox.settle(message.id, settlement))
  }
}

const send = (ports: Ports, outside: Outside, message: Message): Promise<void> => {
  switch (message.kind) {
    case 'link_mail':
      return sendLinkMail(ports, outside, message)
    case 'notice_mail':
      return sendNoticeMail(ports, outside, message)
    case 'notice_chat':
      return sendNoticeChat(ports, outside, message)
    case 'request_copy':
      return postCopy(ports, outside, message)
    case 'channel_copy':
      return postInChannel(ports, outside, message)
    case 'refresh_copies':
      return refreshCopies(ports, outside, message)
    case 'webhook':
      return callWebhook(ports, outside, message)
    case 'refresh_home':
      return refreshHome(ports, outside, message)
    case 'refresh_homes':
      return refreshHomes(ports, message)
  }
}

/**
 * Twice as long each time, up to an hour, or as long as the platform asked; spread, so that not all come back at once. Copies of
 * requests are looked at twice a minute for the first ten minutes: until then one that was posted unheard may show buttons that
 * are over, and people wait in front of it.
 */
const afterFailure = (message: Message, error: unknown, now: Instant): Settlement => {
  const text = error instanceof Error ? error.message : String(error)
  const { attempts } = message
  const urgent = ['request_copy', 'channel_copy', 'refresh_copies'].includes(message.kind)
  if (attempts >= mostAttempts + (urgent ? urgentAttempts : 0)) return { state: 'gave_up', at: now, error: text }
  const spread = 1 + (message.id.charCodeAt(message.id.length - 1) % 8) / 16
  const doublings = urgent ? Math.max(Math.min(attempts, 5), attempts - urgentAttempts) : attempts
  const seconds = error instanceof RetryLater ? error.seconds : Math.min(2 ** doublings, 3600) * spread
  return { state: 'waiting', retryAt: later(now, { minutes: seconds / 60 }), error: text }
}

const settle = (ports: Ports, id: string, gaveUp?: string): Promise<void> => {
  const at = ports.clock.now()
  const result: Settlement = gaveUp ? { state: 'gave_up', at, error: gaveUp } : { state: 'sent', at }
  return ports.store.transaction((tx) => tx.outbox.settle(id, result))
}

const sendMail = async (
  ports: Ports,
  outside: Outside,
  message: Message,
  to: { readonly name: string; readonly address: string },
  language: 'nl' | 'en',
  parts: MailParts,
): Promise<void> => {
  const sent = await outside.mailer.send({
    key: message.id,
    to,
    language,
    ...renderMail(parts, textsIn(language), outside.baseUrl),
  })
  await settle(ports, message.id, sent === 'rejected' ? gaveUpBecause.mailRefused : undefined)
}

const sendLinkMail = (ports: Ports, outside: Outside, message: Message & { kind: 'link_mail' }): Promise<void> => {
  const words = linkMailWords(message)
  const parts = {
    ...words,
    button: { label: words.button, path: ports.secrets.open(message.link) },
    after: [words.after],
  }
  return sendMail(ports, outside, message, message.to, message.language, parts)
}

const linkMailWords = (message: Message & { kind: 'link_mail' }) => {
  const { linkMail } = textsIn(message.language)
  switch (message.mail) {
    case 'invitation':
      return linkMail.invitation(message.about)
    case 'registration':
      return linkMail.registration(message.about)
    case 'sign_in':
      return linkMail.sign_in(message.about)
  }
}

const sendNoticeMail = async (ports: Ports, outside: Outside, message: Message & { kind: 'notice_mail' }) => {
  const { event } = message
  const letter = await ports.store.read(async (tx) => {
    const user = await tx.users.get(message.userId)
    if (!user || !isNoticed(event) || !mayHear(user, event, ports.clock.now())) return undefined
    if (message.held && (await isOver(tx, event, user.id))) return undefined
    const texts = textsIn(user.language)
    return { user, parts: noticeMail(await loadNotice(tx, event, user.id, texts), texts) }
  })
  if (!letter) return settle(ports, message.id, gaveUpBecause.outOfDate)
  const { name, email, language } = letter.user
  return sendMail(ports, outside, message, { name, address: email }, language, letter.parts)
}

const sendNoticeChat = async (ports: Ports, outside: Outside, message: Message & { kind: 'notice_chat' }) => {
  const { event } = message
  const letter = await ports.store.read(async (tx) => {
    const user = await tx.users.get(message.userId)
    if (!user || !isNoticed(event) || !mayHear(user, event, ports.clock.now())) return undefined
    if (message.held && (await isOver(tx, event, user.id))) return undefined
    const texts = textsIn(user.language)
    const to = await recipient(tx, message, 'userId' in event && event.userId !== user.id)
    return to && { card: noticeCard(await loadNotice(tx, event, user.id, texts), texts), to }
  })
  if (!letter) return settle(ports, message.id, gaveUpBecause.outOfDate)
  const posted = await notifierFor(outside, letter.to).post(letter.to, letter.card, message.id, message.attempts > 1)
  await settle(ports, message.id, posted === 'unreachable' ? gaveUpBecause.unreachable : undefined)
}

/** Whether somebody answered, in the quiet hours, what this was to ask of others. */
const isOver = async (tx: ReadTx, event: NoticedEvent, readerId: string): Promise<boolean> => {
  if (event.type !== 'request.made' && event.type !== 'request.reminded') return false
  const request = await tx.requests.get(event.requestId)
  return request?.state !== 'open' && event.userId !== readerId
}

const postCopy = async (ports: Ports, outside: Outside, message: Message & { kind: 'request_copy' }): Promise<void> => {
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

const postInChannel = async (
  ports: Ports,
  outside: Outside,
  message: Message & { kind: 'channel_copy' },
): Promise<void> => {
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

const refreshCopies = async (ports: Ports, outside: Outside, message: Message & { kind: 'refresh_copies' }) => {
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

const refreshHome = async (ports: Ports, outside: Outside, message: Message & { kind: 'refresh_home' }) => {
  const newest = await ports.store.read(async (tx) => (await tx.outbox.list({ lane: message.lane })).at(-1))
  // Whatever happened since is shown by the last one that waits.
  if (newest?.id === message.id) await notifierFor(outside, message.to).home?.(message.to)
  await settle(ports, message.id)
}

/** How many pages are looked up in one transaction. */
const homesAtOnce = 100

const refreshHomes = (
  ports: Ports,
  { id, workspaceId, of, after }: Message & { kind: 'refresh_homes' },
): Promise<void> =>
  ports.store.transaction(async (tx) => {
    const now = ports.clock.now()
    const append = (errand: Errand) => tx.outbox.append(outboxMessage(errand, ports.ids.next(), now))
    const { rows, next } = await tx.chatAccounts.page(
      { home: workspaceId },
      { limit: homesAtOnce, ...(after && { after }) },
    )
    for (const account of rows) {
      const user = account.userId ? await tx.users.get(account.userId) : undefined
      if (user?.companyId === of) await append(homeErrand(account))
    }
    if (next) await append({ kind: 'refresh_homes', workspaceId, of, after: next })
    await tx.outbox.settle(id, { state: 'sent', at: now })
  })

/** What happened, by identifiers alone; the receiver asks the access API what holds now. */
const callWebhook = async (ports: Ports, outside: Outside, message: Message & { kind: 'webhook' }): Promise<void> => {
  const webhook = await ports.store.read((tx) => tx.webhooks.get(message.webhookId))
  if (!webhook) return settle(ports, message.id, 'this webhook was removed')
  if (!outside.webhooks) throw new Error('webhooks are not configured')
  const { type, ...data } = message.event
  const answered = await outside.webhooks.send({
    id: message.id,
    url: webhook.url,
    secret: ports.secrets.open(webhook.sealedSecret),
    at: ports.clock.now(),
    body: JSON.stringify({ type, timestamp: message.happenedAt ?? message.at, data }),
  })
  await settle(ports, message.id, answered === 'gone' ? 'the webhook wants no more' : undefined)
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

/**
 * The account to write to, unless it became somebody else's while the message waited, or its workspace no longer serves the company.
 * What names others needs a confirmed account.
 */
const recipient = async (
  tx: ReadTx,
  { to, userId }: Message & { kind: 'request_copy' | 'notice_chat' },
  namesOthers: boolean,
): Promise<Recipient | undefined> => {
  const [account] = await tx.chatAccounts.list({ ...to })
  const [workspace] = await tx.workspaces.list({ channel: to.channel, workspaceId: to.workspaceId })
  const user = await tx.users.get(userId)
  if (account?.userId !== userId || !user || !workspace?.companyIds.includes(user.companyId)) return undefined
  if (namesOthers && account.confirmedAt === undefined) return undefined
  return { ...to, ...(account.conversation && { conversation: account.conversation }) }
}

const notifierFor = (outside: Outside, { channel }: { readonly channel: Notifier['channel'] }): Notifier => {
  const notifier = outside.notifiers.find((one) => one.channel === channel)
  if (!notifier) throw new Error(`${channel} is not configured`)
  return notifier
}
