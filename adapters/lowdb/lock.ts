import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
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

const beat = 2_000

export class FolderInUse extends Error {}

/**
 * Takes a folder for this process alone; answers how to let go of it. A lock that a dead process left is taken over. Throws
 * `FolderInUse` when another process, or an earlier call in this one, has it. `lost` is called if the lock is ever gone.
 */
export const lockFolder = async (
  folder: string,
  warn: (text: string) => void,
  lost: (why: Error) => void,
): Promise<() => Promise<void>> => {
  const file = join(folder, 'lock')
  const own = myself()
  const text = JSON.stringify(own)
  while (!(await makes(file, text))) {
    const found = await readFile(file, 'utf8').catch(() => undefined)
    if (found === undefined) continue
    const holder = readHolder(found)
    if (await isAlive(file, found, holder)) throw new FolderInUse(inUse(folder, holder, own))
    warn(`${file} was left by process ${holder?.pid ?? 'unknown'}, which has ended; taking it over`)
    await takeAway(file, found, own.token)
  }
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
    if (await isMine()) await unlink(file)
  }
}

const inUse = (folder: string, holder: Holder | undefined, own: Holder): string => {
  const where = holder && holder.host !== own.host ? ` on ${holder.host}` : ''
  return `${folder} is in use by process ${holder?.pid ?? 'unknown'}${where}; only one process can use it at a time`
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

/** Removes a dead process's lock. Two that start at once may both try; what the slower one took by then is put back. */
const takeAway = async (file: string, dead: string, token: string): Promise<void> => {
  const away = `${file}-${token}.old`
  try {
    await rename(file, away)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const taken = await readFile(away, 'utf8')
  if (taken !== dead) await makes(file, taken)
  await unlink(away)
}

const isAlive = async (file: string, found: string, holder: Holder | undefined): Promise<boolean> => {
  const own = myself()
  if (holder && holder.world === own.world && holder.host === own.host) return startOf(holder.pid) === holder.started
  // A process of another machine or container can't be seen from here; its lock is touched as long as it lives.
  const before = await stat(file).catch(() => undefined)
  await sleep(3 * beat)
  const after = await stat(file).catch(() => undefined)
  const same = (await readFile(file, 'utf8').catch(() => '')) === found
  return !same || before?.mtimeMs !== after?.mtimeMs
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
