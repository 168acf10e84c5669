import type { Core } from '../src/kernel/answer.ts'
import type { Outside } from '../src/trail/deliver.ts'
import type { Log } from './log.ts'

const deliverEveryMs = 1000
const sweepEveryMs = 15_000

/** Keeps the outbox empty and does what time brings: at once after a commit, and every so often in any case. */
export const openWorker = (core: Core, outside: Outside, log: Log): { stop(): Promise<void> } => {
  let stopped = false
  let busy: Promise<void> | undefined
  let again = false

  const empty = async (): Promise<void> => {
    try {
      do again = false
      while ((await core.deliver(outside)) > 0 || again)
    } catch (error) {
      log.error({ err: error }, 'the outbox could not be read')
    }
  }
  const wake = (): void => {
    if (stopped) return
    again = true
    busy ??= empty().finally(() => {
      busy = undefined
    })
  }
  const sweep = (): void =>
    void core.sweep().catch((error: unknown) => log.error({ err: error }, 'what time brings could not be done'))

  core.onCommit(wake)
  const timers = [setInterval(wake, deliverEveryMs), setInterval(sweep, sweepEveryMs)]
  wake()
  return {
    stop: async () => {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      await busy
    },
  }
}
