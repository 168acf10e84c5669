import type { Store } from '../src/ports/store.ts'

/** Where rows are kept: PostgreSQL when there is an address of one, otherwise the embedded store in a folder. */
export interface StorePlace {
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly log?: { warn(text: string): void }
  /** Refuse a store that another process has open. The embedded store always does. */
  readonly alone?: boolean
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
