import type { ILogger } from '@microsoft/teams.common'
import type { Log } from '../log.ts'

/** The library's log lines, in ours. */
export const teamsLogger = (log: Log): ILogger => {
  const logger: ILogger = {
    debug: (...lines) => log.debug({ lines }, 'teams'),
    trace: (...lines) => log.trace({ lines }, 'teams'),
    info: (...lines) => log.debug({ lines }, 'teams'),
    log: (_level, ...lines) => log.debug({ lines }, 'teams'),
    warn: (...lines) => log.warn({ lines }, 'teams'),
    error: (...lines) => log.error({ lines }, 'teams'),
    child: () => logger,
  }
  return logger
}
