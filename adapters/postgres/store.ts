import pg from 'pg'
import type { Store } from '../../src/ports/store.ts'
import type { Message, Queue } from '../../src/trail/message.ts'
import { taken } from '../../src/trail/settled.ts'
import { applicationName, mustBeAlone } from './alone.ts'
import { sqlColumn } from './columns.ts'
import { foldCounts } from './counts.ts'
import { Crowd } from './crowd.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations/all.ts'
import { running, type Steps } from './running.ts'
import { readerOf, writerOf } from './tables.ts'

const foldEvery = 64

export interface PostgresSettings {
  /** `postgres://user:password@host:port/database`, with the driver's parameters such as `sslmode`. */
  readonly url: string
  readonly log?: { warn(text: string): void }
  /** At most so many connections at once. */
  readonly connections?: number
  /** Milliseconds that a connection, and each statement, may take. */
  readonly patience?: number
  /** Refuse a database that another process has open. */
  readonly alone?: boolean
  /** For tests: called at each named moment of a transaction, and waited for. */
  readonly steps?: Steps
  /** For tests: how the tables came to be. */
  readonly known?: readonly Migration[]
}

/**
 * Opens PostgreSQL, or an engine that speaks its protocol and SQL, as the store of any number of processes, and brings its tables
 * up to date first. Throws when it can't be reached, and when a newer version has changed its tables.
 */
export const openPostgresStore = async (settings: PostgresSettings): Promise<Store> => {
  const { url, log = console, connections = 10, patience = 30_000, steps, alone = false, known } = settings
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: Math.min(patience, 10_000),
    query_timeout: patience,
    application_name: applicationName,
    keepAlive: true,
  })
  // A connection that breaks while nobody uses it; the next use makes a new one.
  pool.on('error', (error) => log.warn(`a connection to the database broke: ${error.message}`))
  // One that breaks in use, between two statements: the next statement is refused, which says enough.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    if (alone) await mustBeAlone(pool)
    await migrate(pool, known)
  } catch (error) {
    await pool.end()
    throw error
  }
  const crowd = new Crowd(connections)
  let closing: Promise<void> | undefined
  let transactions = 0
  return {
    transaction: async (work) => {
      const mode = 'ISOLATION LEVEL SERIALIZABLE'
      const result = await running(pool, mode, (session) => work(writerOf(session)), { crowd, steps })
      if (++transactions % foldEvery === 0)
        await pool.query(foldCounts).catch((error: Error) => log.warn(`counts were not added up: ${error.message}`))
      return result
    },
    read: (work) => running(pool, 'ISOLATION LEVEL REPEATABLE READ READ ONLY', (session) => work(readerOf(session))),
    claimMessages: (now, lease, limit, queue) =>
      running(pool, 'ISOLATION LEVEL READ COMMITTED', async (session, client) => {
        const { rows } = await client.query<{ row: string }>(due(queue), [now, limit])
        const claimed = rows.map(({ row }) => taken(JSON.parse(row) as Message, lease))
        for (const message of claimed) session.put('outbox', message)
        return claimed
      }),
    ready: async () => {
      await pool.query('SELECT 1')
    },
    close: () => {
      closing ??= pool.end()
      return closing
    },
  }
}

/** The oldest waiting message of each lane, if it is due and in nobody's hands. Only waiting messages have a lane and are due. */
const due = (queue?: Queue): string => {
  const moment = sqlColumn(queue ? `${queue}DueAt` : 'dueAt')
  return `SELECT "row" FROM "outbox"
  WHERE "${moment}" <= $1 AND NOT EXISTS (
    SELECT 1 FROM "outbox" AS "older" WHERE "older"."lane" = "outbox"."lane" AND "older"."id" < "outbox"."id")
  ORDER BY "${moment}", "id" LIMIT $2 FOR UPDATE OF "outbox" SKIP LOCKED`
}
