/** What growing costs: commits, memory and the start, with few users and with very many. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import type { Store } from '../../src/ports/store.ts'
import { type Bench, compared, median } from './bench.ts'
import { seedCompany, seedUsers, userAt } from './seed.ts'
import { inFolder, onLowdb, onPostgres } from './stores.ts'

const few = 1_000
const many = 1_000_000

/** Milliseconds for one commit that changes a user, the median of many. */
const commitTime = (store: Store, users: number): Promise<number> => {
  let index = 0
  return median(
    () =>
      store.transaction(async (tx) => {
        const user = await tx.users.get(userAt((index++ * 7919) % users).id)
        if (user) await tx.users.put({ ...user, phone: `+31 6 ${index}` })
      }),
    301,
  )
}

const commits = (
  name: string,
  on: <R>(work: (store: Store, settle: () => Promise<void>) => Promise<R>) => Promise<R>,
): Bench => ({
  name: `commit, ${name}`,
  against: 'the same with 1,000 users',
  run: () =>
    on(async (store, settle) => {
      await seedCompany(store)
      await seedUsers(store, few)
      await settle()
      const small = await commitTime(store, few)
      await seedUsers(store, many - few, few)
      await settle()
      const large = await commitTime(store, many)
      return [compared('one change with 1,000,000 users', 'ms', [large, small], { most: 1.3 })]
    }),
})

const heap = (): number => {
  const { gc } = globalThis as { gc?: () => void }
  if (!gc) throw new Error('start node with --expose-gc')
  gc()
  gc()
  return process.memoryUsage().heapUsed
}

const memory: Bench = {
  name: 'memory of the embedded store',
  against: '2 KB a user',
  run: () =>
    onLowdb(async (store) => {
      const users = 200_000
      const before = heap()
      await seedUsers(store, users)
      return [compared('200,000 users', 'bytes a user', [(heap() - before) / users, 2048], { most: 1 })]
    }),
}

const start: Bench = {
  name: 'start of the embedded store',
  against: 'JSON.parse of the same lines',
  run: () =>
    inFolder(async (folder) => {
      const seeding = await openLowdbStore({ folder })
      await seedUsers(seeding, 200_000)
      await seeding.close()
      const parsing = async () => {
        for (const name of await readdir(folder))
          for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
            const json = line.indexOf('{')
            if (json >= 0) JSON.parse(line.slice(json))
          }
      }
      const opening = async () => (await openLowdbStore({ folder })).close()
      return [compared('200,000 users', 'ms', [await median(opening, 5), await median(parsing, 5)], { most: 4 })]
    }),
}

export const sizes = [commits('embedded store', onLowdb), commits('PostgreSQL', onPostgres), memory, start]
