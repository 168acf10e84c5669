import * as fc from 'fast-check'
import { expect } from 'vitest'
import { later } from '../../src/kernel/instant.ts'
import { Conflict } from '../../src/kernel/table.ts'
import type { ReadTx, Store } from '../../src/ports/store.ts'
import { standing, type User, userStatuses, userTable } from '../../src/users/user.ts'
import { noon, user } from './rows.ts'

type Rows = ReadonlyMap<string, User>
type Change = { readonly id: string; readonly row?: User }

const few = <const T>(...values: readonly T[]) => fc.constantFrom(...values)
const moments = [0, 1, 2].map((hours) => later(noon, { hours }))
const ids = ['1', '2', '3', '4', '5', '6', '7']

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ id: few(...ids) }),
  fc
    .record({
      id: few(...ids),
      companyId: few('c1', 'c2'),
      email: few('a@x.example', 'b@x.example', 'c@x.example', 'd@x.example'),
      name: few('Ann', 'ann', 'Bob', 'Zoë'),
      role: few('user', 'administrator'),
      status: few('invited', 'registered', 'blocked', 'removed'),
      roleUntil: few(undefined, ...moments),
    })
    .map((fields) => ({ id: fields.id, row: JSON.parse(JSON.stringify(user({ ...fields }))) as User })),
)

const search = fc.record({
  where: fc.record(
    {
      id: fc.subarray(ids),
      companyId: few('c1', 'c2', 'c3'),
      status: fc.subarray(['invited', 'registered', 'blocked']),
      role: few('user', 'administrator'),
      roleUntil: fc.record({ from: few(undefined, ...moments), before: few(undefined, ...moments) }),
      text: few('', 'an', 'ZOË', 'b@X'),
    },
    { requiredKeys: [] },
  ),
  order: few('made', 'sort'),
  newestFirst: fc.boolean(),
  limit: few(1, 2, 3, 10),
})
type Search = typeof search extends fc.Arbitrary<infer S> ? S : never

/** Random changes in random transactions leave a store, and what it finds on the way, as a plain list would have it. */
export const agreesWithModel = async (open: () => Store): Promise<void> => {
  const steps = fc.array(fc.record({ changes: fc.array(change, { maxLength: 5 }), search }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const store = open()
      await store.transaction(async (tx) => {
        for (const id of ids) await tx.users.remove(id)
      })
      let rows: Rows = new Map()
      for (const { changes, search } of all) {
        const wanted = after(rows, changes)
        const work = store.transaction(async (tx) => {
          for (const { id, row } of changes) await (row ? tx.users.put(row) : tx.users.remove(id))
          if (!isBroken(wanted)) await compare(tx, wanted, search)
        })
        if (isBroken(wanted)) await expect(work).rejects.toBeInstanceOf(Conflict)
        else {
          await work
          rows = wanted
        }
        await store.read((tx) => compare(tx, rows, search))
      }
    }),
    { numRuns: 60 },
  )
}

const after = (rows: Rows, changes: readonly Change[]): Rows => {
  const changed = new Map(rows)
  for (const { id, row } of changes)
    if (row) changed.set(id, row)
    else changed.delete(id)
  return changed
}

const isBroken = (rows: Rows): boolean =>
  Object.values(userTable.unique).some((of) => {
    const values = [...rows.values()].map(of).filter((value) => value !== undefined)
    return new Set(values).size < values.length
  })

const compare = async (
  tx: Pick<ReadTx, 'users'>,
  rows: Rows,
  { where, order, newestFirst, limit }: Search,
): Promise<void> => {
  const found = [...rows.values()].filter((row) => fits(row, where))
  const made = found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  expect(await tx.users.list(where)).toEqual(made)
  expect(await tx.users.count(where)).toBe(found.length)
  for (const companyId of ['c1', 'c2'])
    for (const status of userStatuses) {
      const kept = [...rows.values()].filter((row) => row.companyId === companyId && row.status === status)
      expect(await tx.users.count({ standing: standing({ companyId, status }) })).toBe(kept.length)
    }
  const place = (row: User) => `${order === 'sort' ? userTable.sort?.(row) : ''} ${row.id}`
  const sorted = found.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
  const paged: User[] = []
  for (let after: string | undefined; ; ) {
    const page = await tx.users.page(where, { limit, order, newestFirst, after })
    paged.push(...page.rows)
    after = page.next
    if (!after) break
    expect(page.rows).toHaveLength(limit)
  }
  expect(paged).toEqual(newestFirst ? sorted.toReversed() : sorted)
}

const fits = (row: User, where: Search['where']): boolean => {
  const { id, companyId, status, role, roleUntil, text = '' } = where
  return (
    (id === undefined || id.includes(row.id)) &&
    (companyId === undefined || row.companyId === companyId) &&
    (status === undefined || status.includes(row.status)) &&
    (role === undefined || row.role === role) &&
    (roleUntil === undefined ||
      (row.roleUntil !== undefined &&
        (roleUntil.from === undefined || row.roleUntil >= roleUntil.from) &&
        (roleUntil.before === undefined || row.roleUntil < roleUntil.before))) &&
    `${row.name} ${row.email}`.toLowerCase().includes(text.toLowerCase())
  )
}
