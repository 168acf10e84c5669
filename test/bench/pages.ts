/** The administrator's pages of a company with very many people, requests and lines, beside the same of one with few. */
import { type Bench, compared, median } from './bench.ts'
import { send } from './http.ts'
import { licenceId, requestAt, sessionSecret, userAt } from './seed.ts'
import { withServed } from './served.ts'
import { withPostgres } from './stores.ts'

const few = 100
const many = 100_000

/** Each page with its query, if it has one. */
const pages: readonly string[] = [
  '/',
  '/company/general',
  '/company/users',
  '/company/users?sort=newest&status=registered',
  '/company/users/invite',
  `/company/users/${userAt(7).id}`,
  '/company/licences',
  `/company/licences/${licenceId}`,
  '/company/connections',
  '/company/delivery',
  '/company/trail',
  '/requests',
  '/requests?show=settled&period=year',
  `/requests/${requestAt(7).id}`,
  '/requests/access',
  '/profile',
]

const timed = (rows: number, database?: string): Promise<Map<string, number>> =>
  withServed(
    async ({ url }) => {
      const times = new Map<string, number>()
      const headers = { cookie: `toegang_session=${sessionSecret}` }
      const get = (page: string) => send(`${url}${page}`, { method: 'GET', headers })
      for (const page of pages) await get(page)
      for (const page of pages) times.set(page, await median(() => get(page), 21))
      return times
    },
    { users: rows, rows, ...(database && { database }) },
  )

const bench = (store: string, on: (rows: number) => Promise<Map<string, number>>): Bench => ({
  name: `portal pages with 100,000 people, requests and lines, ${store}`,
  against: 'the same with 100',
  run: async () => {
    const small = await on(few)
    const large = await on(many)
    return pages.map((page) =>
      compared(page.replace(/[a-z]0{5}\S*/, '…'), 'ms', [large.get(page) ?? 0, small.get(page) ?? 0], { most: 2 }),
    )
  },
})

export const portalPages = [
  bench('embedded store', (rows) => timed(rows)),
  bench('PostgreSQL', (rows) => withPostgres(async (server) => timed(rows, server.url(await server.createDatabase())))),
]
