import type { Pool, PoolClient } from 'pg'
import type { Row } from '../../src/kernel/table.ts'
import type { TableName } from '../../src/ports/store.ts'
import { sqlTable } from './columns.ts'
import { type Migration, migrations } from './migrations/all.ts'
import { codeOf, isInTheWay, retrying } from './retry.ts'
import { type Write, writeQueries } from './writes.ts'

const bookkeeping = [
  'CREATE TABLE IF NOT EXISTS "migrations" ("number" integer PRIMARY KEY, "name" text NOT NULL, "applied_at" timestamptz NOT NULL)',
  'CREATE TABLE IF NOT EXISTS "migration_lock" ("id" integer PRIMARY KEY)',
  'INSERT INTO "migration_lock" ("id") VALUES (1) ON CONFLICT ("id") DO NOTHING',
]

/** Two that make the same table at once: the loser is told one of these, and finds the table when it tries again. */
const madeMeanwhile = new Set(['23505', '42P07', '42710', 'XX000'])

/**
 * Brings a database up to date, migration by migration, each in one transaction. Many processes may do so at once: they wait for
 * each other at a locked row, which every engine that speaks PostgreSQL has. Throws when a newer version has been here.
 */
export const migrate = async (pool: Pool, known: readonly Migration[] = migrations): Promise<void> => {
  const isWorthIt = (error: unknown) => isInTheWay(error) || madeMeanwhile.has(codeOf(error) ?? '')
  const client = await pool.connect()
  try {
    if (await isUpToDate(client, known)) return
    for (const statement of bookkeeping) await retrying(() => client.query(statement), isWorthIt)
    for (const migration of known) await retrying(() => apply(client, migration), isWorthIt)
    await isUpToDate(client, known)
  } finally {
    client.release()
  }
}

/**
 * Undoes the newest migration in one transaction, for the program of the version before. Answers the number of the one that is the
 * newest then, which is the one that was when this program knows later ones. Throws when there is none before.
 */
export const migrateBack = async (pool: Pool, known: readonly Migration[] = migrations): Promise<number> => {
  const client = await pool.connect()
  try {
    if (!(await isUpToDate(client, known))) return (await newestIn(client)) ?? 0
    const [before, last] = [known.at(-2), known.at(-1)]
    if (!before || !last?.back) throw new Error('this is the first version: there is none before it')
    const { back, number } = last
    await locked(client, async () => {
      await runAll(client, back)
      await client.query('DELETE FROM "migrations" WHERE "number" = $1', [number])
    })
    return before.number
  } finally {
    client.release()
  }
}

const isUpToDate = async (client: PoolClient, known: readonly Migration[]): Promise<boolean> => {
  const newest = await newestIn(client)
  const last = known.at(-1)?.number ?? 0
  if ((newest ?? 0) > last)
    throw new Error(
      `the database is at migration ${newest}, this program knows ${last}: a newer one made it; take it back with that one ("toegang store back")`,
    )
  return newest === last
}

const newestIn = async (client: PoolClient): Promise<number | undefined> => {
  const exists = await client.query(`SELECT 1 FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name = 'migrations'`)
  if (exists.rowCount === 0) return undefined
  const { rows } = await client.query<{ number: number | null }>('SELECT max("number") AS "number" FROM "migrations"')
  return rows[0]?.number ?? undefined
}

const apply = (client: PoolClient, { number, name, sql, refill = [] }: Migration): Promise<void> =>
  locked(client, async () => {
    const applied = await client.query('SELECT 1 FROM "migrations" WHERE "number" = $1', [number])
    if (applied.rowCount !== 0) return
    await runAll(client, sql)
    for (const table of refill) await writeAnew(client, table)
    const values = [number, name]
    await client.query('INSERT INTO "migrations" ("number", "name", "applied_at") VALUES ($1, $2, now())', values)
  })

/** In one transaction, alone among all processes that migrate. */
const locked = async (client: PoolClient, work: () => Promise<void>): Promise<void> => {
  await client.query('BEGIN')
  try {
    await client.query('SELECT "id" FROM "migration_lock" WHERE "id" = 1 FOR UPDATE')
    await work()
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

const runAll = async (client: PoolClient, sql: string): Promise<void> => {
  for (const statement of sql.split(/;\n/)) if (statement.trim() !== '') await client.query(statement)
}

const rowsAtOnce = 500

const writeAnew = async (client: PoolClient, table: TableName): Promise<void> => {
  const next = `SELECT "id", "row" FROM "${sqlTable(table)}" WHERE "id" > $1 ORDER BY "id" LIMIT ${rowsAtOnce}`
  for (let after = ''; ; ) {
    const { rows } = await client.query<{ id: string; row: string }>(next, [after])
    const writes = rows.map(({ id, row }): Write => ({ id, row: JSON.parse(row) as Row, before: 'unknown' }))
    for (const { text, values } of writeQueries(table, writes)) await client.query(text, values)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
