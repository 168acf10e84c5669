import { createHmac } from 'node:crypto'

/** `v0` signature: HMAC-SHA256 over `v0:timestamp:body` (docs.slack.dev/authentication/verifying-requests-from-slack). */
export const signature = (secret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
