/** Forward by one version and back, on both stores, with a made-up next version; and whatever breaks off in between. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runStoreBack } from '../../adapters/cli/store-back.ts'
import { lineOf } from '../../adapters/lowdb/lines.ts'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import { takeBackFolder } from '../../adapters/lowdb/take-back.ts'
import { versions } from '../../adapters/lowdb/versions.ts'
import { type Migration, migrations } from '../../adapters/postgres/migrations/all.ts'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { takeBackDatabase } from '../../adapters/postgres/take-back.ts'
import { sumStore } from '../../src/ports/copy-store.ts'
import type { Store } from '../../src/ports/store.ts'
import { company, licence, user } from '../conformance/rows.ts'
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const sumsOf = (store: Store) => sumStore(store, { digest })
const acme = company({ name: 'Acme' })
const fill = (store: Store) =>
  store.transaction(async (tx) => {
    await tx.companies.put(acme)
    for (let n = 0; n < 1200; n++) await tx.users.put(user({ companyId: acme.id, email: `u${n}@acme.example` }))
  })
const quiet = () => undefined

describe('the embedded store', () => {
  const next = [...versions, { number: 2, adds: ['badges'] }]
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'toegang-versions-'))
    return () => rm(folder, { recursive: true })
  })
  const open = (known = versions) => openLowdbStore({ folder, known, log: { warn: quiet } })
  /** Goes forward, works there, and keeps something that only the newer version knows. */
  const workForward = async () => {
    const newer = await open(next)
    await newer.transaction((tx) => tx.licences.put(licence({ companyId: acme.id })))
    const sums = await sumsOf(newer)
    await newer.close()
    const journal = (await readdir(folder)).filter((name) => name.startsWith('journal')).at(-1) ?? ''
    const lines = 3
    await appendFile(join(folder, journal), lineOf(JSON.stringify({ n: lines, changes: [['badges', { id: 'b1' }]] })))
    return sums
  }

  it('goes forward, is refused by the version before, and is whole for it when taken back', async () => {
    const first = await open()
    await fill(first)
    await first.close()
    const sums = await workForward()
    await expect(open()).rejects.toThrow(/is of version 2, this program knows 1/)
    expect(await takeBackFolder(folder, quiet, next)).toBe(1)
    const back = await open()
    expect(await sumsOf(back)).toEqual(sums)
    await back.transaction((tx) => tx.licences.put(licence({ companyId: acme.id })))
    const after = await sumsOf(back)
    await back.close()
    const again = await open(next)
    expect(await sumsOf(again)).toEqual(after)
    await again.close()
  })

  it.each(['fold.begun', 'fold.journal_made', 'fold.rows_written', 'fold.written', 'fold.renamed', 'fold.cleaned'])(
    'is of one version or the other when it is broken off at %s',
    async (moment) => {
      const first = await open()
      await fill(first)
      await first.close()
      const sums = await workForward()
      const dies = (step: string) => {
        if (step === moment) throw new Error('the process died')
      }
      await takeBackFolder(folder, quiet, next, dies).catch(() => undefined)
      const older = await open().catch((error: Error) => error.message)
      if (typeof older === 'string') {
        expect(older).toContain('is of version 2')
        expect(await takeBackFolder(folder, quiet, next)).toBe(1)
      }
      const back = typeof older === 'string' ? await open() : older
      expect(await sumsOf(back)).toEqual(sums)
      await back.close()
    },
  )

  it('that is of the first version stays as it is', async () => {
    const first = await open()
    await fill(first)
    const sums = await sumsOf(first)
    await expect(takeBackFolder(folder, quiet)).rejects.toThrow(/in use/)
    await first.close()
    await expect(takeBackFolder(folder, quiet)).rejects.toThrow('there is none before it')
    expect(await takeBackFolder(folder, quiet, next)).toBe(1)
    const still = await open()
    expect(await sumsOf(still)).toEqual(sums)
    await still.close()
  })
})

describe('PostgreSQL', () => {
  const forward = `
CREATE TABLE IF NOT EXISTS "badges" ("id" text PRIMARY KEY);
ALTER TABLE "users" DROP COLUMN IF EXISTS "email";
ALTER TABLE "users" ADD COLUMN "email" text;
`
  const back = `DROP TABLE "badges";\n`
  const next: readonly Migration[] = [
    ...migrations,
    { number: 2, name: 'badges', sql: forward, refill: ['users'], back },
  ]
  let server: PostgresServer
  let url: string
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    url = server.url(await server.createDatabase())
  })
  const open = (known = migrations) => openPostgresStore({ url, known, log: { warn: quiet } })
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query(sql).finally(() => client.end())
    return rows
  }

  it('goes forward, fills what is new, is refused by the version before, and is whole for it when taken back', async () => {
    const first = await open()
    await fill(first)
    await first.close()
    const newer = await open(next)
    expect(await newer.read((tx) => tx.users.list({ email: 'u1100@acme.example' }))).toHaveLength(1)
    await newer.transaction((tx) => tx.licences.put(licence({ companyId: acme.id })))
    await query(`INSERT INTO "badges" VALUES ('b1')`)
    const sums = await sumsOf(newer)
    await expect(takeBackDatabase(url, next)).rejects.toThrow(/in use/)
    await newer.close()
    await expect(open()).rejects.toThrow(/is at migration 2, this program knows 1/)
    expect(await takeBackDatabase(url, next)).toBe(1)
    const older = await open()
    expect(await sumsOf(older)).toEqual(sums)
    expect(await query(`SELECT 1 FROM information_schema.tables WHERE table_name = 'badges'`)).toEqual([])
    await older.close()
    const again = await open(next)
    expect(await sumsOf(again)).toEqual(sums)
    await again.close()
  })

  it('goes forward once, however many processes start at the same moment', async () => {
    await (await open()).close()
    const stores = await Promise.all(Array.from({ length: 6 }, () => open(next)))
    for (const store of stores) await store.close()
    expect(await query('SELECT "number" FROM "migrations" ORDER BY 1')).toEqual([{ number: 1 }, { number: 2 }])
  })

  it('stays what it was when the way back breaks off', async () => {
    const newer = await open(next)
    await fill(newer)
    const sums = await sumsOf(newer)
    await newer.close()
    const broken = [...migrations, { ...next[1], back: `${back}DROP TABLE "not_there";\n` } as Migration]
    await expect(takeBackDatabase(url, broken)).rejects.toThrow(/not_there/)
    const still = await open(next)
    expect(await sumsOf(still)).toEqual(sums)
    await still.close()
    expect(await query('SELECT count(*)::int AS "count" FROM "badges"')).toEqual([{ count: 0 }])
  })

  it('of the first version has none before it', async () => {
    await (await open()).close()
    await expect(takeBackDatabase(url)).rejects.toThrow('there is none before it')
  })
})

describe('toegang store back', () => {
  it('is part of the program, and changes nothing in a store of the first version', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'toegang-back-'))
    await (await openLowdbStore({ folder })).close()
    const asked = promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      'adapters/toegang.ts',
      'store',
      'back',
      '--at',
      folder,
    ])
    await expect(asked).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was changed: this is the first version'),
    })
    await rm(folder, { recursive: true })
  })

  it('says what it made of the store, and how it is used', async () => {
    const asked: string[] = []
    const takeBack = {
      folder: async (folder: string) => asked.push(`folder ${folder}`),
      database: async (url: string) => asked.push(`database ${url}`),
    }
    expect(await runStoreBack([], takeBack)).toBe(2)
    expect(await runStoreBack(['--at', './data'], takeBack)).toBe(0)
    expect(await runStoreBack(['--at', 'postgres://x/y'], takeBack)).toBe(0)
    expect(asked).toEqual(['folder ./data', 'database postgres://x/y'])
  })
})
