import { Conflict, type Row } from '../../src/kernel/table.ts'
import type { Settlement, TableName, Tx } from '../../src/ports/store.ts'
import type { Message } from '../../src/trail/message.ts'
import { settled } from '../../src/trail/settled.ts'
import { tableNames } from './search.ts'
import { type Memory, type View, ViewReader } from './view.ts'

/** A view that a transaction writes on. */
export const draftOf = (view: View): Tx => {
  const tables = tableNames.map((table) => {
    if (table === 'audit') return [table, new Trail(view, table)] as const
    return [table, table === 'outbox' ? new Outbox(view, table) : new Open(view, table)] as const
  })
  return Object.fromEntries(tables) as unknown as Tx
}

class Open extends ViewReader {
  async put(row: Row): Promise<void> {
    lay(this, row)
  }
  async remove(id: string): Promise<void> {
    this.view.lay(this.table, id, undefined)
  }
}

class Trail extends ViewReader {
  async append(row: Row): Promise<void> {
    if (this.view.get(this.table, row.id)) throw new Error(`the trail can't be edited: ${row.id} is in it`)
    lay(this, row)
  }
}

class Outbox extends ViewReader {
  async append(message: Message): Promise<void> {
    lay(this, message)
  }
  async settle(id: string, result: Settlement): Promise<void> {
    const message = this.view.get(this.table, id) as Message | undefined
    if (message) lay(this, settled(message, result))
  }
}

/** Through JSON: it keeps what is kept, drops what is undefined, and lets go of the caller's object. */
const lay = ({ view, table }: ViewReader, row: Row): void =>
  view.lay(table, row.id, JSON.parse(JSON.stringify(row)) as Row)

/** Throws `Conflict` when two rows would share what a uniqueness rule keeps apart, once the draft lies in the tables. */
export const checkUnique = (memory: Memory, draft: View): void => {
  for (const [table, over] of draft.over) {
    const base = memory.get(table)
    for (const [name, sharedBy] of Object.entries(base?.rule.unique ?? {})) {
      const holders = new Set<string>()
      for (const row of over.values()) {
        const value = row && sharedBy(row)
        if (value === undefined) continue
        const holder = base?.holder(name, value)
        if (holders.has(value) || (holder !== undefined && !over.has(holder))) throw new Conflict(name)
        holders.add(value)
      }
    }
  }
}

export type Written = readonly [table: TableName, id: string, row: Row | undefined]

/** What a draft changes; removing what isn't there changes nothing. */
export const writtenBy = (memory: Memory, draft: View): Written[] =>
  [...draft.over].flatMap(([table, over]) =>
    [...over]
      .filter(([id, row]) => row !== undefined || memory.get(table)?.rows.has(id))
      .map(([id, row]): Written => [table, id, row]),
  )
