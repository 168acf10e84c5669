import { open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Readable by the process's own user alone: rows hold personal data. */
export const privately = 0o600

/** Makes the names in a folder durable: a file that was made, renamed or removed stays so after a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  // Windows has no handle of a folder to sync; its file system journals names itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const digits = 8

export const journalFile = (folder: string, generation: number): string =>
  join(folder, `journal-${String(generation).padStart(digits, '0')}.jsonl`)

export const snapshotFile = (folder: string, generation: number): string =>
  join(folder, `snapshot-${String(generation).padStart(digits, '0')}.jsonl`)

/** Where a snapshot grows before it takes its name. */
export const unfinished = (file: string): string => join(dirname(file), `.${basename(file)}.tmp`)

export const readName = (
  name: string,
): { kind: 'journal' | 'snapshot' | 'unfinished'; generation: number } | undefined => {
  const [, dot, kind, generation, end] = /^(\.?)(journal|snapshot)-(\d{8,})\.jsonl(\.tmp)?$/.exec(name) ?? []
  if (!generation) return undefined
  if (dot && end) return { kind: 'unfinished', generation: Number(generation) }
  return dot || end ? undefined : { kind: kind as 'journal' | 'snapshot', generation: Number(generation) }
}
