import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../log.ts'

/** The log lines of Slack's libraries, in ours. Their running commentary holds what is sent, with names and words: for tracing only. */
export const slackLogger = (log: Log): Logger => ({
  debug: (...lines) => log.trace({ lines }, 'slack'),
  info: (...lines) => log.trace({ lines }, 'slack'),
  warn: (...lines) => log.warn({ lines }, 'slack'),
  error: (...lines) => log.error({ lines }, 'slack'),
  setLevel: () => undefined,
  getLevel: () => LogLevel.INFO,
  setName: () => undefined,
})
