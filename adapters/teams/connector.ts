import { Client } from '@microsoft/teams.api'
import { RetryLater } from '../../src/ports/chat.ts'
import type { AdaptiveCard } from './cards.ts'

/** The Bot Connector at one service URL (REST API, version 3), with our token and a time-out. */
export const openConnector = (serviceUrl: string, token: () => Promise<string>): Client =>
  new Client(serviceUrl, { token, timeout: 10_000 })

/** A message that holds one card; `summary` is what a notification shows. */
export const cardMessage = (card: AdaptiveCard, summary: string) =>
  ({
    type: 'message',
    summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  }) as never

interface Failed {
  readonly response?: {
    readonly status: number
    readonly headers?: { readonly [name: string]: unknown }
    readonly data?: { readonly error?: { readonly code?: string } }
  }
}

/** The status of an answer that was no success; `undefined` when nobody answered. */
export const statusOf = (error: unknown): number | undefined => (error as Failed).response?.status

/** Turns a throttled call into "come back then"; gives everything else back as it is. */
export const asRetry = (error: unknown): unknown => {
  const { response } = error as Failed
  const seconds = Number(response?.headers?.['retry-after'])
  if (response?.status === 429 && seconds > 0) return new RetryLater(seconds)
  return response
    ? new Error(`the Bot Connector answered ${response.status} ${response.data?.error?.code ?? ''}`)
    : error
}
