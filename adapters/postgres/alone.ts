import type { Pool } from 'pg'

/** What every connection of this store calls itself. */
export const applicationName = 'toegang'

/**
 * Throws when another process has this database open as a store. Engines without a list of connections (CockroachDB shows none of
 * its own there) can't tell, and let it pass.
 */
export const mustBeAlone = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ count: string }>(
    `SELECT count(*) AS "count" FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()`,
    [applicationName],
  )
  const count = Number(rows[0]?.count)
  if (count > 0)
    throw new Error(`the database is in use by ${count} connection${count === 1 ? '' : 's'} of Toegang; stop it first`)
}
