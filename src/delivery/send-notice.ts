import { noticeCard, noticeMail } from '../cards/notice-card.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ReadTx } from '../ports/store.ts'
import { textsIn } from '../texts/in-language.ts'
import type { Message } from '../trail/message.ts'
import { isNoticed, loadNotice, mayHear, type NoticedEvent } from '../trail/notice.ts'
import { gaveUpBecause } from './gave-up-because.ts'
import { notifierFor, type Sending, settle } from './outside.ts'
import { recipient } from './recipient.ts'
import { sendMail } from './send-mail.ts'

/** What a notice says to its reader now; nothing when it is out of date. */
const letterOf = async (tx: ReadTx, notice: Message & { kind: 'notice_mail' | 'notice_chat' }, now: Instant) => {
  const { event } = notice
  const user = await tx.users.get(notice.userId)
  if (!user || !isNoticed(event) || !mayHear(user, event, now)) return undefined
  if (notice.held && (await isOver(tx, event, user.id))) return undefined
  const texts = textsIn(user.language)
  return { user, event, texts, told: await loadNotice(tx, event, user.id, texts) }
}

/** Tells somebody by mail what happened. */
export const sendNoticeMail: Sending<'notice_mail'> = async (ports, outside, message) => {
  const letter = await ports.store.read((tx) => letterOf(tx, message, ports.clock.now()))
  if (!letter) return settle(ports, message.id, gaveUpBecause.outOfDate)
  const { user, texts, told } = letter
  const to = { name: user.name, address: user.email }
  return sendMail(ports, outside, message, to, user.language, noticeMail(told, texts))
}

/** Tells somebody in their chat what happened. */
export const sendNoticeChat: Sending<'notice_chat'> = async (ports, outside, message) => {
  const letter = await ports.store.read(async (tx) => {
    const found = await letterOf(tx, message, ports.clock.now())
    if (!found) return undefined
    const { user, event, texts, told } = found
    const to = await recipient(tx, message, 'userId' in event && event.userId !== user.id)
    return to && { card: noticeCard(told, texts), to }
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
