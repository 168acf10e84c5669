import { mkdir } from 'node:fs/promises'
import type { Row } from '../../src/kernel/table.ts'
import type { Store, TableName } from '../../src/ports/store.ts'
import { type Message, outboxTable } from '../../src/trail/message.ts'
import { taken } from '../../src/trail/settled.ts'
import { checkUnique, draftOf, type Written, writtenBy } from './draft.ts'
import { fold } from './fold.ts'
import { IndexedTable } from './indexed-table.ts'
import { Journal } from './journal.ts'
import { lockFolder } from './lock.ts'
import { Mutex } from './mutex.ts'
import { recover } from './recover.ts'
import { ruleOf, tableNames } from './search.ts'
import type { Steps } from './steps.ts'
import { newestOf, type Version, versions } from './versions.ts'
import { frozen, type Memory, readerOf, View } from './view.ts'

export interface LowdbSettings {
  /** Made when it isn't there. Holds a lock, a journal, and in time a snapshot. */
  readonly folder: string
  readonly log?: { warn(text: string): void }
  /** The journal is folded into a new snapshot once it is longer than so many bytes, and than the last snapshot. */
  readonly foldAfter?: number
  /** For tests: called at each named moment, and waited for. */
  readonly steps?: Steps
  /** For tests: the versions of what is kept. */
  readonly known?: readonly Version[]
}

/**
 * Opens the embedded store: every row in memory, lowdb for the snapshot, and a journal in which a commit is on disk before it is
 * answered. One process at a time. Throws `FolderInUse` when another one has the folder, and `Damage` when a file is not as it was
 * written; both say which. A failing disk stops the store: every call throws from then on.
 */
export const openLowdbStore = async (settings: LowdbSettings): Promise<Store> => {
  const { folder, log = console, foldAfter = 16 * 1024 * 1024, steps = () => undefined, known = versions } = settings
  const warn = (text: string) => log.warn(text)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let journal: Journal | undefined
  const unlock = await lockFolder(folder, warn, (why) => journal?.stop(why))
  try {
    const { db, snapshot, end, version } = await recover(folder, warn, steps, known)
    const opened = await Journal.open(folder, end, steps, newestOf(known))
    journal = opened
    const rowsOf = (table: TableName) => db.data.get(table) as Map<string, Row>
    const memory: Memory = new Map(tableNames.map((table) => [table, new IndexedTable(ruleOf(table), rowsOf(table))]))
    const foldNow = () => fold(folder, { db, snapshot }, opened, steps)
    // From here on files hold what the version before may not know.
    if (version < newestOf(known)) await foldNow()
    const isLong = () => opened.bytes > Math.max(foldAfter, snapshot.bytes)
    return storeOver(memory, opened, { isLong, fold: foldNow, warn }, unlock)
  } catch (error) {
    await unlock()
    throw error
  }
}

interface Folding {
  isLong(): boolean
  fold(): Promise<void>
  warn(text: string): void
}

const storeOver = (memory: Memory, journal: Journal, folding: Folding, unlock: () => Promise<void>): Store => {
  const mutex = new Mutex()
  const readers = new Set<View>()
  let fold: Promise<void> | undefined
  let closing: Promise<void> | undefined

  const foldWhenLong = (): void => {
    if (fold || closing || !folding.isLong()) return
    // Until one succeeds the journals go on growing, which loses nothing.
    const failed = (error: Error) => folding.warn(`the journal could not be folded into a snapshot: ${error.message}`)
    fold = folding
      .fold()
      .catch(failed)
      .finally(() => {
        fold = undefined
      })
  }

  const commit = (written: readonly Written[]): void => {
    journal.append(written.map(([table, id, row]) => JSON.stringify([table, row ?? id])).join(','))
    for (const [table, id, row] of written) {
      const base = memory.get(table) as IndexedTable
      for (const view of readers) view.keep(table, id, base.rows.get(id))
      base.set(id, row)
    }
    foldWhenLong()
  }

  const transaction: Store['transaction'] = async (work) => {
    const { ticket, answer } = await mutex.run(async () => {
      journal.mustWork()
      const draft = new View(memory)
      try {
        const result = await work(draftOf(draft))
        checkUnique(memory, draft)
        const written = writtenBy(memory, draft)
        if (written.length > 0) commit(written)
        return { ticket: journal.appended, answer: () => result }
      } catch (error) {
        const answer = () => {
          throw error
        }
        return { ticket: journal.appended, answer }
      } finally {
        draft.end()
      }
    })
    // Others go on meanwhile. A refusal waits too: it may rest on a commit that is not on disk yet.
    await journal.durable(ticket)
    return answer()
  }

  const read: Store['read'] = async (work) => {
    journal.mustWork()
    const view = new View(memory)
    const ticket = journal.appended
    readers.add(view)
    try {
      return await work(readerOf(view))
    } finally {
      readers.delete(view)
      view.end()
      await journal.durable(ticket)
    }
  }

  return {
    transaction,
    read,
    claimMessages: (now, lease, limit, queue) =>
      transaction(async () => {
        const outbox = memory.get('outbox') as IndexedTable
        const due = outbox.timed(queue ? `${queue}DueAt` : 'dueAt', now)
        const claimed = dueMessages(outbox, due, limit).map((message) => frozen(taken(message, lease)))
        if (claimed.length > 0) commit(claimed.map((message) => ['outbox', message.id, message]))
        return claimed
      }),
    ready: async () => journal.mustWork(),
    close: () => {
      closing ??= (async () => {
        await mutex.run(async () => undefined)
        await fold
        await journal.close()
        await unlock()
      })()
      return closing
    },
  }
}

/** Of these due messages, each that is the oldest waiting one of its lane. */
const dueMessages = (outbox: IndexedTable, ids: Iterable<string>, limit: number): Message[] => {
  const due: Message[] = []
  for (const id of ids) {
    if (due.length >= limit) break
    const message = outbox.rows.get(id) as unknown as Message
    const lane = outboxTable.keys.lane(message)
    if (typeof lane === 'string' && outbox.oldest('lane', lane) === id) due.push(message)
  }
  return due
}
