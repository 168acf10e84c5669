/**
 * `npm run simulate [-- --people 1000000 --spread-minutes 20 --cores 4 --database-cores 16]`: mornings on machines of one size, from
 * the figures of the bench, and how many instances a morning needs. What the README says of capacity, it says by this.
 */
import { parseArgs } from 'node:util'
import { bell, peak, randomFrom, steady } from './arrivals.ts'
import { onEmbedded, onPostgres } from './figures.ts'
import { measure } from './measure.ts'
import { type Machine, simulate } from './queueing.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000000' },
    'spread-minutes': { type: 'string', default: '20' },
    cores: { type: 'string', default: '4' },
    'database-cores': { type: 'string', default: '16' },
    measure: { type: 'boolean', default: false },
  },
})
if (values.measure) {
  await measure()
  process.exit()
}
const cores = Number(values.cores)
const databaseCores = Number(values['database-cores'])

/** People who sign in around nine, while others work in the chats and a web site asks who may read what. */
const morning = (people: number, minutes: number) => {
  const random = randomFrom(9)
  const spread = minutes * 60
  const seconds = 6 * spread
  return [
    bell('sign-in', { people, around: 3 * spread, spread }, random),
    steady('command', { rate: people / 20 / seconds, seconds }, random),
    steady('evaluation', { rate: (2 * people) / seconds, seconds }, random),
  ]
}

const ms = (seconds = Number.NaN): string =>
  seconds >= 10 ? `${Math.round(seconds)} s` : `${Math.round(seconds * 1000)} ms`

const show = (what: string, people: number, minutes: number, machine: Machine): boolean => {
  const arrivals = morning(people, minutes)
  const waited = simulate(arrivals, machine)
  const signIn = waited.get('sign-in')
  const command = waited.get('command')
  const holds = (signIn?.p99 ?? Number.POSITIVE_INFINITY) < 2 && (command?.p99 ?? Number.POSITIVE_INFINITY) < 1
  const cells = [
    what.padEnd(34),
    people.toLocaleString('en').padStart(9),
    `${Math.round(peak(arrivals)).toLocaleString('en')} a second`.padStart(14),
    `${ms(signIn?.p50)} / ${ms(signIn?.p99)}`.padStart(19),
    `${ms(command?.p50)} / ${ms(command?.p99)}`.padStart(19),
    holds ? '✔' : '✘ too much',
  ]
  console.log(`  ${cells.join('  ')}`)
  return holds
}

const head = ['', 'people', 'at the peak', 'sign-in p50 / p99', 'ack p50 / p99']
console.log(
  `  ${head[0]?.padEnd(34)}  ${head[1]?.padStart(9)}  ${head[2]?.padStart(14)}  ${head[3]?.padStart(19)}  ${head[4]?.padStart(19)}`,
)

const small: Machine = { instances: 1, cores: 2, databaseCores: 1, costs: onEmbedded }
for (const people of [10_000, 50_000, 100_000, 150_000, 200_000])
  if (!show('one small machine, embedded store', people, Number(values['spread-minutes']), small)) break

for (let instances = 1; instances <= 64; instances++) {
  const machine: Machine = { instances, cores, databaseCores, costs: onPostgres }
  const what = `${instances} × ${cores} cores, PostgreSQL on ${databaseCores}`
  if (show(what, Number(values.people), Number(values['spread-minutes']), machine)) break
}
