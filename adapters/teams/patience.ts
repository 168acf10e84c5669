import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'

/** How long a person waits: an invoke that takes some seconds ends as an error under the card, though the work is done. */
const patienceMs = 1500

/** Work that may take longer than somebody waits for it. */
export interface Patience {
  /** The result, or `undefined` when it is not there in time; then the work goes on and `late` gets its result. */
  inTime<R extends object>(work: Promise<R>, late: (result: R) => Promise<unknown>): Promise<R | undefined>
  /** Resolves when no work is under way any more. */
  settled(): Promise<void>
}

export const openPatience = (log: Log): Patience => {
  const underway = new Set<Promise<void>>()
  return {
    async inTime(work, late) {
      const over = new AbortController()
      const slow = sleep(patienceMs, undefined, { signal: over.signal }).catch(() => undefined)
      const result = await Promise.race([work, slow]).finally(() => over.abort())
      if (result === undefined) {
        const rest = work.then(late).then(
          () => undefined,
          (error: unknown) => log.error({ err: error }, 'a late answer to Teams failed'),
        )
        underway.add(rest)
        void rest.finally(() => underway.delete(rest))
      }
      return result
    },
    async settled() {
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}
