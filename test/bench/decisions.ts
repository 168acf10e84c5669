/** A decision, answered when it is on disk, against what the disk and the database can do at best. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Store } from '../../src/ports/store.ts'
import { type Bench, compared, load } from './bench.ts'
import { requestAt, seedCompany, seedRequests, seedUsers, sessionSecret, signIn } from './seed.ts'
import { coreOver, onLowdb, withPostgres } from './stores.ts'

const requests = 60_000

const seedDecisions = async (store: Store): Promise<void> => {
  await seedCompany(store)
  await seedUsers(store, requests)
  await seedRequests(store, requests)
  await signIn(store)
}

/** Approves one request after the other, at once or in turn; each gives a grant, a trail entry, and messages. */
const decider = (store: Store): (() => Promise<void>) => {
  const administrator: Claim = { channel: 'web', session: sessionSecret }
  const core = coreOver(store)
  let index = 1
  return async () => {
    const outcome = await core.run('requests.decide', administrator, {
      requests: [requestAt(index++).id],
      verdict: 'approved',
    })
    if (!outcome.ok || outcome.result.results.some((one) => !one.ok)) throw new Error(JSON.stringify(outcome))
  }
}

/** How often the disk takes a line of such a length to heart, one after the other. */
const syncs = async (folder: string, milliseconds: number): Promise<number> => {
  const handle = await open(join(folder, 'line'), 'a')
  const line = Buffer.alloc(2048, 'x')
  const { rate } = await load(
    async () => {
      await handle.write(line)
      await handle.datasync()
      if (milliseconds > 0) await sleep(milliseconds)
    },
    { atOnce: 1 },
  )
  await handle.close()
  return rate
}

/** On this disk, or as if it took so many milliseconds longer for every fsync. */
const embedded = (name: string, milliseconds = 0): Bench => ({
  name: `decision, embedded store, ${name}`,
  against: 'fsyncs of one appender on it',
  run: () => {
    const steps = (step: string) => (step === 'commit.written' && milliseconds > 0 ? sleep(milliseconds) : undefined)
    return onLowdb(async (store, _settle, folder) => {
      await seedDecisions(store)
      const decide = decider(store)
      const disk = await syncs(folder, milliseconds)
      const single = await load(decide, { atOnce: 1 })
      const together = await load(decide, { atOnce: 64 })
      return [
        compared('64 at once', 'a second', [together.rate, disk], { least: 5 }),
        compared('one after the other', 'a second', [single.rate, disk], { least: 0.8 }),
      ]
    }, steps)
  },
})

interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** What one client said to the server, a transaction a list. */
const recording = (): { readonly transactions: Statement[][]; stop(): void } => {
  const transactions: Statement[][] = []
  const open = new WeakMap<object, Statement[]>()
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: object, ...given: unknown[]) {
    const [said, values = []] = given as [string | { text: string; values?: unknown[] }, unknown[]?]
    const statement = typeof said === 'string' ? { text: said, values } : { text: said.text, values: said.values ?? [] }
    const known = open.get(this)
    if (/^begin/i.test(statement.text)) open.set(this, [statement])
    else known?.push(statement)
    if (/^(commit|rollback)/i.test(statement.text)) open.delete(this)
    const answer = (query as (...all: unknown[]) => Promise<unknown>).apply(this, given)
    // A commit may still be refused.
    if (known && /^commit/i.test(statement.text))
      void answer.then(
        () => transactions.push(known),
        () => undefined,
      )
    return answer
  } as typeof query
  return {
    transactions,
    stop: () => {
      pg.Client.prototype.query = query
    },
  }
}

/** As the store does it: serializable, and once more when another transaction was in the way (40001). */
const sayAll = async (client: pg.PoolClient, statements: readonly Statement[]): Promise<void> => {
  for (;;) {
    try {
      for (const { text, values } of statements) await client.query(text, [...values])
      return
    } catch (error) {
      await client.query('ROLLBACK')
      if ((error as { code?: string }).code !== '40001') throw error
    }
  }
}

const postgres: Bench = {
  name: 'decision, PostgreSQL',
  against: 'the same statements by hand with pg, in one transaction each',
  run: () =>
    withPostgres(async (server) => {
      const ours = await server.createDatabase()
      const seeding = await openPostgresStore({ url: server.url(ours) })
      await seedDecisions(seeding)
      await seeding.close()
      const copy = await server.createDatabase(ours)

      const atOnce = 16
      const store = await openPostgresStore({ url: server.url(ours), connections: atOnce })
      const recorded = recording()
      const product = await load(decider(store), { atOnce })
      recorded.stop()
      await store.close()

      const { transactions } = recorded
      const pool = new pg.Pool({ connectionString: server.url(copy), max: atOnce })
      // Connections may still be on their way out when the server stops.
      pool.on('error', () => undefined)
      let index = 0
      const byHand = await load(
        async () => {
          // Each was said once before, to the copy's twin; said again, it finds and writes the same.
          const client = await pool.connect()
          await sayAll(client, transactions[index++] ?? [])
          client.release()
        },
        { atOnce, seconds: 3, warmUp: 1 },
      )
      await pool.end()
      return [compared(`${atOnce} at once`, 'a second', [product.rate, byHand.rate], { least: 0.8 })]
    }),
}

export const decisions = [embedded('this disk'), embedded('a disk of 4 ms more', 4), postgres]
