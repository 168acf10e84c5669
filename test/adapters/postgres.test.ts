import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  columnsOf,
  isListKey,
  listKeysOf,
  ruleOf,
  sqlColumn,
  sqlListTable,
  sqlTable,
  sqlUnique,
  tableNames,
} from '../../adapters/postgres/columns.ts'
import { Crowd } from '../../adapters/postgres/crowd.ts'
import type { Step } from '../../adapters/postgres/running.ts'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import type { Store } from '../../src/ports/store.ts'
import { standing, type User } from '../../src/users/user.ts'
import { accessRequest, auditEvent, grant, licence, newId, noon, user } from '../conformance/rows.ts'
import { describeStore } from '../conformance/store.ts'
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts'

let server: PostgresServer
/** A database with every table and no rows, to make others from. */
let empty: string
beforeAll(async () => {
  server = await startPostgres()
  empty = await server.createDatabase()
  await (await openPostgresStore({ url: server.url(empty) })).close()
})
afterAll(() => server.stop())

describeStore('postgres', async () => {
  const url = server.url(await server.createDatabase(empty))
  let store = await openPostgresStore({ url })
  const reopen = async () => {
    await store.close()
    store = await openPostgresStore({ url })
    return store
  }
  return { store, reopen }
})

const query = async <R extends object>(url: string, text: string): Promise<R[]> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<R>(text)).rows
  } finally {
    await client.end()
  }
}

describe('the tables', () => {
  it('have a column for whatever a row is found by, and no others', async () => {
    const rows = await query<{ table: string; column: string; type: string }>(
      server.url(empty),
      `SELECT table_name AS "table", column_name AS "column", data_type AS "type" FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name NOT IN ('migrations', 'migration_lock')`,
    )
    const types = { text: 'text', bytea: 'bytea', timestamptz: 'timestamp with time zone' }
    const wanted = tableNames.flatMap((table) => [
      ...columnsOf(table).map(({ name, type }) => `${sqlTable(table)}.${name} ${types[type]}`),
      ...listKeysOf(table).flatMap((key) => ['value', 'id'].map((name) => `${sqlListTable(table, key)}.${name} text`)),
    ])
    const counts = ['counts.of text', 'counts.delta bigint']
    expect(new Set(rows.map(({ table, column, type }) => `${table}.${column} ${type}`))).toEqual(
      new Set([...wanted, ...counts]),
    )
  })

  it('keep counts for readers, whoever adds to them at once, and add them up in time', async () => {
    const url = server.url(await server.createDatabase(empty))
    const stores = [await openPostgresStore({ url }), await openPostgresStore({ url })] as const
    const registered = { standing: standing({ companyId: 'c1', status: 'registered' }) }
    const people = Array.from({ length: 80 }, () => user())
    const [left, right] = stores
    await Promise.all(people.map((one) => left.transaction((tx) => tx.users.put(one))))
    const change = async (one: User, index: number): Promise<void> => {
      // Some are read before, and some are not.
      await right.transaction(async (tx) => {
        if (index % 2 === 0) await tx.users.get(one.id)
        if (index % 4 < 2) await tx.users.remove(one.id)
        else await tx.users.put({ ...one, status: 'blocked' })
      })
    }
    await Promise.all([
      ...people.slice(0, 40).map(change),
      ...people.slice(40).map((one) => left.transaction((tx) => tx.users.put({ ...one, name: 'Somebody' }))),
    ])
    for (const store of stores) {
      expect(await store.read((tx) => tx.users.count(registered))).toBe(40)
      expect(await store.read((tx) => tx.users.count(registered, 7))).toBe(7)
      expect(await store.transaction((tx) => tx.users.count(registered))).toBe(40)
    }
    for (let times = 0; times < 64; times++) await left.transaction(async () => undefined)
    const kept = await query<{ of: string }>(url, 'SELECT "of" FROM "counts"')
    expect(kept.filter(({ of }) => of.endsWith('registered'))).toHaveLength(1)
    await Promise.all(stores.map((store) => store.close()))
  })

  it('have an index for every search and every uniqueness rule', async () => {
    const rows = await query<{ definition: string }>(
      server.url(empty),
      `SELECT indexdef AS "definition" FROM pg_indexes WHERE schemaname = 'public'`,
    )
    const found = rows.map(({ definition }) => definition.replaceAll('"', ''))
    const starts = (table: string, column: string, kind = 'INDEX') =>
      found.some(
        (one) =>
          one.includes(` ${kind} `) && new RegExp(` ON public\\.${table} USING btree \\(${column}[,)]`).test(one),
      )
    const missing = tableNames.flatMap((table) => {
      const rule = ruleOf(table)
      const name = sqlTable(table)
      const keys = Object.keys(rule.keys).filter((key) => !isListKey(table, key))
      const columns = [...keys, ...Object.keys(rule.times)].map(sqlColumn)
      if (rule.sort) columns.push('sorted')
      return [
        ...columns.filter((column) => !starts(name, column)).map((column) => `${name}.${column}`),
        ...(rule.text && !found.some((one) => one.includes(` ON public.${name} USING gin (trigrams(words))`))
          ? [`${name}.words`]
          : []),
        ...listKeysOf(table)
          .map((key) => sqlListTable(table, key))
          .filter((list) => !starts(list, 'value') || !starts(list, 'id')),
        ...Object.keys(rule.unique)
          .filter((one) => !found.some((index) => index.startsWith(`CREATE UNIQUE INDEX ${name}_${sqlUnique(one)} `)))
          .map((one) => `${name}: ${one}`),
      ]
    })
    expect(missing).toEqual([])
  })

  it('are made once, by however many processes that start at the same moment', async () => {
    const url = server.url(await server.createDatabase())
    const stores = await Promise.all(Array.from({ length: 8 }, () => openPostgresStore({ url })))
    await Promise.all(stores.map((store) => store.ready()))
    await Promise.all(stores.map((store) => store.close()))
    expect(await query(url, 'SELECT "number", "name" FROM "migrations"')).toEqual([{ number: 1, name: 'start' }])
  })

  it('of a newer version are left alone', async () => {
    const url = server.url(await server.createDatabase(empty))
    await query(url, `INSERT INTO "migrations" VALUES (999, 'later', now())`)
    await expect(openPostgresStore({ url })).rejects.toThrow('the database is at migration 999, this program knows 1')
  })
})

describe('a database that is not there', () => {
  it('is told, without its password', async () => {
    const away = openPostgresStore({ url: 'postgres://toegang:s3cret@127.0.0.1:1/toegang' })
    const error = await away.catch((reason: Error) => reason)
    expect(String(error)).toContain('ECONNREFUSED')
    expect(String(error)).not.toContain('s3cret')
  })

  it('comes back without a restart', async () => {
    const name = await server.createDatabase(empty)
    const warnings: string[] = []
    const store = await openPostgresStore({ url: server.url(name), log: { warn: (line) => void warnings.push(line) } })
    await store.ready()
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`
    await query(server.url(empty), kill)
    await expect.poll(() => warnings.length).toBeGreaterThan(0)
    await store.transaction((tx) => tx.users.put(user()))
    const inside = store.transaction(async (tx) => {
      await tx.users.put(user())
      await query(server.url(empty), kill)
      await tx.users.count({})
    })
    await expect(inside).rejects.toThrow()
    expect(await store.read((tx) => tx.users.count({}))).toBe(1)
    await store.close()
  })
})

describe('a page of a key with several values', () => {
  it('is the same with other searches beside it and without', async () => {
    const store = await openPostgresStore({ url: server.url(await server.createDatabase(empty)) })
    const events = Array.from({ length: 9 }, (_, index) =>
      auditEvent({ companyIds: index % 3 ? ['c1', 'c2'] : ['c2'] }),
    )
    await store.transaction(async (tx) => {
      for (const event of events) await tx.audit.append(event)
    })
    const ours = events.filter(({ companyIds }) => companyIds.includes('c1')).map(({ id }) => id)
    for (const where of [
      { companyId: 'c1' },
      { companyId: ['c1'] },
      { companyId: 'c1', type: 'company.added' },
    ] as const)
      for (const newestFirst of [false, true]) {
        const found: string[] = []
        for (let after: string | undefined; ; ) {
          const page = await store.read((tx) => tx.audit.page(where, { limit: 4, newestFirst, after }))
          found.push(...page.rows.map(({ id }) => id))
          after = page.next
          if (!after) break
        }
        expect(found).toEqual(newestFirst ? ours.toReversed() : ours)
      }
    await store.close()
  })
})

describe('a refusal by the database', () => {
  it('ends the transaction, even when its work makes light of it', async () => {
    const store = await openPostgresStore({ url: server.url(await server.createDatabase(empty)) })
    const work = store.transaction(async (tx) => {
      await tx.users.put(user())
      await tx.users.list({ roleUntil: { from: 'not a moment' } }).catch(() => undefined)
      return 'kept'
    })
    await expect(work).rejects.toThrow('not a moment')
    expect(await store.read((tx) => tx.users.count({}))).toBe(0)
    await store.close()
  })

  it('of work that nobody waited for stays without effect', async () => {
    const store = await openPostgresStore({ url: server.url(await server.createDatabase(empty)) })
    const late: Promise<string>[] = []
    await store.transaction(async (tx) => {
      await tx.users.put(user())
      for (let times = 0; times < 5; times++)
        late.push(
          tx.users.count({}).then(
            () => 'found',
            (error: Error) => error.message,
          ),
        )
    })
    expect((await Promise.all(late)).at(-1)).toContain('used after the end of its transaction')
    expect(await store.read((tx) => tx.users.count({}))).toBe(1)
    await store.close()
  })
})

describe('many at once', () => {
  const opened: Store[] = []
  afterAll(() => Promise.all(opened.map((store) => store.close())))
  const instances = async (count: number) => {
    const url = server.url(await server.createDatabase(empty))
    const stores = await Promise.all(Array.from({ length: count }, () => openPostgresStore({ url, connections: 20 })))
    opened.push(...stores)
    return { url, stores, one: stores[0] as Store }
  }

  it('decide one request once, on three instances', async () => {
    const { stores, one } = await instances(3)
    const asked = accessRequest({ licenceId: 'l1' })
    await one.transaction((tx) => tx.requests.put(asked))
    const decide = (store: Store, by: string) =>
      store.transaction(async (tx) => {
        const request = await tx.requests.get(asked.id)
        if (request?.state !== 'open') return `already by ${request?.decision?.by}`
        await tx.requests.put({
          ...request,
          state: 'approved',
          decision: { verdict: 'approved', by, at: noon, via: 'web' },
        })
        await tx.grants.put(grant({ licenceId: 'l1', givenBy: by }))
        await tx.audit.append(auditEvent())
        return 'approved'
      })
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => decide(stores[index % 3] as Store, `admin${index}`)),
    )
    const kept = await one.read((tx) => tx.requests.get(asked.id))
    expect(answers.filter((answer) => answer === 'approved')).toHaveLength(1)
    expect(answers.filter((answer) => answer === `already by ${kept?.decision?.by}`)).toHaveLength(49)
    expect(await one.read((tx) => tx.grants.count({ licenceId: 'l1' }))).toBe(1)
    expect(await one.read((tx) => tx.audit.count({}))).toBe(1)
  })

  it('never pass a limit that each of them counted', async () => {
    const { stores, one } = await instances(3)
    await one.transaction((tx) => tx.licences.put(licence({ id: 'l1', seats: 5 })))
    const take = (store: Store, userId: string) =>
      store.transaction(async (tx) => {
        const seats = (await tx.licences.get('l1'))?.seats ?? 0
        if ((await tx.grants.count({ licenceId: 'l1', state: 'live' })) >= seats) return false
        await tx.grants.put(grant({ licenceId: 'l1', userId }))
        return true
      })
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => take(stores[index % 3] as Store, `u${index}`)),
    )
    expect(answers.filter(Boolean)).toHaveLength(5)
    expect(await one.read((tx) => tx.grants.count({ licenceId: 'l1' }))).toBe(5)
  })

  it('hand each message to one worker', async () => {
    const { stores, one } = await instances(3)
    await one.transaction(async (tx) => {
      for (let index = 0; index < 90; index++)
        await tx.outbox.append({
          id: newId(),
          kind: 'refresh_copies',
          requestId: 'r1',
          lane: `lane ${index % 45}`,
          state: 'waiting',
          dueAt: noon,
          attempts: 0,
          at: noon,
        })
    })
    const hands: string[] = []
    const work = async (store: Store) => {
      for (;;) {
        const claimed = await store.claimMessages(noon, '2026-03-01T13:00:00.000Z', 7)
        for (const { id } of claimed) {
          hands.push(id)
          await store.transaction((tx) => tx.outbox.settle(id, { state: 'sent', at: noon }))
        }
        const left = await store.read((tx) => tx.outbox.count({ state: 'waiting' }))
        if (left === 0) return
      }
    }
    await Promise.all(Array.from({ length: 9 }, (_, index) => work(stores[index % 3] as Store)))
    expect(new Set(hands).size).toBe(90)
    expect(hands).toHaveLength(90)
  })
})

describe('a process', () => {
  const steps: Step[] = ['transaction.begun', 'transaction.written', 'transaction.committed']
  it.each(steps)('killed at %s loses nothing that it answered, and keeps nothing by half', async (step) => {
    const url = server.url(await server.createDatabase(empty))
    const script = new URL('postgres-child.ts', import.meta.url).pathname
    const child = spawn(process.execPath, ['--import', 'tsx', script, url, step, '5'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    expect(signal).toBe('SIGKILL')
    const answered = said.trim().split('\n').length
    expect(answered).toBe(4)
    const store = await openPostgresStore({ url })
    const kept = step === 'transaction.committed' ? answered + 1 : answered
    expect(await store.read((tx) => tx.users.count({}))).toBe(kept)
    expect(await store.read((tx) => tx.audit.count({ companyId: 'c1' }))).toBe(kept)
    await store.transaction((tx) => tx.users.put(user()))
    await store.close()
  })
})

describe('values that an index could not hold', () => {
  it('are kept, found and kept apart all the same', async () => {
    const store = await openPostgresStore({ url: server.url(await server.createDatabase(empty)) })
    const huge = Array.from({ length: 20_000 }, (_, index) => String.fromCharCode(0x21 + ((index * 7919) % 90))).join(
      '',
    )
    const one = user({ email: `${huge}@one.example`, name: huge, companyId: huge })
    await store.transaction((tx) => tx.users.put(one))
    await store.transaction((tx) => tx.users.put(user({ email: `${huge}@two.example`, name: huge })))
    expect(await store.read((tx) => tx.users.list({ email: one.email }))).toEqual([one])
    expect(await store.read((tx) => tx.users.list({ companyId: huge }))).toEqual([one])
    const again = store.transaction((tx) => tx.users.put(user({ email: one.email })))
    await expect(again).rejects.toMatchObject({ rule: 'user.address' })
    const page = await store.read((tx) => tx.users.page({}, { limit: 1, order: 'sort' }))
    const next = await store.read((tx) => tx.users.page({}, { limit: 1, order: 'sort', after: page.next }))
    expect(new Set([...page.rows, ...next.rows].map((row) => row.id)).size).toBe(2)
    await store.close()
  })

  it('come back with what PostgreSQL can not hold in a text', async () => {
    const store = await openPostgresStore({ url: server.url(await server.createDatabase(empty)) })
    const row = user({ name: 'nul \0, half \ud800', phone: '\0' })
    await store.transaction((tx) => tx.users.put(row))
    expect(await store.read((tx) => tx.users.get(row.id))).toEqual(row)
    expect(await store.read((tx) => tx.users.list({ text: 'nul \0' }))).toEqual([row])
    await expect(store.transaction((tx) => tx.users.put(user({ id: 'a\0' })))).rejects.toThrow(TypeError)
    await store.close()
  })
})

describe('a crowd', () => {
  const collide = () => Promise.reject(new Error('collision'))
  const inside = async (crowd: Crowd, asked: number): Promise<number> => {
    let now = 0
    let most = 0
    const stay = async () => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setTimeout(resolve, 5))
      now--
    }
    await Promise.all(Array.from({ length: asked }, () => crowd.run(stay, () => true)))
    return most
  }

  it('lets in as many as it may, and everybody in the end', async () => {
    expect(await inside(new Crowd(4), 20)).toBe(4)
  })

  it('thins out when they collide, to one at the least, and fills up again', async () => {
    const crowd = new Crowd(4)
    for (let times = 0; times < 9; times++) await expect(crowd.run(collide, () => true)).rejects.toThrow('collision')
    expect(await inside(crowd, 3)).toBe(1)
    for (let times = 0; times < 60; times++)
      await crowd.run(
        async () => undefined,
        () => true,
      )
    expect(await inside(crowd, 20)).toBe(4)
  })

  it('does not thin out for what went wrong otherwise', async () => {
    const crowd = new Crowd(4)
    for (let times = 0; times < 9; times++) await expect(crowd.run(collide, () => false)).rejects.toThrow('collision')
    expect(await inside(crowd, 20)).toBe(4)
  })
})
