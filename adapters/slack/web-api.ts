import { ErrorCode, type WebAPICallError, WebClient, type WebClientOptions } from '@slack/web-api'
import { RetryLater } from '../../src/ports/chat.ts'

/**
 * How we call Slack: no retry inside the SDK (a retried post whose answer was lost posts twice; our outbox retries and looks
 * first), no queue that one slow workspace can stall, and a time-out.
 */
export const clientOptions = (apiUrl: string | undefined): WebClientOptions => ({
  ...(apiUrl && { slackApiUrl: apiUrl }),
  timeout: 10_000,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
})

export const openClient = (token: string, apiUrl: string | undefined): WebClient =>
  new WebClient(token, clientOptions(apiUrl))

/** Slack's own name for what went wrong (`message_not_found`); `undefined` when Slack did not answer at all. */
export const slackError = (error: unknown): string | undefined => {
  const failed = error as WebAPICallError
  return failed.code === ErrorCode.PlatformError ? failed.data.error : undefined
}

/** Turns a 429 into "come back then"; gives everything else back as it is. */
export const asRetry = (error: unknown): unknown => {
  const failed = error as WebAPICallError
  return failed.code === ErrorCode.RateLimitedError ? new RetryLater(failed.retryAfter) : error
}
