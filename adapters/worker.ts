import type { Outside } from '../src/delivery/outside.ts'
import type { Core } from '../src/kernel/answer.ts'
import { type Queue, queues } from '../src/trail/message.ts'
import type { Log } from './log.ts'

const deliverEveryMs = 1000
const sweepEveryMs = 15_000

interface Emptying {
  wake(): void
  /** Resolves when what was taken is sent; what still waits is for whoever is next. */
  stop(): Promise<void>
}

/**
 * Keeps the outbox empty and does what time brings: at once after a commit, and every so often in any case. Each queue is emptied
 * by itself, so that a slow mail server keeps no chat waiting.
 */
export const openWorker = (core: Core, outside: Outside, log: Log): { stop(): Promise<void> } => {
  const emptying = queues.map((queue) => keepEmpty(queue, core, outside, log))
  const wake = (): void => {
    for (const one of emptying) one.wake()
  }
  const sweep = (): void =>
    void core.sweep().catch((error: unknown) => log.error({ err: error }, 'what time brings could not be done'))

  core.onCommit(wake)
  const timers = [setInterval(wake, deliverEveryMs), setInterval(sweep, sweepEveryMs)]
  wake()
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(emptying.map((one) => one.stop()))
    },
  }
}

const keepEmpty = (queue: Queue, core: Core, outside: Outside, log: Log): Emptying => {
  let stopped = false
  let busy: Promise<void> | undefined
  let again = false

  const empty = async (): Promise<void> => {
    try {
      do again = false
      while (((await core.deliver(outside, { queue })) > 0 || again) && !stopped)
    } catch (error) {
      log.error({ err: error, queue }, 'the outbox could not be read')
    }
  }
  return {
    wake: () => {
      if (stopped) return
      again = true
      busy ??= empty().finally(() => {
        busy = undefined
      })
    },
    stop: async () => {
      stopped = true
      await busy
    },
  }
}
