/**
 * Empties the outbox. Each message is claimed, sent and settled; a worker that dies in between leaves it to the next one, which
 * knows from the number of attempts that the message may have got through unheard. A posted copy of a request remembers the
 * version that it shows, so that a change during posting is noticed and mended.
 */
import { type Instant, later } from '../kernel/instant.ts'
import type { Ports } from '../kernel/ports.ts'
import { RetryLater } from '../ports/chat.ts'
import type { Settlement } from '../ports/store.ts'
import type { Message, Queue } from '../trail/message.ts'
import { callWebhook } from './call-webhook.ts'
import type { Outside } from './outside.ts'
import { refreshHome, refreshHomes } from './refresh-homes.ts'
import { postCopy, postInChannel, refreshCopies } from './request-copies.ts'
import { sendLinkMail } from './send-mail.ts'
import { sendNoticeChat, sendNoticeMail } from './send-notice.ts'

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
      return refreshHomes(ports, outside, message)
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
