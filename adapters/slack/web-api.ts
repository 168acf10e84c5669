import { setTimeout as sleep } from 'node:timers/promises'
import type { RespondError } from '@slack/bolt'
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
  if (error instanceof RetryLater) return error.seconds
  const failed = error as WebAPICallError
  return failed.code === ErrorCode.RateLimitedError ? failed.retryAfter : undefined
}

/** Turns a 429 into "come back then"; gives everything else back as it is. */
export const asRetry = (error: unknown): unknown => {
  const seconds = retryAfter(error)
  return seconds === undefined ? error : new RetryLater(seconds)
}

/** Slack said no, and would say so again: an error by name, or a response URL that is used up. */
const isRefusal = (error: unknown): boolean => {
  const { statusCode = 0 } = error as Partial<RespondError>
  return slackError(error) !== undefined || (statusCode >= 400 && statusCode < 500 && statusCode !== 429)
}

/** Makes a call, and makes it again while that may help; from the second time on the call hears that it was made before. */
export type Insist = <R>(call: (again: boolean) => Promise<R>) => Promise<R>

/**
 * How long to go on while Slack does not answer, in milliseconds between two calls: `waiting` where a person waits who would hear
 * nothing otherwise, `briefly` where the outbox comes back to it.
 */
export const pauses = { waiting: [300, 1500, 5000, 15_000], briefly: [300, 1500] } as const

/** Tries again when Slack did not answer or asks for a pause that is no longer than ours. What Slack refuses stays refused. */
export const openInsist =
  (between: readonly number[]): Insist =>
  async (call) => {
    const longest = Math.max(...between)
    for (const [index, pause] of between.entries()) {
      try {
        return await call(index > 0)
      } catch (error) {
        const asked = (retryAfter(error) ?? 0) * 1000
        if (isRefusal(error) || asked > longest) throw error
        await sleep(asked || pause)
      }
    }
    return call(true)
  }
