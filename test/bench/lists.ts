/** Lists and searches of a company with many rows, beside the same of one with few. */
import type { Store } from '../../src/ports/store.ts'
import { type Bench, compared, median } from './bench.ts'
import { seedCompany, seedRequests, seedTrail, seedUsers, sessionSecret, signIn } from './seed.ts'
import { coreOver, onLowdb, onPostgres } from './stores.ts'

const few = 100
const many = 100_000

const administrator = { channel: 'web', session: sessionSecret } as const

type Question = (
  index: number,
) => readonly ['users.search' | 'requests.list' | 'requests.waiting' | 'trail.search', object]

/** What an administrator asks for, as the pages ask it. */
const questions: { readonly [what: string]: Question } = {
  'users, first page': () => ['users.search', {}],
  // Another name every time: what was just looked for is no measure.
  'users, by a name': (index) => ['users.search', { query: `Mulder${index}` }],
  'users, by an address': (index) => ['users.search', { query: `person${index}@bench.example` }],
  'users, by role': () => ['users.search', { role: 'administrator' }],
  'open requests': () => ['requests.list', {}],
  'requests, by a reason': (index) => ['requests.waiting', { query: `project ${500 + index}` }],
  'trail, newest first': () => ['trail.search', {}],
}

const asked = async (store: Store, settle: () => Promise<void>, rows: number): Promise<Record<string, number>> => {
  await seedCompany(store)
  await seedUsers(store, rows)
  await seedRequests(store, rows)
  await seedTrail(store, rows)
  await signIn(store)
  await settle()
  const core = coreOver(store)
  const times: Record<string, number> = {}
  let index = 0
  for (const [what, question] of Object.entries(questions))
    times[what] = await median(async () => {
      const [name, input] = question(index++)
      const outcome = await core.ask(name, administrator, input)
      if (!outcome.ok) throw new Error(`${name} refused: ${outcome.code}`)
    }, 31)
  return times
}

const lists = (
  name: string,
  on: <R>(work: (store: Store, settle: () => Promise<void>) => Promise<R>) => Promise<R>,
): Bench => ({
  name: `lists and search, ${name}`,
  against: 'the same with 100 rows',
  run: async () => {
    const small = await on((store, settle) => asked(store, settle, few))
    const large = await on((store, settle) => asked(store, settle, many))
    return Object.keys(questions).map((what) =>
      compared(`${what}, 100,000 rows`, 'ms', [large[what] ?? 0, small[what] ?? 0], { most: 2 }),
    )
  },
})

export const listsAndSearch = [lists('embedded store', onLowdb), lists('PostgreSQL', onPostgres)]
