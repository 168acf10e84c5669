import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'

/** What every connection of this store calls itself. */
export const applicationName = 'toegang'

/** How often, and after how many milliseconds, it looks again: a server lists a connection for a moment after it was closed. */
const again = { times: 10, every: 100 }

/**
 * Throws when another process has this database open as a store. Engines without a list of connections (CockroachDB shows none of
 * its own there) can't tell, and let it pass.
 */
export const mustBeAlone = async (pool: Pool, left: number = again.times): Promise<void> => {
  const count = await othersOn(pool)
  if (count === 0) return
  if (left === 0)
    throw new Error(`the database is in use by ${count} connection${count === 1 ? '' : 's'} of Toegang; stop it first`)
  await sleep(again.every)
  await mustBeAlone(pool, left - 1)
}

const othersOn = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ count: string }>(
    `SELECT count(*) AS "count" FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()`,
    [applicationName],
  )
  return Number(rows[0]?.count)
}
