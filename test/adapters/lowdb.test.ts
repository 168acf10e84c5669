import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { lockFolder } from '../../adapters/lowdb/lock.ts'
import type { Step, Steps } from '../../adapters/lowdb/steps.ts'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import type { Store } from '../../src/ports/store.ts'
import { user } from '../conformance/rows.ts'
import { describeStore } from '../conformance/store.ts'

const folders: string[] = []
const temporaryFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-lowdb-'))
  folders.push(folder)
  return folder
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const reopening = (foldAfter?: number) => async () => {
  const folder = await temporaryFolder()
  let store = await openLowdbStore({ folder, foldAfter })
  const reopen = async () => {
    await store.close()
    store = await openLowdbStore({ folder, foldAfter })
    return store
  }
  return { store, reopen }
}

describeStore('lowdb', reopening())
describeStore('lowdb that folds all the time', reopening(1))

const put = (store: Store, id: string, over = {}) =>
  store.transaction((tx) => tx.users.put(user({ id, name: `user ${id}`, email: `${id}@acme.example`, ...over })))
const ids = (store: Store) => store.read(async (tx) => (await tx.users.list({})).map((row) => row.id))

const logOf = () => {
  const warnings: string[] = []
  return { warnings, warn: (line: string) => void warnings.push(line) }
}
const reopened = async (folder: string) => {
  const log = logOf()
  const store = await openLowdbStore({ folder, log })
  const found = await ids(store)
  await store.close()
  return { found, warnings: log.warnings }
}

/** Something that a test opens when it is time. */
const gate = () => {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

const journal = 'journal-00000000.jsonl'

describe('a damaged journal', () => {
  const threeCommits = async () => {
    const folder = await temporaryFolder()
    const store = await openLowdbStore({ folder })
    for (const id of ['a', 'b', 'c']) await put(store, id)
    await store.close()
    const bytes = await readFile(join(folder, journal))
    const lines = bytes.toString().split('\n').slice(0, -1)
    return {
      folder,
      file: join(folder, journal),
      bytes,
      lines,
      last: bytes.length - Buffer.byteLength(`${lines.at(-1)}\n`),
    }
  }

  it('loses its last line alone when that is cut, at whatever byte, and goes on', async () => {
    const { folder, file, bytes, last } = await threeCommits()
    for (let length = last; length < bytes.length; length++) {
      await writeFile(file, bytes.subarray(0, length))
      const { found, warnings } = await reopened(folder)
      expect(found).toEqual(['a', 'b'])
      expect(warnings).toHaveLength(length === last ? 0 : 1)
      if (length > last) expect(warnings[0]).toContain(`${file}: line 4, at byte ${last},`)
      const log = logOf()
      const store = await openLowdbStore({ folder, log })
      await put(store, 'd')
      expect(await ids(store)).toEqual(['a', 'b', 'd'])
      await store.close()
      expect(log.warnings).toEqual([])
    }
  })

  it('loses a last line of which some bytes never reached the disk', async () => {
    const { folder, file, bytes, last } = await threeCommits()
    await writeFile(file, Buffer.from(bytes).fill(0, last + 20, last + 40))
    expect(await reopened(folder)).toMatchObject({ found: ['a', 'b'], warnings: [expect.stringContaining('line 4')] })
  })

  it('is empty when it was being made', async () => {
    const { folder, file, bytes, lines } = await threeCommits()
    for (let length = 0; length <= (lines[0] ?? '').length; length++) {
      await writeFile(file, bytes.subarray(0, length))
      expect(await reopened(folder)).toMatchObject({ found: [], warnings: [expect.stringContaining(file)] })
    }
  })

  it('refuses to open with any other damage, and says where', async () => {
    const { folder, file, bytes } = await threeCommits()
    const lineAt = (at: number) => bytes.subarray(0, at).toString().split('\n').length
    for (let at = 0; at < bytes.length - 1; at += 7) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      await writeFile(file, damaged)
      const where = `${file} is damaged at line ${lineAt(at)}, byte `
      await expect(openLowdbStore({ folder }), `byte ${at}`).rejects.toThrow(where)
    }
    await writeFile(file, bytes)
    expect((await reopened(folder)).found).toEqual(['a', 'b', 'c'])
  })

  it('refuses to open when a line is missing, twice there, or out of its place', async () => {
    const { folder, file, lines } = await threeCommits()
    const [first, a, b, c] = lines
    for (const order of [
      [a, b, c],
      [first, b, c],
      [first, a, c],
      [first, a, a, b, c],
      [first, b, a, c],
      [first, a, first, b],
    ]) {
      await writeFile(file, `${order.join('\n')}\n`)
      await expect(openLowdbStore({ folder })).rejects.toThrow(`${file} is damaged at line`)
    }
  })
})

describe('a fold', () => {
  const folded = async () => {
    const folder = await temporaryFolder()
    const store = await openLowdbStore({ folder, foldAfter: 1 })
    for (const id of ['a', 'b', 'c']) await put(store, id)
    await store.transaction((tx) => tx.users.remove('b'))
    await store.close()
    const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted((x, y) => (x < y ? -1 : 1))
    return { folder, names }
  }

  it('leaves one snapshot and one journal', async () => {
    const { folder, names } = await folded()
    expect(names).toEqual([expect.stringMatching(/^journal-0*[1-9]/), expect.stringMatching(/^snapshot-0*[1-9]/)])
    expect(await reopened(folder)).toEqual({ found: ['a', 'c'], warnings: [] })
  })

  it('lets commits go on, and holds what they wrote', async () => {
    const folder = await temporaryFolder()
    const reached = gate()
    const go = gate()
    const steps: Steps = async (step) => {
      if (step !== 'fold.rows_written') return
      reached.open()
      await go.opened
    }
    const store = await openLowdbStore({ folder, foldAfter: 1, steps })
    await put(store, 'a')
    await put(store, 'b')
    await put(store, 'c')
    await reached.opened
    await put(store, 'c', { name: 'changed' })
    await store.transaction(async (tx) => {
      await tx.users.remove('a')
      await tx.users.put(user({ id: 'd', email: 'a@acme.example' }))
    })
    go.open()
    await store.close()
    expect(await reopened(folder)).toEqual({ found: ['b', 'c', 'd'], warnings: [] })
    const again = await openLowdbStore({ folder })
    expect(await again.read((tx) => tx.users.get('c'))).toMatchObject({ name: 'changed' })
    await expect(put(again, 'e', { email: 'a@acme.example' })).rejects.toMatchObject({ rule: 'user.address' })
    await again.close()
  })

  it('that fails is told, and loses nothing', async () => {
    const folder = await temporaryFolder()
    const log = logOf()
    const steps: Steps = (step) => {
      if (step === 'fold.written') throw new Error('no space left')
    }
    const store = await openLowdbStore({ folder, foldAfter: 1, log, steps })
    for (const id of ['a', 'b', 'c']) await put(store, id)
    await store.close()
    expect(log.warnings[0]).toContain('no space left')
    expect(await reopened(folder)).toEqual({ found: ['a', 'b', 'c'], warnings: [] })
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('made a snapshot whose damage refuses to open, and says where', async () => {
    const { folder, names } = await folded()
    const file = join(folder, names[1] ?? '')
    const bytes = await readFile(file)
    for (let at = 0; at < bytes.length - 1; at += 5) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      await writeFile(file, damaged)
      await expect(openLowdbStore({ folder })).rejects.toThrow(`${file} is damaged at line`)
    }
    for (let length = 0; length < bytes.length; length += 3) {
      await writeFile(file, bytes.subarray(0, length))
      await expect(openLowdbStore({ folder })).rejects.toThrow(`${file} is damaged`)
    }
    await writeFile(file, bytes)
    expect((await reopened(folder)).found).toEqual(['a', 'c'])
  })

  it('made files of which none may be missing or cut', async () => {
    const { folder, names } = await folded()
    for (const name of names) {
      const copy = await temporaryFolder()
      await cp(folder, copy, { recursive: true })
      await rm(join(copy, name))
      await expect(openLowdbStore({ folder: copy })).rejects.toThrow(/(journal|snapshot)-\d+\.jsonl is missing/)
    }
    const file = join(folder, names[0] ?? '')
    await truncate(file, 10)
    await expect(openLowdbStore({ folder })).rejects.toThrow(`${file} is damaged`)
  })
})

describe('a commit', () => {
  it('shares its fsync with those that arrive meanwhile', async () => {
    const seen: Step[] = []
    const store = await openLowdbStore({ folder: await temporaryFolder(), steps: (step) => void seen.push(step) })
    await Promise.all(Array.from({ length: 200 }, (_, index) => put(store, `u${index}`)))
    const syncs = seen.filter((step) => step === 'commit.synced').length
    expect(syncs).toBeGreaterThan(0)
    expect(syncs).toBeLessThanOrEqual(40)
    expect(await ids(store)).toHaveLength(200)
    await store.close()
  })

  it('is answered, to its writer and to readers, once it is on disk', async () => {
    const written = gate()
    const go = gate()
    const steps: Steps = async (step) => {
      if (step !== 'commit.written') return
      written.open()
      await go.opened
    }
    const store = await openLowdbStore({ folder: await temporaryFolder(), steps })
    const answered: string[] = []
    const told = (what: string) => () => void answered.push(what)
    const writing = put(store, 'a').then(told('written'))
    await written.opened
    const waiting = [
      writing,
      store.read((tx) => tx.users.get('a')).then((row) => answered.push(row ? 'read' : 'missed')),
      store.transaction((tx) => tx.users.get('a')).then(told('seen')),
      put(store, 'b', { email: 'a@acme.example' }).catch(told('refused')),
    ]
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(answered).toEqual([])
    go.open()
    await Promise.all(waiting)
    expect(answered.toSorted((x, y) => (x < y ? -1 : 1))).toEqual(['read', 'refused', 'seen', 'written'])
    await store.close()
  })

  it('that can not reach the disk stops the store', async () => {
    const folder = await temporaryFolder()
    const disk: { state: 'well' | 'broken' } = { state: 'well' }
    const steps: Steps = (step) => {
      if (disk.state === 'broken' && step === 'commit.taken') throw new Error('EIO: disk is gone')
    }
    const store = await openLowdbStore({ folder, steps })
    await put(store, 'a')
    disk.state = 'broken'
    const ends = await Promise.allSettled([put(store, 'b'), put(store, 'c')])
    expect(ends.map((end) => end.status)).toEqual(['rejected', 'rejected'])
    disk.state = 'well'
    const stopped = /the store stopped: EIO: disk is gone/
    await expect(put(store, 'd')).rejects.toThrow(stopped)
    await expect(ids(store)).rejects.toThrow(stopped)
    await expect(store.ready()).rejects.toThrow(stopped)
    await expect(store.claimMessages('', '', 1)).rejects.toThrow(stopped)
    await store.close()
    expect((await reopened(folder)).found).toEqual(['a'])
  })
})

const lockIn = async (folder: string) =>
  join(folder, (await readdir(folder)).find((name) => name.startsWith('lock-')) ?? 'no lock')

describe('another process', () => {
  const children: ChildProcess[] = []
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
  })
  const start = (...args: string[]) => {
    const script = new URL('lowdb-child.ts', import.meta.url).pathname
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    return child
  }
  const isOpen = async (child: ReturnType<typeof start>) => {
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    expect(said.toString()).toBe('open\n')
  }

  it('is refused while the folder is in use, and told by which process', async () => {
    const folder = await temporaryFolder()
    const child = start(folder)
    await isOpen(child)
    await expect(openLowdbStore({ folder })).rejects.toThrow(`${folder} is in use by process ${child.pid}; only one`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const log = logOf()
    const store = await openLowdbStore({ folder, log })
    expect(log.warnings).toEqual([expect.stringContaining(`was left by process ${child.pid}, which has ended`)])
    const second = start(folder)
    const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')])
    expect(said).toContain(`${folder} is in use by process ${process.pid}; only one`)
    expect(code).toBe(1)
    await put(store, 'a')
    await store.close()
    expect((await reopened(folder)).found).toEqual(['a'])
  })

  it('is refused in the same process too', async () => {
    const folder = await temporaryFolder()
    const store = await openLowdbStore({ folder })
    await expect(openLowdbStore({ folder })).rejects.toThrow('is in use by process')
    await store.close()
    await (await openLowdbStore({ folder })).close()
  })

  it('that died leaves a lock that is taken over, by one of many', async () => {
    const folder = await temporaryFolder()
    const child = start(folder)
    await isOpen(child)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const log = logOf()
    const ends = await Promise.allSettled(Array.from({ length: 20 }, () => openLowdbStore({ folder, log })))
    const stores = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
    expect(stores).toHaveLength(1)
    for (const store of stores) await store.close()
    expect(await lockIn(folder)).toBe(join(folder, 'no lock'))
  })

  it('with the same number as a dead one does not keep its lock alive', async () => {
    const folder = await temporaryFolder()
    const store = await openLowdbStore({ folder })
    const lock = JSON.parse(await readFile(await lockIn(folder), 'utf8'))
    expect(lock).toMatchObject({ pid: process.pid, host: hostname() })
    await store.close()
    await writeFile(join(folder, 'lock-5'), JSON.stringify({ ...lock, started: '1' }))
    const log = logOf()
    await (await openLowdbStore({ folder, log })).close()
    expect(log.warnings).toHaveLength(1)
  })

  it('that can not be seen from here is believed dead only when it leaves its lock alone', async () => {
    const folder = await temporaryFolder()
    const log = logOf()
    const take = () => lockFolder(folder, log.warn, () => undefined, 50)
    const free = await take()
    const file = await lockIn(folder)
    const lock = JSON.parse(await readFile(file, 'utf8'))
    await free()
    for (const left of [JSON.stringify({ ...lock, host: 'elsewhere', world: 'another' }), '', 'damaged']) {
      const found = join(folder, 'lock-100')
      await writeFile(found, left)
      const beating = setInterval(() => void utimes(found, new Date(), new Date()), 40)
      const who = left.startsWith('{') ? `${lock.pid} on elsewhere` : 'unknown'
      await expect(take()).rejects.toThrow(`${folder} is in use by process ${who};`)
      clearInterval(beating)
      await new Promise((resolve) => setTimeout(resolve, 100))
      const freed = await take()
      expect(log.warnings.pop()).toContain(`was left by process ${who}, which has ended`)
      await freed()
      await rm(join(folder, 'free-101'))
    }
  })

  it('sees a lock being touched, and stops when its own is taken away', async () => {
    const folder = await temporaryFolder()
    const ends: Error[] = []
    const free = await lockFolder(folder, console.warn, (why) => ends.push(why), 20)
    const file = await lockIn(folder)
    const { mtimeMs } = await stat(file)
    await expect.poll(async () => (await stat(file)).mtimeMs).toBeGreaterThan(mtimeMs)
    expect(ends).toEqual([])
    await writeFile(file, 'somebody else')
    await expect.poll(() => ends[0]?.message).toContain('was taken away')
    await free()
    expect(await readFile(file, 'utf8')).toBe('somebody else')
  })

  const steps: Step[] = [
    'commit.taken',
    'commit.written',
    'commit.synced',
    'fold.begun',
    'fold.journal_made',
    'fold.rows_written',
    'fold.written',
    'fold.renamed',
    'fold.cleaned',
  ]
  it.each(steps)('killed at %s loses nothing that it answered', async (step) => {
    const folder = await temporaryFolder()
    const child = start(folder, step, '3', '40')
    const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    expect(signal).toBe('SIGKILL')
    const answered = said.trim().split('\n').length - 1
    const log = logOf()
    const store = await openLowdbStore({ folder, log })
    const found = (await ids(store)).filter((id) => id !== 'turn')
    expect([answered, answered + 1]).toContain(found.length)
    expect(new Set(found)).toEqual(new Set(found.map((_, index) => `u${index + 1}`)))
    const turn = await store.read((tx) => tx.users.get('turn'))
    expect(turn?.name).toBe(found.length === 0 ? undefined : `turn ${found.length}`)
    if (turn) await expect(put(store, 'late', { email: turn.email })).rejects.toMatchObject({ rule: 'user.address' })
    await put(store, 'late', { email: `turn${(found.length + 1) % 2}@acme.example` })
    await store.close()
    expect(log.warnings).toEqual([expect.stringContaining('was left by process')])
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp') || name.startsWith('lock'))).toEqual([])
    expect((await reopened(folder)).found).toHaveLength(found.length + (turn ? 2 : 1))
  })
})
