import type { Row, TableRule } from '../../src/kernel/table.ts'
import type { Page, PageOptions, ReadTx, TableName } from '../../src/ports/store.ts'
import type { IndexedTable, Place } from './indexed-table.ts'
import { fits, readSearch, type Search, tableNames } from './search.ts'

export type Memory = ReadonlyMap<TableName, IndexedTable>

interface Layers {
  readonly base: IndexedTable
  readonly rows: ReadonlyMap<string, Row>
  readonly rule: TableRule
  readonly over: ReadonlyMap<string, Row | undefined> | undefined
}

/** Up to so many candidates are gathered and sorted; of more, only a page is walked. */
const gathered = 1000

/**
 * The tables with some rows laid over them. Over a draft lie the rows that its transaction wrote; over a reader's view lie the
 * rows as they were before later commits changed them, so that it stays as it was taken without holding anybody up.
 */
export class View {
  readonly #memory: Memory
  readonly #over = new Map<TableName, Map<string, Row | undefined>>()
  #state: 'open' | 'ended' = 'open'

  constructor(memory: Memory) {
    this.#memory = memory
  }

  /** Rows laid over the tables; `undefined` stands for a row that isn't there. */
  get over(): ReadonlyMap<TableName, ReadonlyMap<string, Row | undefined>> {
    return this.#over
  }

  lay(table: TableName, id: string, row: Row | undefined): void {
    this.#mustBeOpen()
    const over = this.#over.get(table) ?? new Map<string, Row | undefined>()
    this.#over.set(table, over.set(id, row))
  }

  /** Lays a row under which nothing lies yet. */
  keep(table: TableName, id: string, row: Row | undefined): void {
    if (!this.#over.get(table)?.has(id)) this.lay(table, id, row)
  }

  /** From now on every use is a mistake: somebody did not wait for it. */
  end(): void {
    this.#state = 'ended'
  }

  get(table: TableName, id: string): Row | undefined {
    const { rows, over } = this.#table(table)
    const row = over?.has(id) ? over.get(id) : rows.get(id)
    return row && frozen(row)
  }

  list(table: TableName, where: object): Row[] {
    const { rule } = this.#table(table)
    return this.#fitting(table, readSearch(rule, where))
      .sort(byPlace(() => ''))
      .map(frozen)
  }

  count(table: TableName, where: object, most = Number.POSITIVE_INFINITY): number {
    const { over, base, rule } = this.#table(table)
    const search = readSearch(rule, where)
    return Math.min(most, (over ? undefined : base.count(search)) ?? this.#fitting(table, search, most).length)
  }

  page(table: TableName, where: object, { limit, after, order = 'made', newestFirst = false }: PageOptions): Page<Row> {
    const { base, rows, over, rule } = this.#table(table)
    const search = readSearch(rule, where)
    const place = after === undefined ? undefined : readPlace(after)
    const value = (row: Row): string => (order === 'sort' ? (rule.sort?.(row) ?? '') : '')
    const ascending = byPlace(value)
    const compare = newestFirst ? (a: Row, b: Row) => ascending(b, a) : ascending
    const isPast = (row: Row): boolean =>
      place === undefined || comparePlaces({ value: value(row), id: row.id }, place) > 0 !== newestFirst
    const notPlace = (row: Row) => place === undefined || row.id !== place.id || value(row) !== place.value

    let found: Row[]
    if (base.size(search) <= gathered) found = this.#fitting(table, search)
    else {
      found = [...(over?.values() ?? [])].filter((row) => row !== undefined && fits(rule, search, row)) as Row[]
      let left = limit + 1
      for (const id of base.walk(search, order, newestFirst, place)) {
        const row = over?.has(id) ? undefined : rows.get(id)
        if (!row || !fits(rule, search, row)) continue
        found.push(row)
        if (--left === 0) break
      }
    }
    const following = found.filter((row) => isPast(row) && notPlace(row)).sort(compare)
    const last = following[limit - 1]
    const page = following.slice(0, limit).map(frozen)
    return following.length > limit && last
      ? { rows: page, next: writePlace({ value: value(last), id: last.id }) }
      : { rows: page }
  }

  #fitting(table: TableName, search: Search, most = Number.POSITIVE_INFINITY): Row[] {
    const { base, rows, over, rule } = this.#table(table)
    const found: Row[] = []
    for (const id of base.candidates(search)) {
      if (found.length >= most) return found
      const row = over?.has(id) ? undefined : rows.get(id)
      if (row && fits(rule, search, row)) found.push(row)
    }
    for (const row of over?.values() ?? []) if (row && fits(rule, search, row)) found.push(row)
    return found
  }

  #table(table: TableName): Layers {
    this.#mustBeOpen()
    const base = this.#memory.get(table) as IndexedTable
    return {
      base,
      rows: base.rows,
      rule: base.rule,
      over: this.#over.get(table),
    }
  }

  #mustBeOpen(): void {
    if (this.#state === 'ended') throw new Error('used after the end of its transaction: a promise was not awaited')
  }
}

/** A view as the core reads it; most reads are of a few of all tables. */
export const readerOf = (view: View): ReadTx => new Reader(view) as unknown as ReadTx

class Reader {
  readonly view: View
  constructor(view: View) {
    this.view = view
  }
}
for (const table of tableNames)
  Object.defineProperty(Reader.prototype, table, {
    get(this: Reader) {
      return new ViewReader(this.view, table)
    },
  })

/** Its methods answer at once, as promises; a mistake rejects. */
export class ViewReader {
  readonly view: View
  readonly table: TableName
  constructor(view: View, table: TableName) {
    this.view = view
    this.table = table
  }
  async get(id: string): Promise<Row | undefined> {
    return this.view.get(this.table, id)
  }
  async list(where: object): Promise<Row[]> {
    return this.view.list(this.table, where)
  }
  async page(where: object, options: PageOptions): Promise<Page<Row>> {
    return this.view.page(this.table, where, options)
  }
  async count(where: object, most?: number): Promise<number> {
    return this.view.count(this.table, where, most)
  }
}

const comparePlaces = (a: Place, b: Place): number =>
  a.value !== b.value ? (a.value < b.value ? -1 : 1) : a.id === b.id ? 0 : a.id < b.id ? -1 : 1

const byPlace =
  (value: (row: Row) => string) =>
  (a: Row, b: Row): number =>
    comparePlaces({ value: value(a), id: a.id }, { value: value(b), id: b.id })

const writePlace = ({ value, id }: Place): string => Buffer.from(JSON.stringify([value, id])).toString('base64url')

/** Whatever text comes in is some place: a mangled one gives a page that starts elsewhere, never an error. */
const readPlace = (text: string): Place => {
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    return { value: String(value), id: String(id) }
  } catch {
    return { value: '', id: '' }
  }
}

/** Rows are shared by everybody who reads them, so nobody may change one; copying each of them would cost more. */
export const frozen = <R>(row: R): R => {
  if (typeof row !== 'object' || row === null || Object.isFrozen(row)) return row
  for (const value of Object.values(row)) frozen(value)
  return Object.freeze(row)
}
