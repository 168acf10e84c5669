import type { Row } from '../kernel/table.ts'
import type { Message } from '../trail/message.ts'
import type { Page, PageOptions, ReadTx, Store, TableName, Tables, Tx } from './store.ts'
import { tables } from './store.ts'

/** What a table holds: how many rows, and a checksum that is the same whatever order a store hands them out in. */
export interface TableSum {
  readonly table: TableName
  readonly rows: number
  /** 64 hexadecimal digits. */
  readonly checksum: string
}

export interface CopyTools {
  /** SHA-256 of a text, as 64 hexadecimal digits. */
  digest(text: string): string
  /** The source is in use and goes on changing: the copy is what it held when copying began. */
  readonly inUse?: boolean
  /** Called after each batch; what it throws breaks the copy off. */
  onProgress?(progress: CopyProgress): void
}

export interface CopyProgress {
  readonly table: TableName
  /** Copied so far, and to copy, over all tables. */
  readonly done: number
  readonly of: number
}

/** Why nothing was copied, or why a copy must not be used. */
export class CopyRefused extends Error {
  readonly because: 'nothing_to_copy' | 'not_empty' | 'source_changed' | 'not_the_same'
  readonly sums: readonly TableSum[]
  constructor(because: CopyRefused['because'], sums: readonly TableSum[]) {
    super(`the store was not copied: ${because}`)
    this.because = because
    this.sums = sums
  }
}

/**
 * Companies come last: without its company nobody can act, so that a copy that broke off is of no use to anybody. The outbox comes
 * just before them, since whoever opens the copy sends what waits in it.
 */
const order: readonly TableName[] = [
  ...(Object.keys(tables) as TableName[]).filter((table) => table !== 'companies' && table !== 'outbox'),
  'outbox',
  'companies',
]

const rowsPerBatch = 250

/**
 * Copies every row of one store to another, empty one, as it is and under its own id: the trail and the outbox as well. The source
 * is read in one consistent view; the target is written batch by batch, so that a store of any size fits. Then both are read again.
 * Answers what each table holds in both. Throws `CopyRefused` when the source holds nothing, when the target holds something, when
 * the source was changed meanwhile though it is not in use, or when the target does not hold the same afterwards; in the last two cases, as after any
 * other error, the target holds part of a copy and has to be emptied before another attempt.
 */
export const copyStore = async (from: Store, to: Store, tools: CopyTools): Promise<readonly TableSum[]> => {
  const present = await to.read(countRows)
  if (totalOf(present) > 0) throw new CopyRefused('not_empty', present)
  const copied = await from.read((view) => copyRows(view, to, tools))
  const kept = await to.read((view) => sumRows(view, tools))
  if (!isSame(copied, kept)) throw new CopyRefused('not_the_same', kept)
  if (tools.inUse) return copied
  const now = await from.read((view) => sumRows(view, tools))
  if (!isSame(copied, now)) throw new CopyRefused('source_changed', now)
  return copied
}

/** What each table of a store holds, in one consistent view. Throws `CopyRefused` when that is nothing. */
export const sumStore = async (store: Store, tools: CopyTools): Promise<readonly TableSum[]> => {
  const sums = await store.read((view) => sumRows(view, tools))
  if (totalOf(sums) === 0) throw new CopyRefused('nothing_to_copy', sums)
  return sums
}

const copyRows = async (view: ReadTx, to: Store, tools: CopyTools): Promise<readonly TableSum[]> => {
  const counts = await countRows(view)
  const of = totalOf(counts)
  if (of === 0) throw new CopyRefused('nothing_to_copy', counts)
  const sums: TableSum[] = []
  let done = 0
  for (const table of order) {
    const sum = new Sum(table, tools)
    for await (const rows of batchesOf(view, table)) {
      await to.transaction((tx) => writeRows(tx, table, rows))
      for (const row of rows) sum.add(row)
      done += rows.length
      tools.onProgress?.({ table, done, of })
    }
    sums.push(sum.total)
  }
  return inReadingOrder(sums)
}

const sumRows = async (view: ReadTx, tools: CopyTools): Promise<readonly TableSum[]> => {
  const sums: TableSum[] = []
  for (const table of order) {
    const sum = new Sum(table, tools)
    for await (const rows of batchesOf(view, table)) for (const row of rows) sum.add(row)
    sums.push(sum.total)
  }
  return inReadingOrder(sums)
}

const countRows = async (view: ReadTx): Promise<readonly TableSum[]> => {
  const sums: TableSum[] = []
  for (const table of order) sums.push({ table, rows: await view[table].count({}), checksum: '' })
  return inReadingOrder(sums)
}

/** The order in which the tables are declared. */
const inReadingOrder = (sums: readonly TableSum[]): readonly TableSum[] => {
  const names = Object.keys(tables)
  return sums.toSorted((a, b) => names.indexOf(a.table) - names.indexOf(b.table))
}

const totalOf = (sums: readonly TableSum[]): number => sums.reduce((total, { rows }) => total + rows, 0)

const isSame = (some: readonly TableSum[], others: readonly TableSum[]): boolean =>
  some.every(({ rows, checksum }, index) => rows === others[index]?.rows && checksum === others[index]?.checksum)

async function* batchesOf(view: ReadTx, table: TableName): AsyncGenerator<readonly Row[]> {
  const reader = view[table] as { page(where: object, options: PageOptions): Promise<Page<Row>> }
  let after: string | undefined
  do {
    const page = await reader.page({}, { limit: rowsPerBatch, after })
    if (page.rows.length > 0) yield page.rows
    after = page.next
  } while (after)
}

const writeRows = async (tx: Tx, table: TableName, rows: readonly Row[]): Promise<void> => {
  for (const row of rows)
    if (table === 'audit') await tx.audit.append(row as Tables['audit'])
    else if (table === 'outbox') await tx.outbox.append(row as Message)
    else await (tx[table] as { put(row: Row): Promise<void> }).put(row)
}

/** Adds up the digests of rows: 256 bits, and addition does not mind the order. */
class Sum {
  readonly #table: TableName
  readonly #tools: CopyTools
  #rows = 0
  #sum = 0n
  constructor(table: TableName, tools: CopyTools) {
    this.#table = table
    this.#tools = tools
  }
  add(row: Row): void {
    this.#rows++
    this.#sum = BigInt.asUintN(256, this.#sum + BigInt(`0x${this.#tools.digest(inOneForm(row))}`))
  }
  get total(): TableSum {
    return { table: this.#table, rows: this.#rows, checksum: this.#sum.toString(16).padStart(64, '0') }
  }
}

/** JSON with the fields of each object in the order of their names: two stores may keep them in another. */
const inOneForm = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inOneForm).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${inOneForm(field)}`).join(',')}}`
}
