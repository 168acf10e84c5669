/**
 * `npm run soak`: plays good traffic and calls that nobody expects at once against one Toegang on PostgreSQL, for an hour unless
 * `--minutes` says otherwise, from `--seed` when given. Exits with 1 when an answer is a fault, when the process ends, or when memory
 * grows: what is in use after the garbage is collected, at the end compared with the beginning. A machine that does other work as well
 * may be too busy for a moment: a call in a thousand may be asked to come back.
 */
import { parseArgs } from 'node:util'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { casesOf } from '../attacks/routes/case.ts'
import { openStage } from '../attacks/routes/stage.ts'
import { startPostgres } from '../fakes/postgres.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
})
const minutes = Number(values.minutes)
const firstSeed = Number(values.seed)
if (!(minutes > 0) || !Number.isInteger(firstSeed)) throw new Error('usage: npm run soak -- --minutes 60 --seed 1')

/** Code is compiled and connections are made in the first part; what is in use then says nothing yet. */
const warmUp = 0.25
const samples = 60
const mostGrowth = 1.1
const perRound = 200
const mostBusy = 0.001
const megabyte = 1024 * 1024

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

const server = await startPostgres()
const databaseUrl = server.url(await server.createDatabase())
await (await openPostgresStore({ url: databaseUrl })).close()
const stage = await openStage(databaseUrl)
console.log(`${minutes} minutes from seed ${firstSeed}, ${stage.routes.length} routes`)

const began = Date.now()
const ends = began + minutes * 60_000
const faults: string[] = []
const statuses = new Map<number, number>()
const used: { readonly at: number; readonly heap: number }[] = []
let [played, rounds, busy] = [0, 0, 0]

const sample = async (): Promise<void> => {
  const { heapUsed, rss } = await stage.memory()
  const at = (Date.now() - began) / (ends - began)
  used.push({ at, heap: heapUsed })
  const passed = ((Date.now() - began) / 60_000).toFixed(1)
  const line = `${played} calls\theap ${(heapUsed / megabyte).toFixed(1)} MB\tresident ${(rss / megabyte).toFixed(0)} MB`
  console.log(`${passed} min\t${line}\t${faults.length} faults\tsigned in: ${(await stage.signedIn()).join(' ')}`)
}

try {
  while (Date.now() < ends && faults.length < 20) {
    for (const one of casesOf(firstSeed + rounds, perRound)) {
      const said = await stage.play(one)
      played++
      statuses.set(said.status, (statuses.get(said.status) ?? 0) + 1)
      if (said.status === 503 && said.retryAfter !== undefined && ++busy <= mostBusy * Math.max(played, 10_000))
        continue
      const fault = stage.faultIn(said)
      if (!fault) continue
      faults.push(`${fault}: ${stage.shown(one)}\n${said.text.slice(0, 300)}\n${stage.lastLogged()}`)
      console.error(faults.at(-1))
    }
    rounds++
    if (rounds % 20 === 0) await stage.signInAgain()
    await stage.goOn()
    if ((Date.now() - began) / (ends - began) > used.length / samples) await sample()
  }
  await sample()
} catch (error) {
  faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  console.error(faults.at(-1))
}

console.log(
  [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, times]) => `${status}: ${times}`)
    .join('  '),
)
const warm = used.filter(({ at }) => at >= warmUp).map(({ heap }) => heap)
const third = Math.max(1, Math.floor(warm.length / 3))
const [first, last] = [median(warm.slice(0, third)), median(warm.slice(-third))]
const growth = last / first
console.log(
  `${played} calls in ${rounds} rounds, ${faults.length} faults, ${busy} asked to come back; in use ${(first / megabyte).toFixed(1)} MB after the warm-up, ${(last / megabyte).toFixed(1)} MB at the end`,
)
if (growth > mostGrowth) console.error(`memory grew by ${((growth - 1) * 100).toFixed(0)} %`)
await stage.close()
await server.stop()
process.exit(faults.length > 0 || growth > mostGrowth ? 1 : 0)
