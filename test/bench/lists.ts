/** Lists and searches of a company with many rows, beside the same of one with few. */
import type { Store } from '../../src/ports/store.ts'
import { type Bench, compared, median } from './bench.ts'
import { seedCompany, seedRequests, seedTrail, seedUsers, sessionSecret, signIn } from './seed.ts'
import { coreOver, onLowdb, onPostgres } from './stores.ts'

const few = 100
const many = 100_000

const administrator = { channel: 'web', session: sessionSecret } as const

/** What an administrator asks for, as the pages ask it. */
const questions = {
  'users, first page': ['users.search', {}],
  'users, by a name': ['users.search', { query: 'Mulder99' }],
  'users, by an address': ['users.search', { query: 'person99@bench.example' }],
  'users, by role': ['users.search', { role: 'administrator' }],
  'open requests': ['requests.list', {}],
  'trail, newest first': ['trail.search', {}],
} as const

const asked = async (store: Store, rows: number): Promise<Record<string, number>> => {
  await seedCompany(store)
  await seedUsers(store, rows)
  await seedRequests(store, rows)
  await seedTrail(store, rows)
  await signIn(store)
  const core = coreOver(store)
  const times: Record<string, number> = {}
  for (const [what, [name, input]] of Object.entries(questions))
    times[what] = await median(async () => {
      const outcome = await core.ask(name, administrator, input)
      if (!outcome.ok) throw new Error(`${name} refused: ${outcome.code}`)
    }, 31)
  return times
}

const lists = (name: string, on: <R>(work: (store: Store) => Promise<R>) => Promise<R>): Bench => ({
  name: `lists and search, ${name}`,
  against: 'the same with 100 rows',
  run: async () => {
    const small = await on((store) => asked(store, few))
    const large = await on((store) => asked(store, many))
    return Object.keys(questions).map((what) =>
      compared(`${what}, 100,000 rows`, 'ms', [large[what] ?? 0, small[what] ?? 0], { most: 2 }),
    )
  },
})

export const listsAndSearch = [lists('embedded store', onLowdb), lists('PostgreSQL', onPostgres)]
