import type { ILogger } from '@microsoft/teams.common'
import type { Log } from '../log.ts'

/** The library's log lines, in ours. Its running commentary holds whole activities, with what people wrote: for tracing only. */
export const teamsLogger = (log: Log): ILogger => {
  const trace = (...lines: unknown[]) => log.trace({ lines }, 'teams')
  const logger: ILogger = {
    debug: trace,
    trace,
    info: trace,
    log: (_level, ...lines) => trace(...lines),
    warn: (...lines) => log.warn({ lines }, 'teams'),
    error: (...lines) => log.error({ lines }, 'teams'),
    child: () => logger,
  }
  return logger
}
