import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { Busy } from '../busy.ts'
import type { Log } from '../log.ts'
import type { Judge } from './judge-response.ts'
import type { Posted } from './judge-thread.ts'

/** At three hundred a second and core, the last of so many waits for some seconds: whoever comes after that is asked to come back. */
const mostWaiting = 1000

export interface JudgeThreads {
  readonly judge: Judge
  close(): Promise<void>
}

/**
 * Judges responses in threads of their own: a signature takes milliseconds of computing, during which chats would wait for
 * their acknowledgement. Throws `Busy` when too many wait.
 */
export const openJudgeThreads = (log: Log): JudgeThreads => {
  const threads = new Piscina({
    filename: new URL(`./judge-thread${extname(import.meta.url)}`, import.meta.url).href,
    name: 'judgePosted',
    minThreads: 1,
    maxThreads: Math.max(1, availableParallelism() - 1),
    maxQueue: mostWaiting,
  })
  // A thread that dies takes its own task along, which is refused; the next one starts by itself.
  threads.on('error', (error) => log.error({ err: error }, 'a thread that judges sign-ins ended'))
  return {
    judge: async (xml, expected, names) => {
      if (threads.queueSize >= mostWaiting) throw new Busy()
      return threads.run({ xml, expected, names } satisfies Posted)
    },
    close: () => threads.destroy(),
  }
}
