import { SpanKind } from '@opentelemetry/api'
import type { Outside } from '../../src/delivery/outside.ts'
import { RetryLater } from '../../src/ports/chat.ts'
import type { Meters } from './meters.ts'
import { inSpan } from './spans.ts'
import { timed } from './timed.ts'

/** The same ways out, each call timed with how it ended. */
export const meteredOutside = (outside: Outside, { deliveries }: Meters): Outside => {
  const call = <R>(to: string, action: string, work: () => Promise<R>): Promise<R> =>
    inSpan(
      `${to} ${action}`,
      {},
      () => timed(deliveries, { to, action }, work, (error) => (error instanceof RetryLater ? 'throttled' : 'failed')),
      SpanKind.CLIENT,
    )
  const { notifiers, mailer, webhooks } = outside
  return {
    ...outside,
    notifiers: notifiers.map((notifier) => ({
      channel: notifier.channel,
      post: (...given) => call(notifier.channel, 'post', () => notifier.post(...given)),
      replace: (...given) => call(notifier.channel, 'replace', () => notifier.replace(...given)),
    })),
    mailer: { send: (mail) => call('mail', 'send', () => mailer.send(mail)) },
    ...(webhooks && { webhooks: { send: (one) => call('webhook', 'send', () => webhooks.send(one)) } }),
  }
}
