import type { Instant } from '../kernel/instant.ts'
import type { Settlement } from '../ports/store.ts'
import type { Message } from './message.ts'

/** A message as it stands after an attempt at sending; one that is settled already stays as it is. */
export const settled = (message: Message, result: Settlement): Message => {
  if (result.state === 'again') return message.state === 'gave_up' ? startedAnew(message, result.at) : message
  if (message.state !== 'waiting') return message
  switch (result.state) {
    case 'sent':
      return { ...impersonal(message), state: 'sent', settledAt: result.at, error: undefined }
    case 'gave_up':
      return { ...impersonal(message), state: 'gave_up', settledAt: result.at, error: result.error }
    case 'resealed':
      return message.kind === 'link_mail' ? { ...message, link: result.link } : message
    case 'waiting':
      return { ...message, dueAt: result.retryAt, error: result.error }
  }
}

/** It counts as tried once, so that a chat is searched for what may have got through unheard. */
const startedAnew = (message: Message, at: Instant): Message => ({
  ...message,
  state: 'waiting',
  dueAt: at,
  attempts: 1,
  settledAt: undefined,
  error: undefined,
})

/** Whom a mail went to, and its link, are needed for sending alone; other messages hold identifiers only. */
const impersonal = (message: Message): Message => {
  if (message.kind !== 'link_mail') return message
  const nobody = { to: { name: '', address: '' }, link: '' }
  return message.mail === 'invitation'
    ? { ...message, ...nobody, about: { ...message.about, invitedBy: undefined } }
    : { ...message, ...nobody }
}

/** A message in the hands of a worker: one attempt more, and due again at `lease` in case that worker dies. */
export const taken = (message: Message, lease: Instant): Message => ({
  ...message,
  attempts: message.attempts + 1,
  dueAt: lease,
})
