/** Everything that goes wrong while people work. */
import { writeFile } from 'node:fs/promises'
import type { ToegangProcess } from '../demo/toegang.ts'
import type { DemoWorld } from '../demo/world.ts'
import type { SmallDisk } from './small-disk.ts'

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

export interface Faulty {
  readonly world: DemoWorld
  readonly instances: readonly ToegangProcess[]
  /** Whose content is by how many milliseconds the clocks are wrong. */
  readonly clockFile: string
  /** Of the embedded store. */
  readonly disk?: SmallDisk
  /** Of a database, when there is one. */
  readonly database?: { cut(): void; restart(): Promise<void> }
}

/** Starts it; `stop` lets everything recover. Answers how often each thing was done. */
export const openChaos = (
  { world, instances, clockFile, database, disk }: Faulty,
  random: () => number,
): { readonly done: { readonly [fault: string]: number }; stop(): Promise<void> } => {
  const { slack, teams, smtp } = world
  const done: { [fault: string]: number } = {}
  let going = true
  let last: Promise<void> = Promise.resolve()
  /** One after the other: nothing is started while somebody else ends it, or while there is no room to start. */
  const alone = (one: () => Promise<void>): Promise<void> => {
    last = last.then(one)
    return last
  }
  const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)] as T

  const kinds: { readonly [fault: string]: { readonly every: number; one(): Promise<void> | void } } = {
    'instances killed': {
      every: 4000,
      one: () =>
        alone(async () => {
          const instance = pick(instances)
          await instance.kill()
          await pause(random() * 1000)
          await instance.start()
        }),
    },
    'faults of Slack': {
      every: 1500,
      one: () =>
        slack.faults.plan({
          call: 1 + Math.floor(random() * 4),
          times: 1 + Math.floor(random() * 2),
          fault: pick([
            { kind: 'ratelimited', retryAfter: 1 },
            { kind: 'status', status: 503 },
            { kind: 'reset' },
            { kind: 'unheard' },
            { kind: 'slow', ms: 800 },
          ] as const),
        }),
    },
    'faults of Microsoft': {
      every: 1500,
      one: () =>
        teams.faults.plan({
          call: 1 + Math.floor(random() * 4),
          times: 1 + Math.floor(random() * 2),
          fault: pick([
            { kind: 'status', status: 429, retryAfter: 1 },
            { kind: 'status', status: 412 },
            { kind: 'status', status: 502 },
            { kind: 'status', status: 504 },
            { kind: 'reset' },
            { kind: 'unheard' },
          ] as const),
        }),
    },
    'faults of mail': {
      every: 3000,
      one: () => {
        if (random() < 0.5) smtp.refuse(pick(['connect', 'from', 'recipient', 'data'] as const), 451, 2)
        else smtp.drop(pick(['before data', 'after data'] as const))
      },
    },
    'clocks wrong': {
      every: 9000,
      one: async () => {
        await writeFile(clockFile, String(Math.round((random() - 0.5) * 4 * 60_000)))
        await pause(3000)
        await writeFile(clockFile, '0')
      },
    },
    ...(disk && {
      'disk filled': {
        every: 12_000,
        one: () =>
          alone(async () => {
            await disk.fill()
            await pause(3000)
            await disk.clear()
            // A store that could not write stops for good: nobody knows what the disk kept. Whoever watches readiness starts it anew.
            for (const instance of instances) {
              await instance.kill()
              await instance.start()
            }
          }),
      },
    }),
    ...(database && {
      'connections cut': { every: 5000, one: () => database.cut() },
      'database restarted': { every: 30_000, one: () => database.restart() },
    }),
  }
  const keepDoing = async (fault: string): Promise<void> => {
    const { every, one } = kinds[fault] as (typeof kinds)[string]
    for (;;) {
      await pause(every * (0.5 + random()))
      if (!going) return
      await one()
      done[fault] = (done[fault] ?? 0) + 1
    }
  }
  const all = Promise.all(Object.keys(kinds).map(keepDoing))
  return {
    done,
    stop: async () => {
      going = false
      await all
      slack.faults.clear()
      teams.faults.clear()
      smtp.behave()
      await writeFile(clockFile, '0')
    },
  }
}
