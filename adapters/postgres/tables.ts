import type { Row } from '../../src/kernel/table.ts'
import type { Page, PageOptions, ReadTx, Settlement, TableName, Tx } from '../../src/ports/store.ts'
import type { Message } from '../../src/trail/message.ts'
import { settled } from '../../src/trail/settled.ts'
import { tableNames } from './columns.ts'
import type { Session } from './session.ts'

/** A session as the core reads it. */
export const readerOf = (session: Session): ReadTx =>
  Object.fromEntries(tableNames.map((table) => [table, new Viewer(session, table)])) as unknown as ReadTx

/** A session as a use case writes on it. */
export const writerOf = (session: Session): Tx => {
  const tables = tableNames.map((table) => {
    if (table === 'audit') return [table, new Trail(session, table)] as const
    return [table, table === 'outbox' ? new Outbox(session, table) : new Open(session, table)] as const
  })
  return Object.fromEntries(tables) as unknown as Tx
}

class SessionReader {
  readonly session: Session
  readonly table: TableName
  constructor(session: Session, table: TableName) {
    this.session = session
    this.table = table
  }
  get(id: string): Promise<Row | undefined> {
    return this.session.get(this.table, id)
  }
  list(where: object): Promise<Row[]> {
    return this.session.list(this.table, where)
  }
  page(where: object, options: PageOptions): Promise<Page<Row>> {
    return this.session.page(this.table, where, options)
  }
  count(where: object, most?: number): Promise<number> {
    return this.session.count(this.table, where, most)
  }
}

class Viewer extends SessionReader {
  override count(where: object, most?: number): Promise<number> {
    return this.session.keptCount(this.table, where, most)
  }
}

class Open extends SessionReader {
  async put(row: Row): Promise<void> {
    this.session.put(this.table, row)
  }
  async remove(id: string): Promise<void> {
    this.session.remove(this.table, id)
  }
}

class Trail extends SessionReader {
  async append(row: Row): Promise<void> {
    if (await this.session.get(this.table, row.id)) throw new Error(`the trail can't be edited: ${row.id} is in it`)
    this.session.put(this.table, row)
  }
}

class Outbox extends SessionReader {
  async append(message: Message): Promise<void> {
    this.session.put(this.table, message)
  }
  async settle(id: string, result: Settlement): Promise<void> {
    const message = (await this.session.get(this.table, id)) as Message | undefined
    if (message) this.session.put(this.table, settled(message, result))
  }
}
