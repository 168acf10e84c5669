import { setTimeout as sleep } from 'node:timers/promises'
import { ErrorCode, type WebAPICallError, type WebClient, type WebClientOptions } from '@slack/web-api'
import { RetryLater } from '../../src/ports/chat.ts'
import type { Log } from '../log.ts'
import { slackLogger } from './log.ts'

const timeout = 10_000

/**
 * How we call Slack: no retry inside the SDK (a retried post whose answer was lost posts twice; our outbox retries and looks
 * first), no queue that one slow workspace can stall, and a time-out, also for answers to a response URL.
 */
export const clientOptions = (apiUrl: string | undefined, log: Log): WebClientOptions => ({
  logger: slackLogger(log),
  ...(apiUrl && { slackApiUrl: apiUrl }),
  timeout,
  fetch: (url, init) => fetch(url, { signal: AbortSignal.timeout(timeout), ...init }),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
})

/** The client of a workspace; `undefined` for one that has not installed the app. */
export type ClientFor = (workspaceId: string) => Promise<WebClient | undefined>

/** Slack's own name for what went wrong (`message_not_found`); `undefined` when Slack did not answer at all. */
export const slackError = (error: unknown): string | undefined => {
  const failed = error as WebAPICallError
  return failed.code === ErrorCode.PlatformError ? failed.data.error : undefined
}

/** The seconds after which Slack wants to be asked again, of a 429. */
const retryAfter = (error: unknown): number | undefined => {
  const failed = error as WebAPICallError
  return failed.code === ErrorCode.RateLimitedError ? failed.retryAfter : undefined
}

/** Turns a 429 into "come back then"; gives everything else back as it is. */
export const asRetry = (error: unknown): unknown => {
  const seconds = retryAfter(error)
  return seconds === undefined ? error : new RetryLater(seconds)
}

const pauses = [300, 1500]
const longestPauseSeconds = 5

/**
 * For calls that may well happen twice: tries again, a few times, when Slack did not answer or asks for a short pause. What Slack
 * refuses by name stays refused.
 */
export const insist = async <R>(call: () => Promise<R>): Promise<R> => {
  for (const pause of pauses) {
    try {
      return await call()
    } catch (error) {
      const seconds = retryAfter(error)
      if (slackError(error) !== undefined || (seconds ?? 0) > longestPauseSeconds) throw error
      await sleep(seconds === undefined ? pause : seconds * 1000)
    }
  }
  return call()
}
