import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../log.ts'

/** Bolt's log lines, in ours. */
export const boltLogger = (log: Log): Logger => ({
  debug: (...lines) => log.debug({ lines }, 'bolt'),
  info: (...lines) => log.debug({ lines }, 'bolt'),
  warn: (...lines) => log.warn({ lines }, 'bolt'),
  error: (...lines) => log.error({ lines }, 'bolt'),
  setLevel: () => undefined,
  getLevel: () => LogLevel.INFO,
  setName: () => undefined,
})
