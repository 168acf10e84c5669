import type { Instant } from '../kernel/instant.ts'
import type { Settlement } from '../ports/store.ts'
import type { Message } from './message.ts'

/** A message as it stands after an attempt at sending; one that is settled already stays as it is. */
export const settled = (message: Message, result: Settlement): Message => {
  if (message.state !== 'waiting') return message
  switch (result.state) {
    case 'sent':
      return {
        ...message,
        state: 'sent',
        settledAt: result.at,
        error: undefined,
      }
    case 'gave_up':
      return {
        ...message,
        state: 'gave_up',
        settledAt: result.at,
        error: result.error,
      }
    case 'waiting':
      return { ...message, dueAt: result.retryAt, error: result.error }
  }
}

/** A message in the hands of a worker: one attempt more, and due again at `lease` in case that worker dies. */
export const taken = (message: Message, lease: Instant): Message => ({
  ...message,
  attempts: message.attempts + 1,
  dueAt: lease,
})
