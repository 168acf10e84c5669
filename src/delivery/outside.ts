import type { Ports } from '../kernel/ports.ts'
import type { Notifier } from '../ports/chat.ts'
import type { Mailer } from '../ports/mailer.ts'
import type { Settlement } from '../ports/store.ts'
import type { WebhookSender } from '../ports/webhook.ts'
import type { Errand, Message } from '../trail/message.ts'

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

/** A message of one kind, out of the hands of a worker. */
export type Sending<K extends Errand['kind']> = (
  ports: Ports,
  outside: Outside,
  message: Message & { kind: K },
) => Promise<void>

/** The message is sent, or given up with the reason. */
export const settle = (ports: Ports, id: string, gaveUp?: string): Promise<void> => {
  const at = ports.clock.now()
  const result: Settlement = gaveUp ? { state: 'gave_up', at, error: gaveUp } : { state: 'sent', at }
  return ports.store.transaction((tx) => tx.outbox.settle(id, result))
}

export const notifierFor = (outside: Outside, { channel }: { readonly channel: Notifier['channel'] }): Notifier => {
  const notifier = outside.notifiers.find((one) => one.channel === channel)
  if (!notifier) throw new Error(`${channel} is not configured`)
  return notifier
}
