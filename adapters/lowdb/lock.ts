import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { privately } from './files.ts'

/** Who holds a folder. A process id alone is not enough: after a restart of the machine it may be somebody else's. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** When that process started, in the kernel's own words; empty where the kernel does not say. */
  readonly started: string
  /** Which boot and which set of process ids `pid` belongs to (a container has its own). */
  readonly world: string
  readonly token: string
}

export class FolderInUse extends Error {}

/**
 * Takes a folder for this process alone; answers how to let go of it. A lock that a dead process left is taken over. Throws
 * `FolderInUse` when another process, or an earlier call in this one, has it. `lost` is called if the lock is ever taken away.
 *
 * Locks are numbered and the highest counts. Whoever takes over makes the next number, which only one can; nobody removes the
 * highest, so that a slow process can't remove, or make again, what a quicker one has just made.
 */
export const lockFolder = async (
  folder: string,
  warn: (text: string) => void,
  lost: (why: Error) => void,
  /** How often, in milliseconds, a lock is touched to show that its process lives. */
  beat = 2_000,
): Promise<() => Promise<void>> => {
  const own = myself()
  const text = JSON.stringify(own)
  for (;;) {
    const highest = (await locksIn(folder)).at(-1)
    if (highest?.kind === 'lock') await mustBeDead(folder, highest.file, own, warn, 3 * beat)
    const number = (highest?.number ?? 0) + 1
    const file = join(folder, `lock-${number}`)
    if (!(await makes(file, text))) continue
    const others = (await locksIn(folder)).filter((one) => one.file !== file)
    if (others.some((other) => other.number >= number)) {
      await unlink(file)
      continue
    }
    for (const other of others) await rm(other.file, { force: true })
    return holding(folder, file, number, text, lost, beat)
  }
}

const holding = (
  folder: string,
  file: string,
  number: number,
  text: string,
  lost: (why: Error) => void,
  beat: number,
) => {
  const isMine = async () => (await readFile(file, 'utf8').catch(() => '')) === text
  const timer = setInterval(async () => {
    const now = new Date()
    if (!(await isMine())) lost(new Error(`${file} was taken away`))
    // Shows processes that can't see this one that it lives. A beat that is missed does no harm.
    else await utimes(file, now, now).catch(() => undefined)
  }, beat)
  timer.unref()
  return async () => {
    clearInterval(timer)
    if (await isMine()) await rename(file, join(folder, `free-${number}`))
  }
}

/** From the lowest number to the highest. */
const locksIn = async (folder: string) =>
  (await readdir(folder))
    .flatMap((name) => {
      const [, kind, number] = /^(lock|free)-(\d+)$/.exec(name) ?? []
      return kind ? [{ kind, number: Number(number), file: join(folder, name) }] : []
    })
    .sort((a, b) => a.number - b.number)

const mustBeDead = async (
  folder: string,
  file: string,
  own: Holder,
  warn: (text: string) => void,
  patience: number,
): Promise<void> => {
  const found = await readFile(file, 'utf8').catch(() => undefined)
  if (found === undefined) return
  const alive = await isAlive(file, found, own, patience)
  const holder = readHolder(await readFile(file, 'utf8').catch(() => found))
  const who = `process ${holder?.pid ?? 'unknown'}${holder && holder.host !== own.host ? ` on ${holder.host}` : ''}`
  if (alive) throw new FolderInUse(`${folder} is in use by ${who}; only one process can use it at a time`)
  warn(`${file} was left by ${who}, which has ended; taking it over`)
}

const makes = async (file: string, text: string): Promise<boolean> => {
  try {
    await writeFile(file, text, { mode: privately, flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

const isAlive = async (file: string, found: string, own: Holder, patience: number): Promise<boolean> => {
  const holder = readHolder(found)
  if (holder?.world === own.world && holder.host === own.host) return startOf(holder.pid) === holder.started
  // A process of another machine or container can't be seen from here; its lock is touched as long as it lives. The same goes
  // for a lock that can't be read: it may be in the making.
  const touched = async () => (await stat(file).catch(() => undefined))?.mtimeMs
  const before = await touched()
  await sleep(patience)
  return before !== (await touched()) || (await readFile(file, 'utf8').catch(() => '')) !== found
}

const myself = (): Holder => ({
  pid: process.pid,
  host: hostname(),
  started: startOf(process.pid) ?? '',
  world: `${readOr('', '/proc/sys/kernel/random/boot_id').trim()} ${linkOr('', '/proc/self/ns/pid')}`,
  token: randomUUID(),
})

/** When a process started; `undefined` when there is none with this id. */
const startOf = (pid: number): string | undefined => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  // Field 22 of proc(5) stat; the name in field 2 may hold spaces and brackets.
  const stat = readOr('', `/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

const readHolder = (text: string): Holder | undefined => {
  try {
    const holder = JSON.parse(text) as Holder
    return Number.isInteger(holder.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

const readOr = (otherwise: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

const linkOr = (otherwise: string, file: string): string => {
  try {
    return readlinkSync(file)
  } catch {
    return otherwise
  }
}
