import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts'
import { openStory, type Story } from './story.ts'

/** Tells the same stories on the embedded store and on PostgreSQL, each in a world of its own. */
export const describeOnBothStores = (name: string, tell: (story: () => Story) => void): void => {
  describe(`${name}, on the embedded store`, () => {
    let story: Story
    beforeEach(async () => {
      story = await openStory()
    })
    afterEach(() => story.close())
    tell(() => story)
  })

  describe(`${name}, on PostgreSQL`, () => {
    let server: PostgresServer
    /** A database with every table and no rows, to make others from. */
    let empty: string
    let story: Story
    beforeAll(async () => {
      server = await startPostgres()
      empty = await server.createDatabase()
      await (await openPostgresStore({ url: server.url(empty) })).close()
    })
    afterAll(() => server.stop())
    beforeEach(async () => {
      const url = server.url(await server.createDatabase(empty))
      story = await openStory(await openPostgresStore({ url, connections: 3 }))
    })
    afterEach(() => story.close())
    tell(() => story)
  })
}
