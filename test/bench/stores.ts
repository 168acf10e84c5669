import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { type LowdbSettings, openLowdbStore } from '../../adapters/lowdb/store.ts'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { systemClock } from '../../adapters/system/clock.ts'
import { domainNames } from '../../adapters/system/domain-names.ts'
import { openIds } from '../../adapters/system/ids.ts'
import { openSecrets } from '../../adapters/system/secrets.ts'
import { type Core, openCore } from '../../src/kernel/answer.ts'
import type { Store } from '../../src/ports/store.ts'
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts'

/** Gives a folder of its own to `work`, and removes it afterwards. */
export const inFolder = async <R>(work: (folder: string) => Promise<R>): Promise<R> => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** On an embedded store; `settle` waits until it no longer folds its journal into a snapshot. */
export const onLowdb = <R>(
  work: (store: Store, settle: () => Promise<void>, folder: string) => Promise<R>,
  steps: NonNullable<LowdbSettings['steps']> = () => undefined,
): Promise<R> =>
  inFolder(async (folder) => {
    let folding = false
    const store = await openLowdbStore({
      folder,
      steps: (step) => {
        if (step === 'fold.begun') folding = true
        if (step === 'fold.cleaned') folding = false
        return steps(step)
      },
    })
    const settle = async () => {
      while (folding) await setTimeout(50)
    }
    try {
      return await work(store, settle, folder)
    } finally {
      await store.close()
    }
  })

/** Gives a real server of its own to `work`. */
export const withPostgres = async <R>(work: (server: PostgresServer) => Promise<R>): Promise<R> => {
  const server = await startPostgres()
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}

/** Lets the server look at its tables, as it does by itself in time. */
export const settleDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('VACUUM ANALYZE')
  await client.end()
}

/** On a store in a real server; `settle` lets the server look at its tables, as it does by itself in time. */
export const onPostgres = <R>(work: (store: Store, settle: () => Promise<void>) => Promise<R>): Promise<R> =>
  withPostgres(async (server) => {
    const url = server.url(await server.createDatabase())
    const store = await openPostgresStore({ url })
    try {
      return await work(store, () => settleDatabase(url))
    } finally {
      await store.close()
    }
  })

/** The core over a store, as the composition root makes it. */
export const coreOver = (store: Store, key = randomBytes(32)): Core =>
  openCore({
    store,
    secrets: openSecrets([key]),
    clock: systemClock,
    ids: openIds(),
    names: domainNames,
    dns: { txt: async () => [] },
  })
