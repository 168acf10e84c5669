import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { later } from '../../src/kernel/instant.ts'
import { Conflict, type Row, type TableRule } from '../../src/kernel/table.ts'
import { type Page, type Store, type TableName, tables } from '../../src/ports/store.ts'
import type { Queue } from '../../src/trail/message.ts'
import { accessRequest, auditEvent, company, grant, licence, message, newId, noon, user } from './rows.ts'
import { agreesWithModel } from './store-model.ts'

export interface OpenedStore {
  readonly store: Store
  /** Closes the store and opens what it kept. */
  reopen(): Promise<Store>
}

/** What every store must do. `open` gives an empty one. */
export const describeStore = (name: string, open: () => Promise<OpenedStore>): void => {
  describe(`${name} as a store`, () => {
    let opened: OpenedStore
    let store: Store
    beforeEach(async () => {
      opened = await open()
      store = opened.store
    })
    afterEach(() => store.close())
    const reopen = async () => {
      store = await opened.reopen()
    }

    describe('a transaction', () => {
      it('keeps everything that it wrote', async () => {
        const made = user()
        const asked = accessRequest()
        await store.transaction(async (tx) => {
          await tx.users.put(made)
          await tx.requests.put(asked)
        })
        expect(await store.read((tx) => tx.users.get(made.id))).toEqual(made)
        expect(await store.read((tx) => tx.requests.get(asked.id))).toEqual(asked)
      })

      it('answers with what its work answered', async () => {
        expect(await store.transaction(async () => 'done')).toBe('done')
      })

      it('keeps nothing when its work throws, and throws what it threw', async () => {
        const kept = user({ name: 'before' })
        const lost = user()
        await store.transaction((tx) => tx.users.put(kept))
        const work = store.transaction(async (tx) => {
          await tx.users.put({ ...kept, name: 'after' })
          await tx.users.put(lost)
          await tx.audit.append(auditEvent())
          await tx.outbox.append(message())
          throw new RangeError('changed my mind')
        })
        await expect(work).rejects.toThrow(new RangeError('changed my mind'))
        expect(await store.read((tx) => tx.users.list({}))).toEqual([kept])
        expect(await store.read((tx) => tx.audit.count({}))).toBe(0)
        expect(await store.read((tx) => tx.outbox.count({}))).toBe(0)
        await store.transaction((tx) => tx.users.put(user()))
        expect(await store.read((tx) => tx.users.get(lost.id))).toBeUndefined()
      })

      it('waits for asynchronous work', async () => {
        const made = user()
        await store.transaction(async (tx) => {
          await sleep(20)
          await tx.users.put(made)
          await sleep(20)
        })
        expect(await store.read((tx) => tx.users.get(made.id))).toEqual(made)
      })

      it('sees what it wrote itself, in every kind of search', async () => {
        const stays = user({ companyId: 'c1', name: 'Stays' })
        const moves = user({ companyId: 'c1', name: 'Moves', email: 'moves@acme.example' })
        const leaves = user({ companyId: 'c1', name: 'Leaves' })
        await store.transaction(async (tx) => {
          for (const row of [stays, moves, leaves]) await tx.users.put(row)
        })
        await store.transaction(async (tx) => {
          const comes = user({ companyId: 'c1', name: 'Comes' })
          const moved = { ...moves, companyId: 'c2', name: 'Moved' }
          await tx.users.put(comes)
          await tx.users.put(moved)
          await tx.users.remove(leaves.id)
          expect(await tx.users.get(moves.id)).toEqual(moved)
          expect(await tx.users.get(leaves.id)).toBeUndefined()
          expect(await tx.users.list({ companyId: 'c1' })).toEqual([stays, comes])
          expect(await tx.users.list({ companyId: 'c2' })).toEqual([moved])
          expect(await tx.users.list({ text: 'moves@' })).toEqual([moved])
          expect(await tx.users.list({ text: 'leaves' })).toEqual([])
          expect(await tx.users.count({ companyId: 'c1' })).toBe(2)
          expect(await tx.users.count({})).toBe(3)
          const page = await tx.users.page({}, { limit: 2, order: 'sort' })
          expect(page.rows.map((row) => row.name)).toEqual(['Comes', 'Moved'])
        })
      })

      it('may remove what is not there', async () => {
        await store.transaction((tx) => tx.users.remove('nobody'))
        expect(await store.read((tx) => tx.users.count({}))).toBe(0)
      })

      it('may remove a row and add it again', async () => {
        const row = user()
        await store.transaction((tx) => tx.users.put(row))
        await store.transaction(async (tx) => {
          await tx.users.remove(row.id)
          await tx.users.put({ ...row, name: 'again' })
        })
        expect(await store.read((tx) => tx.users.list({}))).toEqual([{ ...row, name: 'again' }])
      })

      it('does not reach past its end', async () => {
        let late: () => Promise<unknown> = async () => undefined
        await store.transaction(async (tx) => {
          late = () => tx.users.put(user())
        })
        await expect(late()).rejects.toThrow()
        expect(await store.read((tx) => tx.users.count({}))).toBe(0)
      })
    })

    describe('at the same moment', () => {
      it('lets one of two decisions win, and the other sees it', async () => {
        const asked = accessRequest()
        await store.transaction((tx) => tx.requests.put(asked))
        const decide = (verdict: 'approved' | 'declined') =>
          store.transaction(async (tx) => {
            const request = await tx.requests.get(asked.id)
            if (request?.state !== 'open') return `already ${request?.state}`
            await sleep(5)
            await tx.requests.put({ ...request, state: verdict })
            return verdict
          })
        const answers = await Promise.all([decide('approved'), decide('declined')])
        const kept = (await store.read((tx) => tx.requests.get(asked.id)))?.state
        expect(new Set(answers)).toEqual(new Set([`already ${kept}`, kept]))
      })

      it('loses no update of many', async () => {
        const row = licence({ seats: 0 })
        await store.transaction((tx) => tx.licences.put(row))
        const add = () =>
          store.transaction(async (tx) => {
            const found = await tx.licences.get(row.id)
            await tx.licences.put({ ...row, seats: (found?.seats ?? 0) + 1 })
          })
        await Promise.all(Array.from({ length: 20 }, add))
        expect((await store.read((tx) => tx.licences.get(row.id)))?.seats).toBe(20)
      })

      it('judges what a search did not find, too', async () => {
        // Each of two takes the last seat only when it counts nobody; as if one after the other, one of them must count the other.
        const takeSeat = (userId: string) =>
          store.transaction(async (tx) => {
            if ((await tx.grants.count({ licenceId: 'l1', state: 'live' })) > 0) return false
            await sleep(5)
            await tx.grants.put(grant({ licenceId: 'l1', userId }))
            return true
          })
        const answers = await Promise.all([takeSeat('u1'), takeSeat('u2')])
        expect(answers.filter(Boolean)).toHaveLength(1)
      })

      it('gives a reader one view, whatever is committed meanwhile', async () => {
        const changes = user({ name: 'before', status: 'registered' })
        const goes = user()
        await store.transaction(async (tx) => {
          await tx.users.put(changes)
          await tx.users.put(goes)
        })
        await store.read(async (tx) => {
          expect(await tx.users.get(changes.id)).toEqual(changes)
          await store.transaction(async (other) => {
            await other.users.put({ ...changes, name: 'after', status: 'blocked' })
            await other.users.remove(goes.id)
            await other.users.put(user({ name: 'new' }))
          })
          expect(await tx.users.list({})).toEqual([changes, goes])
          expect(await tx.users.list({ status: 'registered' })).toEqual([changes, goes])
          expect(await tx.users.count({ status: 'blocked' })).toBe(0)
          expect(await tx.users.count({})).toBe(2)
          expect((await tx.users.page({}, { limit: 5, newestFirst: true })).rows).toEqual([goes, changes])
        })
        expect(await store.read((tx) => tx.users.count({ status: 'blocked' }))).toBe(1)
      })
    })

    describe('uniqueness', () => {
      it('is broken by another row, and by no other', async () => {
        for (const { table, rule, make, free } of uniquenessCases()) {
          const first = make()
          const second = make()
          await put(store, table, first)
          await put(store, table, first)
          const conflict = await put(store, table, second).catch((error: unknown) => error)
          expect(conflict, rule).toBeInstanceOf(Conflict)
          expect((conflict as Conflict).rule).toBe(rule)
          if (free) await put(store, table, free(first))
          else await remove(store, table, first.id)
          await put(store, table, second)
          expect(await get(store, table, second.id), rule).toEqual(second)
        }
      })

      it('is tested here for every rule there is', () => {
        const declared = Object.values(tables).flatMap((rule) => Object.keys(rule.unique))
        expect(new Set(uniquenessCases().map(({ rule }) => rule))).toEqual(new Set(declared))
      })

      it('is broken by two rows of one transaction', async () => {
        const work = store.transaction(async (tx) => {
          await tx.users.put(user({ email: 'one@acme.example' }))
          await tx.users.put(user({ email: 'one@acme.example' }))
        })
        await expect(work).rejects.toMatchObject({ rule: 'user.address' })
        expect(await store.read((tx) => tx.users.count({}))).toBe(0)
      })

      it('counts as things are at the end of the transaction', async () => {
        const one = user({ email: 'one@acme.example' })
        const two = user({ email: 'two@acme.example' })
        await store.transaction(async (tx) => {
          await tx.users.put(one)
          await tx.users.put(two)
        })
        await store.transaction(async (tx) => {
          await tx.users.put({ ...one, email: two.email })
          await tx.users.put({ ...two, email: one.email })
        })
        const heir = user({ email: one.email })
        await store.transaction(async (tx) => {
          await tx.users.put(heir)
          await tx.users.remove(two.id)
        })
        const found = await store.read((tx) => tx.users.list({}))
        expect(found.map((row) => row.email)).toEqual([two.email, one.email])
      })

      it('is broken by a row that a later change brings back', async () => {
        const one = user({ email: 'one@acme.example' })
        await put(store, 'users', one)
        await put(store, 'users', { ...one, status: 'removed' } as Row)
        await put(store, 'users', user({ email: 'one@acme.example' }))
        await expect(put(store, 'users', one)).rejects.toMatchObject({ rule: 'user.address' })
      })

      it('lets one of two newcomers in', async () => {
        const come = () => put(store, 'users', user({ email: 'one@acme.example' }))
        const ends = await Promise.allSettled([come(), come(), come()])
        expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
        for (const end of ends)
          if (end.status === 'rejected') expect(end.reason).toMatchObject({ rule: 'user.address' })
      })
    })

    describe('a search', () => {
      it('finds by one key, by several, and by several values', async () => {
        const a = user({ companyId: 'c1', role: 'administrator' })
        const b = user({ companyId: 'c1', status: 'blocked' })
        const c = user({ companyId: 'c2' })
        await putAll(store, 'users', [c, b, a])
        await store.read(async (tx) => {
          expect(await tx.users.list({ companyId: 'c1' })).toEqual([a, b])
          expect(await tx.users.list({ companyId: 'c1', status: 'registered' })).toEqual([a])
          expect(await tx.users.list({ companyId: ['c1', 'c2', 'c2', 'c3'] })).toEqual([a, b, c])
          expect(await tx.users.list({ status: ['blocked', 'registered'], role: 'user' })).toEqual([b, c])
          expect(await tx.users.list({ companyId: [] })).toEqual([])
          expect(await tx.users.list({ companyId: 'C1' })).toEqual([])
          expect(await tx.users.list({ companyId: undefined, role: 'administrator' })).toEqual([a])
          expect(await tx.users.list({ id: [b.id, a.id, 'nobody'], companyId: 'c1' })).toEqual([a, b])
          expect(await tx.users.count({ id: 'nobody' })).toBe(0)
          expect(await tx.users.list({})).toEqual([a, b, c])
          expect(await tx.users.count({ companyId: 'c1' })).toBe(2)
          expect(await tx.users.count({ companyId: ['c1', 'c2'], role: 'user' })).toBe(2)
          expect(await tx.users.count({})).toBe(3)
        })
      })

      it('finds by any value of a key that has several, once', async () => {
        const both = licence({ standards: [{ number: 'NEN 1010' }, { number: 'nen1010' }, { number: 'NEN 3140' }] })
        const one = licence({ standards: [{ number: 'NEN 3140' }] })
        const none = licence()
        await putAll(store, 'licences', [both, one, none])
        await store.read(async (tx) => {
          expect(await tx.licences.list({ standard: 'NEN1010' })).toEqual([both])
          expect(await tx.licences.list({ standard: 'NEN3140' })).toEqual([both, one])
          expect(await tx.licences.list({ standard: ['NEN1010', 'NEN3140'] })).toEqual([both, one])
          expect(await tx.licences.count({ standard: ['NEN1010', 'NEN3140'] })).toBe(2)
          expect(await tx.licences.count({ standard: 'NEN1010' })).toBe(1)
        })
        await put(store, 'licences', { ...both, standards: [{ number: 'NEN 9' }] } as Row)
        await store.read(async (tx) => {
          expect(await tx.licences.list({ standard: 'NEN1010' })).toEqual([])
          expect(await tx.licences.list({ standard: 'NEN3140' })).toEqual([one])
          expect((await tx.licences.list({ standard: 'NEN9' })).map((row) => row.id)).toEqual([both.id])
        })
      })

      it('finds moments in a half-open range', async () => {
        const [one, two, three] = [1, 2, 3].map((hours) => user({ roleUntil: later(noon, { hours }) }))
        const never = user()
        await putAll(store, 'users', [three, never, one, two] as Row[])
        await store.read(async (tx) => {
          const between = (from?: string, before?: string) => tx.users.list({ roleUntil: { from, before } })
          expect(await between(one?.roleUntil, three?.roleUntil)).toEqual([one, two])
          expect(await between(two?.roleUntil)).toEqual([two, three])
          expect(await between(undefined, two?.roleUntil)).toEqual([one])
          expect(await between()).toEqual([one, two, three])
          expect(await between(two?.roleUntil, two?.roleUntil)).toEqual([])
          expect(await between(three?.roleUntil, one?.roleUntil)).toEqual([])
          expect(await tx.users.count({ roleUntil: { before: three?.roleUntil } })).toBe(2)
          expect(await tx.users.count({ roleUntil: {}, companyId: 'c1' })).toBe(3)
        })
      })

      it('finds words in any case, as they are written and not as patterns', async () => {
        const zoe = user({ name: 'Zoë CITROËN', email: 'z@acme.example' })
        const decomposed = user({ name: 'Zoe\u0308 2', email: 'z2@acme.example' })
        const percent = user({ name: '100% _sure_ \\o/', email: 'p@acme.example' })
        await putAll(store, 'users', [zoe, decomposed, percent])
        const find = (text: string) => store.read((tx) => tx.users.list({ text }))
        expect(await find('zoë')).toEqual([zoe, decomposed])
        expect(await find('ZOË')).toEqual([zoe, decomposed])
        expect(await find('zoe\u0308')).toEqual([zoe, decomposed])
        expect(await find('citroën z@ACME')).toEqual([zoe])
        expect(await find('0%')).toEqual([percent])
        expect(await find('%')).toEqual([percent])
        expect(await find('_s')).toEqual([percent])
        expect(await find('\\o')).toEqual([percent])
        expect(await find("'; drop table users; --")).toEqual([])
        expect(await find('')).toHaveLength(3)
      })

      it('refuses a name that the table is not found by', async () => {
        const search = { nickname: 'x' } as object
        await expect(store.read((tx) => tx.users.list(search))).rejects.toThrow(TypeError)
      })
    })

    describe('a page', () => {
      const all = async (where: object, options: { order?: 'made' | 'sort'; newestFirst?: boolean }, limit: number) => {
        const found: Row[] = []
        for (let after: string | undefined, pages = 0; pages < 100; pages++) {
          const page: Page<Row> = await store.read((tx) => tx.users.page(where, { ...options, limit, after }))
          expect(page.rows.length).toBeLessThanOrEqual(limit)
          found.push(...page.rows)
          after = page.next
          if (!after) return found
        }
        throw new Error('the pages never end')
      }

      it('follows the one before it, in every order', async () => {
        const rows = Array.from({ length: 11 }, (_, index) =>
          user({
            companyId: index % 3 === 0 ? 'c2' : 'c1',
            name: ['b', 'a', 'C', 'á'][index % 4],
            email: `${index}@x.example`,
          }),
        )
        await putAll(store, 'users', rows.toReversed())
        const sort = (row: (typeof rows)[number]) => `${row.name.toLowerCase()} ${row.email}`
        const sorted = rows.toSorted((x, y) => (sort(x) < sort(y) ? -1 : 1))
        for (const limit of [1, 3, 4, 11, 12]) {
          expect(await all({}, {}, limit)).toEqual(rows)
          expect(await all({}, { newestFirst: true }, limit)).toEqual(rows.toReversed())
          expect(await all({}, { order: 'sort' }, limit)).toEqual(sorted)
          expect(await all({}, { order: 'sort', newestFirst: true }, limit)).toEqual(sorted.toReversed())
          const ours = sorted.filter((row) => row.companyId === 'c1')
          expect(await all({ companyId: 'c1' }, { order: 'sort' }, limit)).toEqual(ours)
        }
      })

      it('says that it is the last one', async () => {
        await putAll(store, 'users', [user(), user()])
        expect((await store.read((tx) => tx.users.page({}, { limit: 2 }))).next).toBeUndefined()
        expect((await store.read((tx) => tx.users.page({}, { limit: 1 }))).next).toBeTypeOf('string')
        expect(await store.read((tx) => tx.users.page({ companyId: 'none' }, { limit: 1 }))).toEqual({ rows: [] })
      })

      it('neither skips nor repeats while rows are added and removed', async () => {
        for (const order of ['made', 'sort'] as const)
          for (const newestFirst of [false, true]) {
            const companyId = `${order} ${newestFirst}`
            const old = ['f', 'd', 'b', 'h'].map((name) => user({ companyId, name }))
            await putAll(store, 'users', old)
            const page = (after?: string) =>
              store.read((tx) => tx.users.page({ companyId }, { limit: 2, order, newestFirst, after }))
            const first = await page()
            await putAll(
              store,
              'users',
              ['a', 'c', 'e', 'g', 'i'].map((name) => user({ companyId, name })),
            )
            await remove(store, 'users', (first.rows[1] as Row).id)
            const rest: Row[] = []
            for (let { next } = first; next; ) {
              const more = await page(next)
              rest.push(...more.rows)
              next = more.next
            }
            const seen = [...first.rows, ...rest].map((row) => row.id)
            expect(new Set(seen).size).toBe(seen.length)
            for (const row of old) expect(seen).toContain(row.id)
          }
      })

      it('goes on from its place when that row is gone, and takes any text as a place', async () => {
        await putAll(store, 'users', [user(), user(), user()])
        for (const after of ['', 'x', '%', '\0', 'bnVsbA', '\u{1f600}', '__proto__'])
          for (const order of ['made', 'sort'] as const) {
            const page = await store.read((tx) => tx.users.page({}, { limit: 2, order, after }))
            expect(Array.isArray(page.rows)).toBe(true)
          }
      })

      it('is the same among more rows than are gathered at once', async () => {
        const rows = Array.from({ length: 1200 }, (_, index) =>
          user({ companyId: 'big', name: `n${(index * 7919) % 1200}`, role: index % 2 ? 'user' : 'administrator' }),
        )
        await putAll(store, 'users', [...rows, user({ companyId: 'small' })])
        const where = { companyId: 'big', role: 'user' }
        const mine = rows.filter((row) => row.role === 'user')
        const sort = (row: (typeof rows)[number]) => `${row.name.toLowerCase()} ${row.email}`
        expect(await all(where, { newestFirst: true }, 250)).toEqual(mine.toReversed())
        expect(await all(where, { order: 'sort' }, 250)).toEqual(mine.toSorted((x, y) => (sort(x) < sort(y) ? -1 : 1)))
        expect(await store.read((tx) => tx.users.count({ companyId: 'big' }))).toBe(1200)
        await store.transaction(async (tx) => {
          const added = user({ companyId: 'big', name: 'n0000' })
          await tx.users.put(added)
          await tx.users.remove((mine[0] as Row).id)
          const page = await tx.users.page({ companyId: 'big' }, { limit: 1, newestFirst: true })
          expect(page.rows).toEqual([added])
          const ordered = await tx.users.page(where, { limit: 3 })
          expect(ordered.rows).toEqual(mine.slice(1, 4))
        })
      })
    })

    describe('rows', () => {
      const hostile = [
        '',
        ' ',
        'ë',
        'Zoe\u0308',
        '\u{1f600}\u{20bb7}',
        '__proto__',
        'constructor',
        '\u202e',
        "'; --",
        '\\',
        '"\n\t',
      ]

      it('come back as they were given', async () => {
        for (const text of hostile) {
          const row = user({ name: text, phone: text, companyId: text, country: undefined })
          await put(store, 'users', row)
          await reopenOnce(text === '__proto__')
          const found = await get(store, 'users', row.id)
          expect(found).toEqual(row)
          expect(Object.hasOwn(found as object, 'country')).toBe(false)
          expect(await store.read((tx) => tx.users.list({ companyId: text, text }))).toEqual([row])
        }
        async function reopenOnce(now: boolean) {
          if (now) await reopen()
        }
      })

      it('may have any id', async () => {
        for (const id of hostile.slice(1)) {
          await put(store, 'users', user({ id, name: id }))
          expect(await get(store, 'users', id)).toMatchObject({ id, name: id })
        }
        await reopen()
        for (const id of hostile.slice(1)) expect(await get(store, 'users', id)).toMatchObject({ id, name: id })
        for (const id of ['toString', 'hasOwnProperty', 'a\0b', '\ud800'])
          expect(await get(store, 'users', id)).toBeUndefined()
      })

      it('keep numbers, truth values, lists and nesting', async () => {
        const row = licence({ companyWide: true, shown: false, seats: 0, standards: [{ number: 'NEN 1', title: '' }] })
        const deep = auditEvent({
          changes: [{ table: 'x', id: 'y', field: 'z', before: null, after: { a: [1.5, -0.25, 1e21, { b: false }] } }],
        })
        await put(store, 'licences', row)
        await store.transaction((tx) => tx.audit.append(deep))
        await reopen()
        expect(await get(store, 'licences', row.id)).toEqual(row)
        expect(await store.read((tx) => tx.audit.get(deep.id))).toEqual(deep)
      })

      it('do not change with what the caller does to them', async () => {
        const given = licence({ standards: [{ number: 'NEN 1' }] })
        const spoil = (row: unknown) => {
          try {
            const mine = row as { name: string; standards: { number: string }[] }
            mine.standards[0] = { number: 'spoilt' }
            mine.name = 'spoilt'
          } catch {
            // A store may also give out rows that can't be changed.
          }
        }
        const was = structuredClone(given)
        await store.transaction(async (tx) => {
          await tx.licences.put(given)
          spoil(given)
          expect(await tx.licences.get(was.id)).toEqual(was)
          spoil(await tx.licences.get(was.id))
        })
        spoil(await get(store, 'licences', was.id))
        spoil((await store.read((tx) => tx.licences.list({})))[0])
        spoil((await store.read((tx) => tx.licences.page({}, { limit: 1 }))).rows[0])
        expect(await get(store, 'licences', was.id)).toEqual(was)
        expect(await store.read((tx) => tx.licences.list({ standard: 'NEN1' }))).toEqual([was])
      })

      it('are all there after closing and opening', async () => {
        const rows = [user(), user({ status: 'invited' }), user({ companyId: 'c2' })] as const
        await putAll(store, 'users', [...rows])
        await put(store, 'companies', company({ customerNumber: '7' }))
        await remove(store, 'users', rows[1].id)
        await store.transaction(async (tx) => {
          await tx.audit.append(auditEvent())
          await tx.outbox.append(message())
        })
        await reopen()
        await reopen()
        await store.read(async (tx) => {
          expect(await tx.users.list({})).toEqual([rows[0], rows[2]])
          expect(await tx.users.list({ companyId: 'c2' })).toEqual([rows[2]])
          expect(await tx.audit.count({ companyId: 'c1' })).toBe(1)
          expect(await tx.outbox.count({ state: 'waiting' })).toBe(1)
        })
        await expect(put(store, 'companies', company({ customerNumber: '7' }))).rejects.toMatchObject({
          rule: 'company.customer_number',
        })
      })
    })

    describe('the trail', () => {
      it('grows, and can not be edited', async () => {
        const event = auditEvent()
        await store.transaction((tx) => tx.audit.append(event))
        const edit = store.transaction((tx) => tx.audit.append({ ...event, channel: 'slack' }))
        await expect(edit).rejects.toThrow()
        const found = await store.read((tx) => tx.audit.list({ about: 'c1', type: 'company.added' }))
        expect(found).toEqual([event])
        await store.transaction(async (tx) => {
          expect(Object.keys(tx.audit)).not.toContain('put')
          expect((tx.audit as object as { put?: unknown }).put).toBeUndefined()
          expect((tx.audit as object as { remove?: unknown }).remove).toBeUndefined()
        })
      })
    })

    describe('the outbox', () => {
      const lease = later(noon, { minutes: 1 })
      const claim = (at = noon, limit = 10) => store.claimMessages(at, later(at, { minutes: 1 }), limit)
      const append = (...messages: ReturnType<typeof message>[]) =>
        store.transaction(async (tx) => {
          for (const one of messages) await tx.outbox.append(one)
        })

      it('hands a message to one worker, and again when that worker is silent', async () => {
        const one = message()
        await append(one)
        expect(await claim()).toEqual([{ ...one, attempts: 1, dueAt: lease }])
        expect(await claim()).toEqual([])
        expect(await claim(later(noon, { minutes: 0.99 }))).toEqual([])
        expect(await claim(lease)).toEqual([{ ...one, attempts: 2, dueAt: later(lease, { minutes: 1 }) }])
      })

      it('hands each message to one of many workers', async () => {
        await append(...Array.from({ length: 30 }, () => message()))
        const hands: string[] = []
        while (hands.length < 30) {
          const claimed = await Promise.all(Array.from({ length: 6 }, () => claim(noon, 4)))
          const ids = claimed.flat().map((one) => one.id)
          expect(ids.length).toBeGreaterThan(0)
          hands.push(...ids)
        }
        expect(hands).toHaveLength(30)
        expect(new Set(hands).size).toBe(30)
        expect(await claim()).toEqual([])
      })

      it('hands out no more than asked for, those that are due longest first', async () => {
        const [young, old, middle] = [0, -3, -2].map((hours) => message({ dueAt: later(noon, { hours }) }))
        await append(young as never, old as never, middle as never)
        expect((await claim(noon, 2)).map((one) => one.id)).toEqual([old?.id, middle?.id])
        expect(await claim(noon, 0)).toEqual([])
        expect((await claim(noon, 2)).map((one) => one.id)).toEqual([young?.id])
      })

      it('waits for the moment that a message is due', async () => {
        await append(message({ dueAt: later(noon, { minutes: 5 }) }))
        expect(await claim(later(noon, { minutes: 4 }))).toEqual([])
        expect(await claim(later(noon, { minutes: 5 }))).toHaveLength(1)
      })

      it('hands out the messages of one queue, whatever waits in another', async () => {
        const invitation = (): ReturnType<typeof message> => ({
          ...message(),
          kind: 'link_mail',
          mail: 'invitation',
          to: { name: 'A', address: 'a@acme.example' },
          language: 'nl',
          link: 'sealed',
          about: { company: 'Acme', until: noon },
        })
        const [copy, first, second] = [message(), invitation(), invitation()]
        await append(first, second, copy)
        const of = async (queue: Queue) => (await store.claimMessages(noon, lease, 10, queue)).map(({ id }) => id)
        expect(await of('chat')).toEqual([copy.id])
        expect(await of('mail')).toEqual([])
        expect(await of('webhook')).toEqual([])
        expect(await of('invitation')).toEqual([first.id, second.id])
        expect(await claim()).toEqual([])
      })

      it('keeps the order of a lane, one message at a time', async () => {
        const [one, two, three] = [1, 2, 3].map(() => message({ lane: 'a' }))
        const other = message({ lane: 'b' })
        await append(one as never, two as never, three as never, other)
        expect((await claim()).map((message) => message.id)).toEqual([one?.id, other.id])
        expect(await claim()).toEqual([])
        const settle = (id: string | undefined, result: Parameters<Settle>[1]) =>
          store.transaction((tx) => tx.outbox.settle(id ?? '', result))
        await settle(one?.id, { state: 'waiting', retryAt: later(noon, { minutes: 9 }), error: 'busy' })
        expect(await claim(later(noon, { minutes: 8 }))).toMatchObject([{ id: other.id }])
        await settle(one?.id, { state: 'sent', at: noon })
        expect((await claim()).map((message) => message.id)).toEqual([two?.id])
        await settle(two?.id, { state: 'gave_up', at: noon, error: 'gone' })
        expect((await claim()).map((message) => message.id)).toEqual([three?.id])
      })

      it('keeps how an attempt ended', async () => {
        const [sent, lost, again] = [message(), message(), message()]
        await append(sent, lost, again)
        await claim()
        const retryAt = later(noon, { hours: 1 })
        await store.transaction(async (tx) => {
          await tx.outbox.settle(sent.id, { state: 'sent', at: noon })
          await tx.outbox.settle(lost.id, { state: 'gave_up', at: noon, error: 'no such mailbox' })
          await tx.outbox.settle(again.id, { state: 'waiting', retryAt, error: 'busy' })
          await tx.outbox.settle('nothing', { state: 'sent', at: noon })
        })
        await reopen()
        await store.read(async (tx) => {
          expect(await tx.outbox.get(sent.id)).toMatchObject({ state: 'sent', settledAt: noon, attempts: 1 })
          expect(await tx.outbox.get(lost.id)).toMatchObject({
            state: 'gave_up',
            settledAt: noon,
            error: 'no such mailbox',
          })
          expect(await tx.outbox.get(again.id)).toMatchObject({ state: 'waiting', dueAt: retryAt, error: 'busy' })
          expect(await tx.outbox.list({ settledAt: { before: lease } })).toHaveLength(2)
        })
        expect(await claim(lease)).toEqual([])
        expect(await claim(retryAt)).toMatchObject([{ id: again.id, attempts: 2 }])
      })

      it('starts anew what was given up, and nothing else', async () => {
        const [lost, sent, waiting] = [message(), message(), message()]
        await append(lost, sent, waiting)
        await claim()
        const settle = (id: string, result: Parameters<Settle>[1]) =>
          store.transaction((tx) => tx.outbox.settle(id, result))
        await settle(lost.id, { state: 'gave_up', at: noon, error: 'no such mailbox' })
        await settle(sent.id, { state: 'sent', at: noon })
        const retryAt = later(noon, { days: 1 })
        await settle(waiting.id, { state: 'waiting', retryAt, error: 'busy' })
        const soon = later(noon, { hours: 1 })
        for (const { id } of [lost, sent, waiting]) await settle(id, { state: 'again', at: soon })
        expect(await store.read((tx) => tx.outbox.list({ state: 'gave_up' }))).toEqual([])
        expect(await claim(noon)).toEqual([])
        const claimed = await claim(soon)
        expect(claimed).toMatchObject([{ id: lost.id, state: 'waiting', attempts: 2 }])
        expect(claimed[0]?.error).toBeUndefined()
        expect(claimed[0]?.settledAt).toBeUndefined()
      })

      it('settles a message once', async () => {
        const one = message()
        await append(one)
        await claim()
        const settle = (result: Parameters<Settle>[1]) => store.transaction((tx) => tx.outbox.settle(one.id, result))
        await settle({ state: 'sent', at: noon })
        await settle({ state: 'gave_up', at: lease, error: 'late' })
        await settle({ state: 'waiting', retryAt: noon, error: 'late' })
        const found = await store.read((tx) => tx.outbox.get(one.id))
        expect(found).toMatchObject({ state: 'sent', settledAt: noon })
        expect(found?.error).toBeUndefined()
        expect(await claim(later(noon, { days: 9 }))).toEqual([])
      })
    })

    it('does what a plain list of rows would do', () => agreesWithModel(() => store))

    it('answers when it is ready, and refuses after it is closed', async () => {
      await store.ready()
      await store.close()
      await store.close()
      await expect(store.ready()).rejects.toThrow()
      await expect(store.read((tx) => tx.users.count({}))).rejects.toThrow()
      await expect(store.transaction((tx) => tx.users.put(user()))).rejects.toThrow()
      await expect(store.claimMessages(noon, noon, 1)).rejects.toThrow()
    })
  })
}

type Settle = Parameters<Parameters<Store['transaction']>[0]>[0]['outbox']['settle']

interface AnyTable {
  get(id: string): Promise<Row | undefined>
  put(row: Row): Promise<void>
  append(row: Row): Promise<void>
  remove(id: string): Promise<void>
}
const any = (tx: object, table: TableName) => (tx as { [T in TableName]: AnyTable })[table]

const putAll = (store: Store, table: TableName, rows: readonly Row[]) =>
  store.transaction(async (tx) => {
    for (const row of rows) await any(tx, table).put(row)
  })
const put = (store: Store, table: TableName, row: Row) => putAll(store, table, [row])
const remove = (store: Store, table: TableName, id: string) => store.transaction((tx) => any(tx, table).remove(id))
const get = (store: Store, table: TableName, id: string) => store.read((tx) => any(tx, table).get(id))

interface UniquenessCase {
  readonly table: TableName
  readonly rule: string
  /** Makes rows that differ in their ids alone, as far as the rule sees. */
  readonly make: () => Row
  /** A change to the first row that lets the second in; without it the first row goes. */
  readonly free?: (row: Row) => Row
}

const directory = { connectionId: 'k1', companyId: 'c1' }
const group = (over: object): Row => {
  const id = newId()
  return { id, ...directory, displayName: id, version: 1, createdAt: noon, changedAt: noon, ...over } as Row
}
/** Somebody whom an identity provider provisions. */
const provisioned = (over: object): Row => {
  const id = newId()
  const person = {
    companyId: 'c1',
    userName: id,
    emails: [],
    attributes: {},
    active: true,
    version: 1,
    createdAt: noon,
    changedAt: noon,
    ...over,
  }
  return { id, connectionId: 'k1', userId: id, linkedAt: noon, provisioned: person } as Row
}

const uniquenessCases = (): UniquenessCase[] => {
  const address = { channel: 'slack', workspaceId: 'T1', accountId: 'U1' } as const
  const bare = (over: object) => () => ({ id: newId(), ...over })
  const cases: { [rule: string]: Omit<UniquenessCase, 'rule' | 'table'> } = {
    'company.customer_number': {
      make: () => company({ customerNumber: '12' }),
      free: (row) => ({ ...row, customerNumber: undefined }) as Row,
    },
    'domain.once_per_company': {
      make: bare({ companyId: 'c1', domain: 'acme.example', state: 'verified', how: 'operator' }),
    },
    'user.address': {
      make: () => user({ email: 'same@acme.example' }),
      free: (row) => ({ ...row, status: 'removed', email: '' }) as Row,
    },
    'user.invited_once': {
      make: () => user({ email: 'invited@acme.example', status: 'invited' }),
      free: (row) => ({ ...row, status: 'registered' }) as Row,
    },
    'registration.address': { make: bare({ email: 'r@acme.example', secretHash: 'x', expiresAt: noon }) },
    'licence.name': { make: () => licence({ name: 'Bouw' }), free: (row) => ({ ...row, name: 'Basis' }) as Row },
    'grant.once': {
      make: () => grant({ userId: 'u1', licenceId: 'l1' }),
      free: (row) => ({ ...row, endedAt: noon }) as Row,
    },
    'request.reference': { make: () => accessRequest({ reference: 'R-7K4Q' }) },
    'request.one_open': {
      make: () => accessRequest({ licenceId: 'l1' }),
      free: (row) => ({ ...row, state: 'withdrawn' }) as Row,
    },
    'operator.address': {
      make: bare({ email: 'olga@uitgever.example', name: 'Olga', recovery: [], wrongCodes: 0, addedAt: noon }),
    },
    'operator_session.secret': {
      make: bare({ secretHash: 'h', operatorId: 'o1', stage: 'mailed', expiresAt: noon }),
    },
    'installation.once': {
      make: bare({ workspaceId: 'T1', sealedToken: 's', installedBy: 'u1', installedAt: noon }),
    },
    'installation_state.secret': {
      make: bare({ secretHash: 'h', browserHash: 'b', userId: 'u1', companyId: 'c1', expiresAt: noon }),
    },
    'step_up.secret': {
      make: bare({
        ...{ secretHash: 'h', userId: 'u1', companyId: 'c1', expiresAt: noon },
        ...{ command: 'requests.decide', sealedInput: 's', channel: 'slack' },
      }),
    },
    'own_key.slot': {
      make: bare({
        connectionId: 'k1',
        slot: 'current',
        sealedKey: 'x',
        certificate: 'PEM',
        madeAt: noon,
        endsAt: noon,
      }),
      free: (row) => ({ ...row, slot: 'next' }) as Row,
    },
    'group.name': { make: () => group({ displayName: 'Bouw' }) },
    'group.external_id': { make: () => group({ externalId: 'g-1' }) },
    'group.member_once': { make: bare({ groupId: 'g1', identityId: 'i1', userId: 'u1' }) },
    'identity.user_name': { make: () => provisioned({ userName: 'Anna@acme.example' }) },
    'identity.external_id': { make: () => provisioned({ externalId: 'e-1' }) },
    'identity.provisioned_once': { make: () => ({ ...provisioned({}), userId: 'u1' }) as Row },
    'provisioning_token.secret': {
      make: bare({ connectionId: 'k1', companyId: 'c1', secretHash: 'h1', madeAt: noon }),
    },
    'webhook.once': {
      make: bare({ url: 'https://hook.example', companyId: 'c1', sealedSecret: 'x', createdAt: noon }),
    },
    'identity.once': { make: bare({ connectionId: 'k1', nameId: 'n1', userId: 'u1', linkedAt: noon }) },
    'assertion.once': { make: bare({ connectionId: 'k1', assertionId: '_a', expiresAt: noon }) },
    'pending.secret': { make: bare({ secretHash: 'h1', expiresAt: noon }) },
    'trace.code': { make: bare({ code: 'ABCD', connectionId: 'k1', at: noon, expiresAt: noon }) },
    'session.secret': { make: bare({ secretHash: 'h1', userId: 'u1', companyId: 'c1', expiresAt: noon }) },
    'workspace.once': { make: bare({ channel: 'slack', workspaceId: 'T1', companyIds: ['c1'] }) },
    'chat_account.once': { make: bare({ ...address, metAt: noon }) },
    'chat_confirmation.account': { make: bare({ ...address, secretHash: 'x', expiresAt: noon }) },
  }
  const tableOf = (rule: string) =>
    (Object.entries(tables) as unknown as [TableName, TableRule][]).find(([, one]) =>
      Object.hasOwn(one.unique, rule),
    )?.[0]
  return Object.entries(cases).map(([rule, one]) => ({ rule, table: tableOf(rule) ?? 'users', ...one }))
}
