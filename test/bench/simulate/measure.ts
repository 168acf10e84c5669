/** Measures what one thing costs on this machine: how long the processor is busy with it, in each station. Linux only, by /proc. */
import { readdir, readFile } from 'node:fs/promises'
import { openIdpFake } from '../../fakes/idp.ts'
import { load } from '../bench.ts'
import { evaluate, type Served, slash, withServed } from '../served.ts'
import { connected, type Return, returning, signIn } from '../sign-ins.ts'
import { withPostgres } from '../stores.ts'
import type { Cost, Kind } from './figures.ts'

const people = 3000
const ticksPerSecond = 100

/** Seconds that each PostgreSQL process of this machine was busy. */
const databaseBusy = async (): Promise<ReadonlyMap<string, number>> => {
  const busy = new Map<string, number>()
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const [, name, fields = ''] = /\((.*)\) (.*)/.exec(stat) ?? []
    // Fields 14 and 15 of proc(5); these begin at the third.
    const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number)
    if (name === 'postgres') busy.set(pid, (user + system) / ticksPerSecond)
  }
  return busy
}

/** Seconds that the instance was busy, with all its threads. */
const instanceBusy = async ({ url }: Served): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1])
}

/** What one costs, of many that are done after a warm-up. */
const costOf = async (served: Served, one: (index: number) => Promise<unknown>): Promise<Omit<Cost, 'judging'>> => {
  await load(one, { atOnce: 16, seconds: 0, warmUp: 3 })
  const before = [await instanceBusy(served), await databaseBusy()] as const
  let done = 0
  await load((index) => one(1_000_000 + index).then(() => done++), { atOnce: 16, seconds: 4, warmUp: 0 })
  const after = [await instanceBusy(served), await databaseBusy()] as const
  const database = [...after[1]].reduce((sum, [pid, busy]) => sum + busy - (before[1].get(pid) ?? 0), 0)
  return { main: (after[0] - before[0]) / done, database: database / done }
}

const measured = async (served: Served): Promise<{ readonly [K in Kind]: Cost }> => {
  const idp = await openIdpFake({ users: [] })
  const connection = await connected(served, idp)
  const returns = await returning(served, idp, connection, people)
  let next = 0
  const all = await costOf(served, () => signIn(served, connection, returns[next++ % people] as Return))
  const command = await costOf(served, (index) => slash(served.url, { text: 'help', slackApi: served.slackApi }, index))
  const evaluation = await costOf(served, (index) => evaluate(served.url, index))
  await idp.close()
  return {
    'sign-in': { ...all, judging: judgingCost, main: all.main - judgingCost },
    command: { ...command, judging: 0 },
    evaluation: { ...evaluation, judging: 0 },
  }
}

/** Of one response, in a thread; see the commit that made certificates be read once. */
const judgingCost = 0.0024

/** Prints the figures for both stores, to be kept in `figures.ts`. */
export const measure = async (): Promise<void> => {
  const embedded = await withServed(measured)
  const postgres = await withPostgres(async (server) =>
    withServed(measured, { database: server.url(await server.createDatabase()) }),
  )
  console.log(JSON.stringify({ embedded, postgres }, null, 2))
}
