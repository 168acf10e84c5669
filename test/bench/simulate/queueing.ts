import type { Arrivals } from './arrivals.ts'
import type { Cost, Kind } from './figures.ts'

export interface Machine {
  readonly instances: number
  /** Of each instance. One thread does everything but judging signatures, for which the others are. */
  readonly cores: number
  /** Of the database. */
  readonly databaseCores: number
  readonly costs: { readonly [K in Kind]: Cost }
}

export interface Waited {
  /** Seconds from the request to the answer. */
  readonly p50: number
  readonly p99: number
}

/** One thing on its way: `at` is when it comes to the next station. */
interface Job {
  readonly kind: Kind
  readonly instance: number
  readonly begun: number
  at: number
}

/**
 * Sends everything through the stations in turn — judging and main thread of an instance, then the database that all share — first
 * come, first served, and answers how long each kind took. Instances are taken in turn, as a load balancer does.
 */
export const simulate = (
  arrivals: readonly Arrivals[],
  { instances, cores, databaseCores, costs }: Machine,
): ReadonlyMap<Kind, Waited> => {
  const jobs = arrivals
    .flatMap(({ kind, at }) => Array.from(at, (moment) => ({ kind, begun: moment, at: moment, instance: 0 })))
    .sort((a, b) => a.begun - b.begun)
    .map((job, index): Job => ({ ...job, instance: index % instances }))
  for (let instance = 0; instance < instances; instance++) {
    const here = jobs.filter((job) => job.instance === instance)
    pass(here, cores - 1, (kind) => costs[kind].judging)
    pass(here, 1, (kind) => costs[kind].main)
  }
  pass(jobs, databaseCores, (kind) => costs[kind].database)
  const kinds = new Set(jobs.map(({ kind }) => kind))
  return new Map([...kinds].map((kind) => [kind, waited(jobs.filter((job) => job.kind === kind))]))
}

/** Everything through one station with so many servers. */
const pass = (jobs: readonly Job[], servers: number, seconds: (kind: Kind) => number): void => {
  const free = new Float64Array(Math.max(1, servers))
  for (const job of [...jobs].sort((a, b) => a.at - b.at)) {
    const needed = seconds(job.kind)
    if (needed === 0) continue
    let first = 0
    for (let server = 1; server < free.length; server++)
      if ((free[server] as number) < (free[first] as number)) first = server
    job.at = Math.max(job.at, free[first] as number) + needed
    free[first] = job.at
  }
}

const waited = (jobs: readonly Job[]): Waited => {
  const took = Float64Array.from(jobs, ({ at, begun }) => at - begun).sort()
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}
