/** The administrator's pages of a company with very many people, requests and lines, beside the same of one with few. */
import { type Bench, compared, medians } from './bench.ts'
import { send } from './http.ts'
import { licenceId, requestAt, sessionSecret, userAt } from './seed.ts'
import { withServed } from './served.ts'
import { withPostgres } from './stores.ts'

const few = 100
const many = 100_000
const goes = { warmUp: 30, measured: 61 }

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

const headers = { cookie: `toegang_session=${sessionSecret}` }
const look = (url: string, page: string) => () => send(`${url}${page}`, { method: 'GET', headers })

/** Both are there at once and are asked in turn, so that whatever else the machine does slows both down alike. */
const bench = (store: string, withRows: <R>(rows: number, work: (url: string) => Promise<R>) => Promise<R>): Bench => ({
  name: `portal pages with 100,000 people, grants, requests and lines, ${store}`,
  against: 'the same with 100',
  run: () =>
    withRows(few, (small) =>
      withRows(many, async (large) => {
        const found = []
        for (const page of pages)
          found.push(
            compared(
              page.replace(/[a-z]0{5}\S*/, '…'),
              'ms',
              await medians([look(large, page), look(small, page)], goes),
              { most: 2 },
            ),
          )
        return found
      }),
    ),
})

const served = <R>(rows: number, work: (url: string) => Promise<R>, database?: string): Promise<R> =>
  withServed(({ url }) => work(url), { users: rows, rows, ...(database && { database }) })

export const portalPages = [
  bench('embedded store', served),
  bench('PostgreSQL', (rows, work) =>
    withPostgres(async (server) => served(rows, work, server.url(await server.createDatabase()))),
  ),
]
