import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openProgress } from '../../adapters/cli/progress.ts'
import { type OpenStore, runStoreCommand } from '../../adapters/cli/store-copy.ts'
import { copyFiles } from '../../adapters/lowdb/copy-files.ts'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import { openStore } from '../../adapters/open-store.ts'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { type CopyRefused, copyStore } from '../../src/ports/copy-store.ts'
import { type Store, type TableName, type Tables, tables } from '../../src/ports/store.ts'
import { accessRequest, auditEvent, company, grant, licence, message, newId, noon, user } from '../conformance/rows.ts'
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts'

const names = Object.keys(tables) as TableName[]

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())
const database = async () => server.url(await server.createDatabase())

const folders: string[] = []
const temporaryFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-copy-'))
  folders.push(folder)
  return folder
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const opened = async (opening: Promise<Store>): Promise<Store> => {
  const store = await opening
  closing.push(() => store.close())
  return store
}
const embedded = async () => opened(openLowdbStore({ folder: await temporaryFolder() }))
const postgres = async () => opened(openPostgresStore({ url: await database() }))

const digest = (plain: string) => createHash('sha256').update(plain).digest('hex')

const later = '2026-04-01T12:00:00.000Z'
const about = { channel: 'slack', workspaceId: 'T1' } as const

/** A row or more of every table; of users more than fit in a batch. */
const samples = (): { readonly [T in TableName]: readonly Tables[T][] } => ({
  companies: [company({ name: 'Zuiver & <b>Zn</b> \u202e' }), company({ customerNumber: '42' })],
  domains: [{ id: newId(), companyId: 'c1', domain: 'acme.example', state: 'verified', how: 'operator' }],
  users: [
    ...Array.from({ length: 620 }, (_, index) => user({ email: `u${index}@acme.example` })),
    user({ id: 'Bb', name: 'nul \0, half \ud800, 😀' }),
    user({ id: 'aA', email: '', status: 'removed' }),
  ],
  invitations: [
    { id: newId(), companyId: 'c1', email: 'a@acme.example', secretHash: 'h', expiresAt: later, licenceIds: ['l1'] },
  ],
  registrations: [
    { id: newId(), email: 'b@acme.example', language: 'nl', secretHash: 'h', startedAt: noon, expiresAt: later },
  ],
  licences: [licence({ standards: [{ number: 'NEN 1010', title: 'Laagspanning' }, { number: 'NEN 3140' }] })],
  grants: [grant(), grant({ endedAt: noon })],
  requests: [accessRequest(), accessRequest({ state: 'withdrawn', settledAt: noon })],
  connections: [
    {
      id: newId(),
      companyIds: ['c1', 'c2'],
      identityProvider: { entityId: 'urn:idp', ssoUrl: 'https://idp', ssoBinding: 'redirect', certificates: ['PEM'] },
      attributes: {},
      required: false,
      idpInitiated: false,
      provisioning: true,
      createdAt: noon,
    },
  ],
  identities: [{ id: newId(), connectionId: 'k1', nameId: 'n', userId: 'u1', linkedAt: noon }],
  operators: [
    { id: newId(), email: 'olga@uitgever.example', name: 'Olga', recovery: ['h'], wrongCodes: 0, addedAt: noon },
  ],
  operatorSessions: [{ id: newId(), secretHash: 'h', operatorId: newId(), stage: 'in', expiresAt: noon, idleAt: noon }],
  webhooks: [{ id: newId(), url: 'https://pep.example', sealedSecret: 'sealed', createdAt: noon }],
  provisioningTokens: [{ id: newId(), connectionId: 'k1', companyId: 'c1', secretHash: 'h', madeAt: noon }],
  groups: [
    {
      id: 'g1',
      connectionId: 'k1',
      companyId: 'c1',
      displayName: 'Bouw',
      version: 1,
      createdAt: noon,
      changedAt: noon,
    },
  ],
  groupMembers: [{ id: newId(), groupId: 'g1', identityId: 'p1', userId: 'u1' }],
  signInRequests: [{ id: '_Q', connectionId: 'k1', browserHash: 'h', returnTo: '/', expiresAt: later }],
  usedAssertions: [{ id: newId(), connectionId: 'k1', assertionId: '_a', expiresAt: later }],
  pendingSignIns: [
    {
      id: newId(),
      connectionId: 'k1',
      secretHash: 'h',
      returnTo: '/',
      asserted: { nameId: 'n', emails: ['a@acme.example'] },
      expiresAt: later,
    },
  ],
  setUps: [{ id: newId(), companyId: 'c1', connectionId: 'k2', madeBy: 'u1', secretHash: 'h', expiresAt: later }],
  ownKeys: [
    {
      id: newId(),
      connectionId: 'k1',
      slot: 'current',
      sealedKey: 'sealed',
      certificate: 'PEM',
      madeAt: noon,
      endsAt: later,
    },
  ],
  signInTraces: [{ id: newId(), code: 'K7', connectionId: 'k1', at: noon, outcome: 'signed_in', expiresAt: later }],
  sessions: [
    {
      id: newId(),
      secretHash: 'h',
      userId: 'u1',
      companyId: 'c1',
      how: 'link',
      signedInAt: noon,
      expiresAt: later,
    },
  ],
  signInLinks: [{ id: newId(), secretHash: 'h', userId: 'u1', returnTo: '/', language: 'nl', expiresAt: later }],
  stepUps: [
    {
      id: newId(),
      secretHash: 'h',
      userId: 'u1',
      companyId: 'c1',
      command: 'requests.decide',
      sealedInput: 's',
      channel: 'slack',
      expiresAt: later,
    },
  ],
  workspaces: [{ id: newId(), ...about, name: 'Acme', companyIds: ['c1', 'c2'], connectedBy: 'u1', connectedAt: noon }],
  installations: [{ id: newId(), workspaceId: 'T1', sealedToken: 's', installedBy: 'u1', installedAt: noon }],
  installationStates: [
    { id: newId(), secretHash: 'h', browserHash: 'b', userId: 'u1', companyId: 'c1', expiresAt: later },
  ],
  chatAccounts: [{ id: newId(), ...about, accountId: 'U1', userId: 'u1', metAt: noon }],
  chatConfirmations: [
    { id: newId(), ...about, accountId: 'U1', userId: 'u1', name: 'Ann', secretHash: 'h', expiresAt: later },
  ],
  postedMessages: [{ id: newId(), requestId: 'r1', userId: 'u1', ...about, ref: '1.2', shows: 1, postedAt: noon }],
  audit: Array.from({ length: 300 }, (_, index) => auditEvent({ companyIds: index % 2 ? ['c1', 'c2'] : ['c1'] })),
  outbox: [
    message({ lane: 'one' }),
    message({ lane: 'one', attempts: 3, error: 'busy', dueAt: later }),
    message({ state: 'sent', settledAt: noon }),
    message({ state: 'gave_up', settledAt: noon, error: 'gone' }),
  ],
})

const fill = async (store: Store): Promise<void> => {
  const all = samples()
  await store.transaction(async (tx) => {
    for (const table of names)
      for (const row of all[table])
        if (table === 'audit') await tx.audit.append(row as Tables['audit'])
        else if (table === 'outbox') await tx.outbox.append(row as Tables['outbox'])
        else await (tx[table] as unknown as { put(row: object): Promise<void> }).put(row)
  })
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
/** Every row of a store. Of the trail and the outbox the order counts; other tables may hold ids that sort differently. */
const everything = (store: Store) =>
  store.read(async (tx) => {
    const held: [TableName, readonly { readonly id: string }[]][] = []
    for (const table of names) {
      const rows = await (tx[table] as { list(where: object): Promise<{ id: string }[]> }).list({})
      held.push([table, table === 'audit' || table === 'outbox' ? rows : rows.toSorted(byId)])
    }
    return Object.fromEntries(held)
  })

const refusal = (copy: Promise<unknown>): Promise<CopyRefused> =>
  copy.then(
    () => Promise.reject(new Error('it was copied')),
    (error: CopyRefused) => error,
  )

describe('a copy', () => {
  it('from the embedded store to PostgreSQL and back has every row as it was, the trail and the outbox in order', async () => {
    const [first, second, third] = [await embedded(), await postgres(), await embedded()]
    await fill(first)
    const seen: number[] = []
    const there = await copyStore(first, second, { digest, onProgress: ({ done, of }) => void seen.push(done / of) })
    const back = await copyStore(second, third, { digest })
    const rows = await everything(first)
    expect(Object.values(rows).every((some) => some.length > 0)).toBe(true)
    expect(await everything(second)).toEqual(rows)
    expect(await everything(third)).toEqual(rows)
    expect(there).toEqual(back)
    expect(there.map(({ table }) => table)).toEqual(names)
    expect(there.find(({ table }) => table === 'users')).toMatchObject({ rows: 622 })
    expect(new Set(there.map(({ checksum }) => checksum)).size).toBe(names.length)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(1)
    const due = await second.claimMessages('2026-05-01T00:00:00.000Z', later, 10)
    expect(due.map(({ id }) => id)).toEqual((await first.claimMessages(noon, later, 10)).map(({ id }) => id))
  })

  it('has another checksum for another row, and the same for fields in another order', async () => {
    const sumOf = async (row: Tables['users']) => {
      const store = await embedded()
      await store.transaction((tx) => tx.users.put(row))
      const sums = await copyStore(store, await embedded(), { digest })
      return sums.find(({ table }) => table === 'users')?.checksum
    }
    const one = user({ id: 'u1' })
    const turned = Object.fromEntries(Object.entries(one).reverse()) as unknown as Tables['users']
    expect(await sumOf(turned)).toBe(await sumOf(one))
    expect(await sumOf({ ...one, name: `${one.name} ` })).not.toBe(await sumOf(one))
  })

  it('is refused by a store that holds anything, which stays as it is', async () => {
    const [from, to] = [await embedded(), await postgres()]
    await fill(from)
    await to.transaction((tx) => tx.audit.append(auditEvent({ id: 'a1' })))
    const { because, sums } = await refusal(copyStore(from, to, { digest }))
    expect(because).toBe('not_empty')
    expect(sums.filter(({ rows }) => rows > 0)).toMatchObject([{ table: 'audit', rows: 1 }])
    expect((await everything(to))['users']).toEqual([])
  })

  it('of nothing is refused', async () => {
    expect((await refusal(copyStore(await embedded(), await embedded(), { digest }))).because).toBe('nothing_to_copy')
  })

  it('of a store that changes meanwhile is refused afterwards', async () => {
    const [from, real] = [await postgres(), await embedded()]
    await fill(from)
    let isFirst = true
    const to: Store = {
      ...real,
      transaction: async (work) => {
        if (isFirst) await from.transaction((tx) => tx.users.put(user({ id: 'Bb', name: 'changed' })))
        isFirst = false
        return real.transaction(work)
      },
    }
    expect((await refusal(copyStore(from, to, { digest }))).because).toBe('source_changed')
  })

  it('that arrives otherwise than it left is refused', async () => {
    const [from, real] = [await embedded(), await embedded()]
    await fill(from)
    const to: Store = {
      ...real,
      transaction: (work) =>
        real.transaction((tx) =>
          work({ ...tx, grants: { ...tx.grants, put: (row) => tx.grants.put({ ...row, until: later }) } }),
        ),
    }
    const { because, sums } = await refusal(copyStore(from, to, { digest }))
    expect([because, sums.length]).toEqual(['not_the_same', names.length])
  })

  it('that breaks off anywhere lets nobody act in it, and is not taken for an empty store', async () => {
    const from = await embedded()
    await fill(from)
    const steps: string[] = []
    await copyStore(from, await embedded(), { digest, onProgress: ({ table }) => void steps.push(table) })
    for (const [at, table] of steps.slice(0, -1).entries()) {
      const to = await embedded()
      let left = at
      const onProgress = () => {
        if (left-- === 0) throw new Error('the light went out')
      }
      await expect(copyStore(from, to, { digest, onProgress }), table).rejects.toThrow('the light went out')
      expect(await to.read((tx) => tx.companies.count({})), table).toBe(0)
      expect((await refusal(copyStore(from, to, { digest }))).because).toBe('not_empty')
    }
  })
})

/** Runs `toegang store …` in this process; answers the exit code and what was printed. */
const run = async (...words: string[]) => {
  const out = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const table = vi.spyOn(console, 'table').mockImplementation(() => undefined)
  const err = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const bar = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  try {
    const code = await runStoreCommand(words, { open: openStore, copyFiles })
    const said = [out, err].map(({ mock }) => mock.calls.map(([line]) => String(line)).join('\n'))
    return { code, out: said[0] ?? '', err: said[1] ?? '', table: table.mock.calls[0]?.[0] as object | undefined }
  } finally {
    for (const spy of [out, table, err, bar]) spy.mockRestore()
  }
}

const filledFolder = async () => {
  const folder = await temporaryFolder()
  const store = await openLowdbStore({ folder })
  await fill(store)
  await store.close()
  return folder
}

describe('toegang store copy', () => {
  it('prints a count and a checksum for each table, and tells what to start with', async () => {
    const [from, url] = [await filledFolder(), await database()]
    const there = await run('copy', '--from', from, '--to', url)
    expect(there).toMatchObject({ code: 0, err: '' })
    expect(Object.keys(there.table ?? {})).toEqual(names)
    expect(there.table).toMatchObject({ users: { rows: 622, checksum: expect.stringMatching(/^[0-9a-f]{16}$/) } })
    expect(there.out).toContain('the same SECRET_KEY')
    expect(there.out).not.toContain('toegang:toegang')
    const back = await run('copy', '--from', url, '--to', await temporaryFolder(), '--json')
    expect(JSON.parse(back.out).tables).toHaveLength(names.length)
    expect(JSON.parse(back.out).tables).toContainEqual(expect.objectContaining({ table: 'audit', rows: 300 }))
    expect(back.out).not.toContain('toegang:toegang')
  })

  it('refuses a store that is in use, at either end, and a target that holds something', async () => {
    const [from, url] = [await filledFolder(), await database()]
    const source = await openLowdbStore({ folder: from })
    expect(await run('copy', '--from', from, '--to', url)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`Nothing was copied: ${from} is in use by process ${process.pid}`),
    })
    await source.close()
    const target = await openPostgresStore({ url })
    const inUse = 'the database is in use by 1 connection of Toegang; stop it first'
    expect((await run('copy', '--from', from, '--to', url)).err).toContain(inUse)
    expect((await run('copy', '--from', url, '--to', from)).err).toContain(inUse)
    await target.transaction((tx) => tx.users.put(user()))
    await target.close()
    const { code, err } = await run('copy', '--from', from, '--to', url)
    expect(code).toBe(1)
    expect(err).toContain('is not empty (users: 1)')
    expect(err).toContain('DROP SCHEMA public CASCADE')
    expect(err).not.toContain('toegang:toegang')
  })

  it('says what to do when it broke off, and works once that was done', async () => {
    const [from, to] = [await filledFolder(), await temporaryFolder()]
    const err = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const bar = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    let writes = 0
    const open: OpenStore = async (place) => {
      const store = await openStore(place)
      if (place.dataDir !== to) return store
      const fails: Store['transaction'] = async (work) => {
        if (++writes === 4) throw new Error('no space left on device')
        return store.transaction(work)
      }
      return { ...store, transaction: fails }
    }
    const code = await runStoreCommand(['copy', '--from', from, '--to', to], { open, copyFiles })
    const said = err.mock.calls.flat().join('\n')
    err.mockRestore()
    bar.mockRestore()
    expect(code).toBe(1)
    expect(said).toContain('The copy broke off: no space left on device.')
    expect(said).toContain(`remove journal-*, snapshot-*, lock-* and free-* from ${to}`)
    expect((await run('copy', '--from', from, '--to', to)).err).toContain('what an earlier copy left')
    for (const name of await readdir(to)) if (/^(journal|snapshot|lock|free)-/.test(name)) await unlink(join(to, name))
    expect((await run('copy', '--from', from, '--to', to)).code).toBe(0)
  })

  it.each([
    [[], 'Usage'],
    [['move'], 'Usage'],
    [['copy', '--from', 'a'], 'Usage'],
    [['copy', '--from', 'a', '--to', 'b', '--fast'], 'Usage'],
    [['copy', '--from', 'a', '--to', './a'], 'name two stores'],
    [['backup', '--from', 'a', '--to', 'postgres://a/b'], 'Usage'],
    [['copy', '--from', 'postgres://a:b:c', '--to', 'a'], 'postgres://user:password@host/name'],
  ])('tells how it is used: %j', async (words, said) => {
    expect(await run(...words)).toMatchObject({ code: 2, err: expect.stringContaining(said) })
  })

  it('makes no folder of a source that is not there', async () => {
    const parent = await temporaryFolder()
    const missing = join(parent, 'missing')
    const { code, err } = await run('copy', '--from', missing, '--to', join(parent, 'target'))
    expect([code, err]).toEqual([1, expect.stringContaining(`${missing} is no folder`)])
    expect(await readdir(parent)).toEqual([])
  })

  it('is a command of the program, beside those of the operator', async () => {
    const toegang = async (...words: string[]) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'adapters/toegang.ts', ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
      return { out, err, code }
    }
    const [copied, helped] = await Promise.all([
      toegang('store', 'copy', '--from', await filledFolder(), '--to', await temporaryFolder()),
      toegang('help'),
    ])
    expect(copied).toMatchObject({ code: 0, out: expect.stringMatching(/users\W+622/) })
    expect(copied.err).toContain('users …')
    expect(helped).toMatchObject({ code: 0, err: expect.stringMatching(/company add[\s\S]*store copy/) })
  })
})

describe('the bar', () => {
  const shown = (isTTY: boolean) => {
    const said: string[] = []
    const progress = openProgress({ isTTY, write: (words) => said.push(words) })
    progress.show('users', 1, 4)
    progress.show('users', 2, 4)
    progress.show('audit', 4, 4)
    progress.end()
    return said
  }
  it('grows on one line of a terminal', () => {
    expect(
      shown(true).map((words) => words.replace(/[█░]+/, (bar) => `${bar.lastIndexOf('█') + 1}/${bar.length}`)),
    ).toEqual(['\r7/30  25 % users\u001b[K', '\r15/30  50 % users\u001b[K', '\r30/30 100 % audit\u001b[K', '\n'])
  })
  it('is a line for each part elsewhere', () => {
    expect(shown(false)).toEqual(['users …\n', 'audit …\n'])
  })
})

describe('toegang store backup', () => {
  /** Commits one after the other, each of two rows with the same number, until it is told to stop; answers how many were kept. */
  const writing = (store: Store) => {
    let [kept, goOn] = [0, true]
    const ended = (async () => {
      while (goOn) {
        const reference = String(kept).padStart(8, '0')
        await store.transaction(async (tx) => {
          await tx.users.put(user({ name: reference }))
          await tx.companies.put(company({ name: reference }))
        })
        kept++
      }
    })()
    return {
      kept: () => kept,
      stop: async () => {
        goOn = false
        await ended
      },
    }
  }
  const numbersIn = (store: Store): Promise<string[][]> =>
    store.read(async (tx) => [
      (await tx.users.list({})).map(({ name }) => name ?? '').sort(),
      (await tx.companies.list({})).map(({ name }) => name).sort(),
    ])

  it.each([
    [
      'the embedded store, whose journal is folded all the time',
      async () => {
        const folder = await temporaryFolder()
        return { place: folder, store: await openLowdbStore({ folder, foldAfter: 20_000 }) }
      },
    ],
    [
      'PostgreSQL',
      async () => {
        const url = await database()
        return { place: url, store: await openPostgresStore({ url }) }
      },
    ],
  ] as const)(
    'copies what there is at one moment while it is written to, and the copy can be restored: %s',
    async (_name, openPlace) => {
      const { place, store } = await openPlace()
      const busy = writing(store)
      for (let round = 1; round <= 3; round++) {
        await vi.waitFor(() => expect(busy.kept()).toBeGreaterThan(round * 60), { timeout: 15_000 })
        const before = busy.kept()
        const to = await temporaryFolder()
        expect(await run('backup', '--from', place, '--to', to)).toMatchObject({ code: 0, err: '' })
        const copy = await openLowdbStore({ folder: to })
        const [users = [], companies = []] = await numbersIn(copy)
        await copy.close()
        // Whole commits, none left out, and all that was kept before.
        expect(users.length).toBeGreaterThanOrEqual(before)
        expect(users).toEqual(Array.from(users, (_, index) => String(index).padStart(8, '0')))
        expect(companies).toEqual(users)
        const url = await database()
        expect(await run('copy', '--from', to, '--to', url)).toMatchObject({ code: 0 })
      }
      await busy.stop()
      await store.close()
    },
    60_000,
  )

  it('refuses a folder that holds something, and one without a store', async () => {
    const [from, to] = [await filledFolder(), await filledFolder()]
    expect(await run('backup', '--from', from, '--to', to)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not empty'),
    })
    const empty = await temporaryFolder()
    const none = await run('backup', '--from', empty, '--to', join(empty, 'to'))
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('holds no store') })
  })

  it('refuses a store with a line that is not as it was written', async () => {
    const from = await filledFolder()
    const [journal = ''] = (await readdir(from)).filter((name) => name.startsWith('journal-'))
    const bytes = await readFile(join(from, journal))
    bytes.writeUInt8(bytes.readUInt8(500) ^ 1, 500)
    await writeFile(join(from, journal), bytes)
    const refused = await run('backup', '--from', from, '--to', await temporaryFolder())
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('damaged') })
  })
})
