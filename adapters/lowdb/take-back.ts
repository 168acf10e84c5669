import { fold } from './fold.ts'
import { Journal } from './journal.ts'
import { lockFolder } from './lock.ts'
import { recover } from './recover.ts'
import type { Steps } from './steps.ts'
import { newestOf, type Version, versions } from './versions.ts'

/**
 * Makes an embedded store what the version before knows, for the program of that version: its tables stay as they are, those that
 * came after it are lost. Whole or not at all, wherever it is broken off. Answers the version that the store is of then, which is
 * the one it was of when that is older than this program's. Throws when there is none before, and when a process has the folder.
 */
export const takeBackFolder = async (
  folder: string,
  warn: (text: string) => void,
  known: readonly Version[] = versions,
  steps: Steps = () => undefined,
): Promise<number> => {
  const unlock = await lockFolder(folder, warn, () => undefined)
  try {
    const { db, snapshot, end, version } = await recover(folder, warn, steps, known)
    if (version < newestOf(known)) return version
    const [before, last] = [known.at(-2), known.at(-1)]
    if (!before || !last) throw new Error('this is the first version: there is none before it')
    for (const table of last.adds ?? []) (db.data as Map<string, unknown>).delete(table)
    const journal = await Journal.open(folder, end, steps, before.number)
    await fold(folder, { db, snapshot }, journal, steps, before.number)
    await journal.close()
    return before.number
  } finally {
    await unlock()
  }
}
