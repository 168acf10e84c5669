import type { PoolClient, QueryResult } from 'pg'
import type { Row } from '../../src/kernel/table.ts'
import type { Page, PageOptions, TableName } from '../../src/ports/store.ts'
import { sqlTable } from './columns.ts'
import { keptCountQuery } from './counts.ts'
import { countQuery, listQuery, pageQuery, placeAfter, type Query } from './search.ts'
import { type Write, writeQueries } from './writes.ts'

/** Never in a text of PostgreSQL: U+0000, and halves of surrogate pairs. No row has such an id. */
const unkeepable = /[\0\p{Surrogate}]/u

/**
 * One transaction on one connection. What is put is held back until a search in its table, or the commit, needs it in the
 * database, so that the rows of a table travel together. Rows travel as JSON, so that nobody shares an object with the caller.
 */
export class Session {
  readonly #client: PoolClient
  /** What `get` found, by table and id; `undefined` is a row that isn't there. */
  readonly #seen = new Map<string, string | undefined>()
  readonly #pending = new Map<TableName, Map<string, string | undefined>>()
  #last: Promise<unknown> = Promise.resolve()
  /** Settles once all is in the database that was on its way there, whether or not anybody waited for it. */
  #written: Promise<unknown> = Promise.resolve()
  #failure: unknown
  #state: 'open' | 'ended' = 'open'

  constructor(client: PoolClient) {
    this.#client = client
  }

  /** The first thing that went wrong in the database; after it nothing can be committed, whatever the caller made of it. */
  get failure(): unknown {
    return this.#failure
  }

  async get(table: TableName, id: string): Promise<Row | undefined> {
    this.#mustBeOpen()
    if (unkeepable.test(id)) return undefined
    const pending = this.#pending.get(table)
    if (pending?.has(id)) return parse(pending.get(id))
    const key = `${table} ${id}`
    if (!this.#seen.has(key)) {
      const text = `SELECT "row" FROM "${sqlTable(table)}" WHERE "id" = $1`
      const { rows } = await this.#query<{ row: string }>({ text, values: [id] })
      this.#seen.set(key, rows[0]?.row)
    }
    return parse(this.#seen.get(key))
  }

  async list(table: TableName, where: object): Promise<Row[]> {
    return this.#rows(table, listQuery(table, where))
  }

  async count(table: TableName, where: object, most?: number): Promise<number> {
    const query = countQuery(table, where, most)
    await this.#settle(table)
    const { rows } = await this.#query<{ count: string }>(query)
    return Number(rows[0]?.count)
  }

  /** As a reader may ask it, who decides nothing by the number. */
  async keptCount(table: TableName, where: object, most?: number): Promise<number> {
    const query = keptCountQuery(table, where)
    if (!query) return this.count(table, where, most)
    const { rows } = await this.#query<{ count: string }>(query)
    return Math.min(Number(rows[0]?.count), most ?? Number.POSITIVE_INFINITY)
  }

  async page(table: TableName, where: object, options: PageOptions): Promise<Page<Row>> {
    const rows = await this.#rows(table, pageQuery(table, where, options))
    const page = rows.slice(0, options.limit)
    const last = page.at(-1)
    return rows.length > page.length && last ? { rows: page, next: placeAfter(table, last, options) } : { rows: page }
  }

  put(table: TableName, row: Row): void {
    if (unkeepable.test(row.id)) throw new TypeError('an id holds what PostgreSQL can not keep in a text')
    this.#hold(table, row.id, JSON.stringify(row))
  }

  remove(table: TableName, id: string): void {
    if (!unkeepable.test(id)) this.#hold(table, id, undefined)
  }

  /** Brings everything that is held back to the database. */
  async flush(): Promise<void> {
    for (const table of [...this.#pending.keys()]) await this.#settle(table)
    await this.#written
  }

  /** From now on every use is a mistake: somebody did not wait for it. Resolves when the connection is free. */
  async end(): Promise<void> {
    this.#state = 'ended'
    await this.#last
  }

  async #rows(table: TableName, query: Query): Promise<Row[]> {
    await this.#settle(table)
    const { rows } = await this.#query<{ row: string }>(query)
    return rows.map(({ row }) => {
      const read = JSON.parse(row) as Row
      this.#seen.set(`${table} ${read.id}`, row)
      return read
    })
  }

  #hold(table: TableName, id: string, row: string | undefined): void {
    this.#mustBeOpen()
    const pending = this.#pending.get(table) ?? new Map<string, string | undefined>()
    this.#pending.set(table, pending.set(id, row))
  }

  async #settle(table: TableName): Promise<void> {
    this.#mustBeOpen()
    const pending = this.#pending.get(table)
    if (!pending) return
    this.#pending.delete(table)
    const writes = [...pending].map(([id, row]): Write => {
      const key = `${table} ${id}`
      const before = this.#seen.has(key) ? (parse(this.#seen.get(key)) ?? 'absent') : 'unknown'
      return { id, row: parse(row), before }
    })
    for (const [id, row] of pending) this.#seen.set(`${table} ${id}`, row)
    // In this order, and before whatever is asked after them.
    const written = Promise.all(writeQueries(table, writes).map((query) => this.#query(query)))
    this.#written = Promise.allSettled([this.#written, written])
    await written
  }

  #query<R extends object>(query: Query): Promise<QueryResult<R>> {
    this.#mustBeOpen()
    const result = this.#last.then(async () => {
      // What nobody waited for must not run after the end, outside the transaction.
      this.#mustBeOpen()
      if (this.#failure) throw this.#failure
      try {
        return await this.#client.query<R>(query.text, query.values)
      } catch (error) {
        this.#failure = error
        throw error
      }
    })
    this.#last = result.catch(() => undefined)
    return result
  }

  #mustBeOpen(): void {
    if (this.#state === 'ended') throw new Error('used after the end of its transaction: a promise was not awaited')
  }
}

const parse = (json: string | undefined): Row | undefined =>
  json === undefined ? undefined : (JSON.parse(json) as Row)
