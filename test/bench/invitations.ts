/** A hundred thousand people invited from one list, while others use Slack. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bench, compared, load } from './bench.ts'
import { companyId } from './seed.ts'
import { operatorEnvironment, type Served, slash, withServed } from './served.ts'
import { inFolder, withPostgres } from './stores.ts'

const people = 100_000

/** Runs `toegang user invite` on a list of so many people; answers its bar's last line. */
const invite = ({ url }: Served): Promise<string> =>
  inFolder(async (folder) => {
    const file = join(folder, 'people.csv')
    const lines = Array.from({ length: people }, (_, index) => `listed${index}@bench.example;Listed Number ${index}`)
    await writeFile(file, ['e-mail;naam', ...lines].join('\r\n'))
    const words = ['--import', 'tsx', 'adapters/toegang.ts', 'user', 'invite', companyId, file, '--json']
    const child = spawn(process.execPath, words, {
      env: { ...process.env, TOEGANG_URL: url, ...operatorEnvironment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    let said = ''
    child.stdout.on('data', (text: Buffer) => {
      printed += text
    })
    child.stderr.on('data', (text: Buffer) => {
      said += text
    })
    const [code] = (await once(child, 'close')) as [number | null]
    const { invited } = JSON.parse(printed || '{}') as { invited?: number }
    if (code !== 0 || invited !== people) throw new Error(`${invited} invited, exit code ${code}: ${said.slice(-500)}`)
    if (!said.includes('inviting')) throw new Error('no progress was shown')
    return said
  })

/** Megabytes of memory that the process holds. */
const resident = async ({ url }: Served): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const [, bytes] = /^process_resident_memory_bytes (\S+)/m.exec(metrics) ?? []
  return Number(bytes) / 2 ** 20
}

const inviting = async (served: Served) => {
  const help = { text: 'help', slackApi: served.slackApi }
  const ack = (index: number) => slash(served.url, help, index)
  const calm = { atOnce: 1, seconds: 4, warmUp: 1 }
  const idle = await load(ack, calm)
  const started = performance.now()
  const memory: number[] = []
  const slowest: number[] = []
  let open = true
  const done = invite(served).finally(() => {
    open = false
  })
  while (open) {
    slowest.push((await load(ack, calm)).p99)
    memory.push(await resident(served))
  }
  await done
  const seconds = (performance.now() - started) / 1000
  // The first tenth is left out: there the process takes what it needs to work at all.
  const [early = Number.NaN, ...later] = memory.slice(Math.floor(memory.length / 10))
  return { idle: idle.p99, busy: median(slowest), early, late: Math.max(early, ...later), seconds }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const bench = (store: string, run: () => Promise<Awaited<ReturnType<typeof inviting>>>, memory: boolean): Bench => ({
  name: `100,000 users invited from one list, ${store}`,
  against: 'before it',
  run: async () => {
    const { idle, busy, early, late, seconds } = await run()
    console.log(`  ${Math.round(seconds)} seconds, ${Math.round(people / seconds)} people a second`)
    return [
      compared('acks meanwhile, slowest hundredth', 'ms', [busy, idle], { most: 3 }),
      memory
        ? compared('memory at most, after the first tenth', 'MB', [late, early], { most: 1.2 })
        : compared('memory for each person invited', 'KB', [((late - early) * 1024) / (people * 0.9), 8], { most: 1 }),
    ]
  },
})

export const invitations = [
  bench('embedded store', () => withServed(inviting), false),
  bench(
    'PostgreSQL',
    () => withPostgres(async (server) => withServed(inviting, { database: server.url(await server.createDatabase()) })),
    true,
  ),
]
