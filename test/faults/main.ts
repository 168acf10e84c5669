/**
 * `npm run test:faults [-- --minutes 10] [--store embedded|postgres] [--seed 1]`: people at work while everything fails, and then a
 * checker that looks at all that is left. A minute and a half for each store unless told otherwise.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { eventually } from '../demo/check.ts'
import { openGestures } from '../demo/gestures.ts'
import { story } from '../demo/story.ts'
import { fromBuild } from '../demo/toegang.ts'
import { openDemoWorld } from '../demo/world.ts'
import { startPostgres } from '../fakes/postgres.ts'
import { openChaos } from './chaos.ts'
import { faultsIn, look } from './checker.ts'
import { type Cluster, cluster } from './cluster.ts'
import { openLedger } from './ledger.ts'
import { openLine } from './line.ts'
import { openSmallDisk } from './small-disk.ts'
import { openWork } from './work.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1.5' },
    store: { type: 'string', multiple: true, default: ['embedded', 'postgres'] },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})

/** Numbers between 0 and 1 that follow from the seed. */
const dice = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

const withClock = (file: string) => ({ CLOCK_FILE: file })
const program = ['--import', './test/faults/clock.mjs', ...fromBuild]

const play = async (store: 'embedded' | 'postgres', minutes: number, seed: number): Promise<string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-faults-'))
  const clockFile = join(folder, 'clock')
  await writeFile(clockFile, '0')
  const postgres = store === 'postgres' ? await startPostgres() : undefined
  const line = postgres && (await openLine(postgres.port))
  const disk = postgres ? undefined : openSmallDisk(join(folder, 'data'), 200)
  const database = postgres && line && { cut: line.cut, restart: postgres.restart }
  const databaseUrl = postgres && line && { DATABASE_URL: postgres.url(await postgres.createDatabase(), line.port) }
  let instances: Cluster | undefined
  const world = await openDemoWorld({
    run: (port, environment) => {
      instances = cluster(
        store === 'postgres' ? 3 : 1,
        port,
        { ...environment, ...withClock(clockFile), ...databaseUrl, ...(disk && { DATA_DIR: disk.folder }) },
        program,
      )
      return instances
    },
  })
  try {
    await world.toegang.start()
    const gestures = openGestures(world)
    // The first four steps: a company, its people, both chats and single sign-on.
    for (const { play: step } of story(world, gestures).slice(0, 4)) await step()
    const { companies } = (await world.operator('GET', '/companies?query=Acme')) as {
      companies: readonly [{ id: string }]
    }
    const companyId = companies[0].id
    const { connections } = (await world.operator('GET', `/companies/${companyId}/connections`)) as {
      connections: readonly [{ id: string }]
    }
    const ledger = openLedger()
    const random = dice(seed)
    const work = openWork(world, gestures, { companyId, connectionId: connections[0].id }, ledger, random)
    const chaos = openChaos(
      { world, instances: instances?.instances ?? [], clockFile, ...(database && { database }), ...(disk && { disk }) },
      random,
    )
    await new Promise((resolve) => setTimeout(resolve, minutes * 60_000))
    await chaos.stop()
    await work.stop()
    console.log(
      `  answered: ${Object.entries(ledger.count)
        .map(([kind, { answered, unanswered }]) => `${kind} ${answered} (${unanswered} not)`)
        .join(', ')}`,
    )
    console.log(
      `  done to it: ${Object.entries(chaos.done)
        .map(([fault, times]) => `${fault} ${times}`)
        .join(', ')}`,
    )
    let left: string[] = []
    // What was in the hands of a killed worker comes back when its lease is over, and what failed often waits longer.
    await eventually(async () => {
      left = faultsIn(await look(world, gestures, companyId), world, gestures, ledger)
      if (left.length > 0) throw new Error('not yet')
    }, 240_000).catch(() => undefined)
    if (Object.values(ledger.count).some(({ answered }) => answered === 0))
      left.push('one kind of work was never answered')
    return left
  } finally {
    await world.close()
    line?.close()
    await postgres?.stop()
    disk?.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

let passed = 0
let failed = 0
for (const store of values.store) {
  if (store !== 'embedded' && store !== 'postgres') throw new Error(`no store is called ${store}`)
  const instances = store === 'embedded' ? 'one instance on the embedded store' : 'three instances on PostgreSQL'
  console.log(`${instances}, ${values.minutes} minutes, seed ${values.seed}`)
  const faults = await play(store, Number(values.minutes), Number(values.seed))
  console.log(faults.length === 0 ? '✔ nothing lost, nothing twice, nothing stale' : `✘ ${faults.length} faults`)
  for (const fault of faults.slice(0, 40)) console.log(`  ${fault}`)
  if (faults.length === 0) passed++
  else failed++
}
console.log(`Steps ${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
