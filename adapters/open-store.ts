import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../src/ports/store.ts'

/** Where rows are kept: PostgreSQL when there is an address of one, otherwise the embedded store in a folder. */
export interface StorePlace {
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly log?: { warn(text: string): void }
  /** Refuse a store that another process has open. The embedded store always does. */
  readonly alone?: boolean
}

const firstWaitMs = 250
const longestWaitMs = 10_000

/**
 * Opens the store, and waits for it as long as its database is away: a little longer each time, and by chance, so that many instances
 * don't all come at once. `waiting` is told why, each time. Throws what no waiting mends.
 */
export const openStoreWhenThere = async (place: StorePlace, waiting: (why: string) => void): Promise<Store> => {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      return await openStore(place)
    } catch (error) {
      if (!place.databaseUrl || !(await import('./postgres/away.ts')).isAway(error)) throw error
      waiting(error instanceof Error && error.message ? error.message : 'the database is away')
      await sleep(waitMs * (0.5 + Math.random() / 2))
    }
  }
}

/** Opens the one store that the settings name; the other is never loaded. Throws why it can't be had. */
export const openStore = async ({ dataDir, databaseUrl, log, alone }: StorePlace): Promise<Store> => {
  if (databaseUrl) {
    const { openPostgresStore } = await import('./postgres/store.ts')
    return openPostgresStore({ url: databaseUrl, log, alone })
  }
  const { openLowdbStore } = await import('./lowdb/store.ts')
  return openLowdbStore({ folder: dataDir, log })
}

/** Both stores' ways back by one version; the one that is not asked for is never loaded. */
export const takeBack = {
  folder: async (folder: string): Promise<number> =>
    (await import('./lowdb/take-back.ts')).takeBackFolder(folder, (warning) => console.error(warning)),
  database: async (url: string): Promise<number> => (await import('./postgres/take-back.ts')).takeBackDatabase(url),
}
