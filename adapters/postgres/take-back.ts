import pg from 'pg'
import { applicationName, mustBeAlone } from './alone.ts'
import { migrateBack } from './migrate.ts'
import type { Migration } from './migrations/all.ts'

/**
 * Makes a database what the version before knows, for the program of that version: its tables stay as they are, what came after
 * it is lost. Whole or not at all. Answers the number of the newest migration then. Throws when there is none before, and while
 * another process has the database open.
 */
export const takeBackDatabase = async (url: string, known?: readonly Migration[]): Promise<number> => {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: applicationName })
  try {
    await mustBeAlone(pool)
    return await migrateBack(pool, known)
  } finally {
    await pool.end()
  }
}
