import { readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { readName, syncFolder } from './files.ts'
import type { Journal } from './journal.ts'
import type { Recovered } from './recover.ts'
import type { Steps } from './steps.ts'

/** Writes every row into a new snapshot, of `version` where that is not the newest, and goes on in a new journal; what was before goes. */
export const fold = async (
  folder: string,
  { db, snapshot }: Pick<Recovered, 'db' | 'snapshot'>,
  journal: Journal,
  steps: Steps,
  version?: number,
): Promise<void> => {
  await steps('fold.begun')
  const place = await journal.rotate()
  await steps('fold.journal_made')
  snapshot.next = {
    ...place,
    ...(version !== undefined && { version }),
    settled: () => journal.durable(journal.appended),
  }
  await db.write()
  await steps('fold.renamed')
  await removeBefore(folder, place.generation)
  await steps('fold.cleaned')
}

/** Removes what a snapshot made superfluous. */
const removeBefore = async (folder: string, generation: number): Promise<void> => {
  for (const name of await readdir(folder)) {
    const file = readName(name)
    if (file && file.generation < generation) await unlink(join(folder, name))
  }
  await syncFolder(folder)
}
