import { open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { journalFile, readName, snapshotFile, syncFolder } from './files.ts'
import type { JournalEnd } from './journal.ts'
import { Damage, type Held, readLines } from './lines.ts'
import { applyChanges, noRows, type Rows, Snapshot } from './snapshot.ts'
import type { Steps } from './steps.ts'
import { mustKnow, newestOf, type Version } from './versions.ts'

export interface Recovered {
  readonly db: Low<Rows>
  readonly snapshot: Snapshot
  readonly end: JournalEnd
  /** The version of what lies in the folder; the newest for an empty one. */
  readonly version: number
}

/**
 * Finds every commit that was answered: the newest snapshot, and over it the journals from its generation on (two, when a fold
 * was interrupted). Drops the last line of the last journal when a crash tore it, with a warning. Throws `Damage` for anything
 * else that is not as it was written. Removes what earlier folds left behind.
 */
export const recover = async (
  folder: string,
  warn: (text: string) => void,
  steps: Steps,
  known: readonly Version[],
): Promise<Recovered> => {
  const names = (await readdir(folder)).flatMap((name) => {
    const read = readName(name)
    return read ? [{ name, ...read }] : []
  })
  const generations = (kind: 'journal' | 'snapshot') =>
    names.filter((one) => one.kind === kind).map((one) => one.generation)
  const newest = Math.max(0, ...generations('snapshot'))
  const journals = generations('journal')
    .filter((generation) => generation >= newest)
    .sort((a, b) => a - b)
  const gap = journals.findIndex((generation, index) => generation !== newest + index)
  if (gap === 0 && newest === 0) throw new Damage(`${snapshotFile(folder, journals[0] ?? 0)} is missing`)
  if (gap >= 0 || (newest > 0 && journals.length === 0))
    throw new Damage(`${journalFile(folder, newest + Math.max(gap, 0))} is missing`)

  const snapshot = new Snapshot(folder, newest, steps, known)
  const db = new Low<Rows>(snapshot, noRows(known))
  await db.read()
  const begun: number[] = []
  const opens: Opens = (file, version) => {
    mustKnow(file, version, known)
    begun.push(version)
  }
  const end = await replay(folder, newest, journals, snapshot.from, { rows: db.data, warn, opens })

  const stale = names.filter(({ kind, generation }) => kind === 'unfinished' || generation < newest)
  for (const { name } of stale) await unlink(join(folder, name))
  if (stale.length > 0) await syncFolder(folder)
  return { db, snapshot, end, version: snapshot.version ?? begun[0] ?? newestOf(known) }
}

/** Hears of the version of each journal, before its rows. */
type Opens = (file: string, version: number) => void

const replay = async (
  folder: string,
  newest: number,
  journals: readonly number[],
  from: number,
  { rows, warn, opens }: { readonly rows: Rows; readonly warn: (text: string) => void; readonly opens: Opens },
): Promise<JournalEnd> => {
  let end: JournalEnd = { generation: newest, bytes: 0, next: from }
  for (const generation of journals) {
    const file = journalFile(folder, generation)
    const held = await replayOne(file, generation, end.next, rows, opens)
    const isLast = generation === journals.at(-1)
    // A journal is on disk, with its first line, before the snapshot of its generation is.
    const wasWhole = !isLast || (held.lines === 0 && generation === newest && newest > 0)
    if ((held.torn || held.lines === 0) && wasWhole)
      throw new Damage(`${file} is damaged: it ends too early, at byte ${held.bytes}`)
    if (held.lines === 0) {
      warn(`${file} was being made when the process ended; it holds nothing and is removed`)
      await unlink(file)
      await syncFolder(folder)
      return end
    }
    if (held.torn) {
      warn(
        `${file}: line ${held.lines + 1}, at byte ${held.bytes}, was torn by a crash and is dropped; nobody was told that it was kept`,
      )
      await cut(file, held.bytes)
    }
    end = { generation, bytes: held.bytes, next: end.next + held.lines - 1 }
  }
  return end
}

const replayOne = (file: string, generation: number, from: number, rows: Rows, opens: Opens): Promise<Held> =>
  readLines(file, (line, number) => {
    if (number === 1) {
      if (!('format' in line) || line.format !== 1 || line.generation !== generation || line.from !== from) return false
      opens(file, line.version)
      return true
    }
    if (!('changes' in line) || line.n !== from + number - 2) return false
    applyChanges(file, rows, line.changes)
    return true
  })

const cut = async (file: string, bytes: number): Promise<void> => {
  const handle = await open(file, 'r+')
  try {
    await handle.truncate(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
