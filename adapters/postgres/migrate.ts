import type { Pool, PoolClient } from 'pg'
import { type Migration, migrations } from './migrations/all.ts'
import { codeOf, isInTheWay, retrying } from './retry.ts'

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
export const migrate = async (pool: Pool): Promise<void> => {
  const isWorthIt = (error: unknown) => isInTheWay(error) || madeMeanwhile.has(codeOf(error) ?? '')
  const client = await pool.connect()
  try {
    if (await isUpToDate(client)) return
    for (const statement of bookkeeping) await retrying(() => client.query(statement), isWorthIt)
    for (const migration of migrations) await retrying(() => apply(client, migration), isWorthIt)
    await isUpToDate(client)
  } finally {
    client.release()
  }
}

const isUpToDate = async (client: PoolClient): Promise<boolean> => {
  const exists = await client.query(`SELECT 1 FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name = 'migrations'`)
  if (exists.rowCount === 0) return false
  const newest = (await client.query<{ number: number | null }>('SELECT max("number") AS "number" FROM "migrations"'))
    .rows[0]
  const known = migrations.at(-1)?.number ?? 0
  if ((newest?.number ?? 0) > known)
    throw new Error(`the database is at migration ${newest?.number}, this version knows ${known}: a newer one made it`)
  return newest?.number === known
}

const apply = async (client: PoolClient, { number, name, sql }: Migration): Promise<void> => {
  await client.query('BEGIN')
  try {
    await client.query('SELECT "id" FROM "migration_lock" WHERE "id" = 1 FOR UPDATE')
    const applied = await client.query('SELECT 1 FROM "migrations" WHERE "number" = $1', [number])
    if (applied.rowCount === 0) {
      for (const statement of sql.split(/;\n/)) if (statement.trim() !== '') await client.query(statement)
      await client.query('INSERT INTO "migrations" ("number", "name", "applied_at") VALUES ($1, $2, now())', [
        number,
        name,
      ])
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
