import type { Instant } from '../kernel/instant.ts'

/** One message to a webhook, as Standard Webhooks 1.0.0 sends it. */
export interface WebhookCall {
  /** The same at every attempt, so that a receiver knows what it has heard before. */
  readonly id: string
  readonly url: string
  /** `whsec_` and the key in base64. */
  readonly secret: string
  /** Of this attempt. */
  readonly at: Instant
  readonly body: string
}

export interface WebhookSender {
  /** `gone`: the receiver wants no more. Throws when a later attempt may work; `RetryLater` when it was told when. */
  send(call: WebhookCall): Promise<'taken' | 'gone'>
}
