/** Several instances of Toegang over one PostgreSQL database, each with its own connections, as behind a load balancer. */

import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { openIds } from '../../adapters/system/ids.ts'
import { type Core, openCore } from '../../src/kernel/answer.ts'
import { openWorld } from '../core/world.ts'
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts'

export type Instances = Awaited<ReturnType<Awaited<ReturnType<typeof openInstances>>['open']>>

/** Starts a server; `open` makes a new database with three instances, and a world to set it up through the first. */
export const openInstances = async () => {
  const server: PostgresServer = await startPostgres()
  /** A database with every table and no rows, to make others from. */
  const empty = await server.createDatabase()
  await (await openPostgresStore({ url: server.url(empty) })).close()
  return {
    open: async (count = 3) => {
      const url = server.url(await server.createDatabase(empty))
      const stores = await Promise.all(Array.from({ length: count }, () => openPostgresStore({ url })))
      const [first, ...others] = stores
      const world = await openWorld(first)
      const ports = [world.ports, ...others.map((store) => ({ ...world.ports, store, ids: openIds() }))]
      const cores = ports.map(openCore)
      return {
        world,
        cores,
        url,
        /** Does the same on one instance after the other, all at once; answers in order. */
        atOnce: <R>(times: number, work: (core: Core, index: number) => Promise<R>): Promise<R[]> =>
          Promise.all(Array.from({ length: times }, (_, index) => work(cores[index % count] as Core, index))),
        close: async () => {
          await Promise.all(others.map((store) => store.close()))
          await world.close()
        },
      }
    },
    stop: server.stop,
  }
}
