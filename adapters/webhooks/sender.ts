import { createHmac } from 'node:crypto'
import { RetryLater } from '../../src/ports/chat.ts'
import type { WebhookCall, WebhookSender } from '../../src/ports/webhook.ts'
import { safeUrl } from '../address.ts'
import { callTarget, findTarget, type OutboundOptions } from '../outbound.ts'

export interface SenderOptions extends OutboundOptions {
  /** For everything together, in milliseconds; Standard Webhooks advises 15 to 30 seconds. */
  readonly timeout?: number
}

/** The longest that a receiver may ask us to wait, in seconds. */
const longestWait = 86_400

/**
 * Sends webhooks as Standard Webhooks 1.0.0 says: headers `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature`, which is
 * `v1,` and the HMAC-SHA256 of id, timestamp and body. Only public addresses are called, over https; a redirect is not followed. A
 * status of 2xx is taken and 410 is gone; anything else is tried again, after `Retry-After` where the receiver says so.
 */
export const openSender = (options: SenderOptions = {}): WebhookSender => ({
  send: async ({ id, url: address, secret, at, body }: WebhookCall) => {
    const signal = AbortSignal.timeout(options.timeout ?? 15_000)
    const url = safeUrl(address, options.allowLoopback)
    if (!url) throw new Error('a webhook is called over https only')
    const target = await findTarget(url, options, signal)
    if ('no' in target) throw new Error(target.no === 'unknown' ? 'unknown host' : 'not a public address')
    const timestamp = String(Math.floor(Date.parse(at) / 1000))
    const response = await callTarget(url, target, signal, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Toegang',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': sign(secret, `${id}.${timestamp}.${body}`),
      },
      body,
    })
    response.destroy()
    const { statusCode = 0, headers } = response
    if (statusCode >= 200 && statusCode < 300) return 'taken'
    if (statusCode === 410) return 'gone'
    const wait = Number(headers['retry-after'])
    if (wait > 0) throw new RetryLater(Math.min(wait, longestWait))
    throw new Error(`the webhook answered ${statusCode}`)
  },
})

const sign = (secret: string, text: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`
}
