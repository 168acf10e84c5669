import { createHash } from 'node:crypto'
import { searchText } from '../../src/kernel/search-text.ts'
import type { Row, TableRule } from '../../src/kernel/table.ts'
import { type TableName, tables } from '../../src/ports/store.ts'

export const tableNames = Object.keys(tables) as TableName[]

/** The rule of a table, without the type of its rows: here a row is what it was kept as. */
export const ruleOf = (table: TableName): TableRule => tables[table] as unknown as TableRule

/** Keys that several values of one row may be found by. Each has a table of its own, of (value, id): every engine can index that. */
const listKeys: { readonly [T in TableName]?: readonly string[] } = {
  licences: ['standard'],
  connections: ['companyId'],
  identities: ['lookup'],
  groups: ['lookup'],
  workspaces: ['companyId'],
  audit: ['companyId', 'about'],
}
export const isListKey = (table: TableName, key: string): boolean => listKeys[table]?.includes(key) ?? false

/** Keys of which a reader asks how many of very many rows have a value: that is kept, instead of counted each time. */
const countedKeys: { readonly [T in TableName]?: readonly string[] } = { users: ['standing'], grants: ['held'] }
export const countedKeysOf = (table: TableName): readonly string[] => countedKeys[table] ?? []

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Table names and columns in SQL are in lower case, with underscores. */
export const sqlTable = (table: TableName): string => snake(table)
export const sqlListTable = (table: TableName, key: string): string => `${snake(table)}_${snake(key)}`
export const sqlColumn = (name: string): string => snake(name)
/** `user.address` is kept apart by the column `unique_address`. */
export const sqlUnique = (rule: string): string => `unique_${rule.slice(rule.indexOf('.') + 1)}`

export interface Column {
  readonly name: string
  readonly type: 'text' | 'timestamptz' | 'bytea'
  /** What is kept of a row in this column. */
  readonly of: (row: Row) => string | Buffer | null
}

const makeColumns = (table: TableName): readonly Column[] => {
  const rule = ruleOf(table)
  const { text, sort } = rule
  return [
    { name: 'id', type: 'text', of: (row) => row.id },
    // The row itself, as JSON in a text: jsonb refuses some of what JSON can hold (U+0000, halves of surrogate pairs).
    { name: 'row', type: 'text', of: (row) => JSON.stringify(row) },
    ...Object.entries(rule.keys)
      // A row is found by its id anyway.
      .filter(([key]) => key !== 'id' && !isListKey(table, key))
      .map(([key, of]): Column => ({ name: sqlColumn(key), type: 'text', of: (row) => keyOf(table, key, of(row)) })),
    ...Object.entries(rule.times).map(
      ([time, of]): Column => ({ name: sqlColumn(time), type: 'timestamptz', of: (row) => of(row) ?? null }),
    ),
    ...(text ? [{ name: 'words', type: 'text', of: (row) => plain(searchText(text(row))) } satisfies Column] : []),
    ...(sort ? [{ name: 'sorted', type: 'bytea', of: (row) => sortable(sort(row)) } satisfies Column] : []),
    ...Object.entries(rule.unique).map(
      ([name, of]): Column => ({ name: sqlUnique(name), type: 'text', of: (row) => short(of(row) ?? null) }),
    ),
  ]
}

const columns = new Map(tableNames.map((table) => [table, makeColumns(table)]))
export const columnsOf = (table: TableName): readonly Column[] => columns.get(table) ?? []

export const listKeysOf = (table: TableName): readonly string[] => listKeys[table] ?? []

/** The values by which a key with a table of its own finds this row, each once. */
export const listValues = (table: TableName, key: string, row: Row): string[] => [
  ...new Set([ruleOf(table).keys[key]?.(row) ?? []].flat().map((value) => short(value))),
]

/** The value by which a key without a table of its own finds this row. */
export const keyValue = (table: TableName, key: string, row: Row): string | null =>
  keyOf(table, key, ruleOf(table).keys[key]?.(row))

const keyOf = (table: TableName, key: string, value: string | readonly string[] | undefined): string | null => {
  if (typeof value === 'object') throw new TypeError(`${table}.${key} has several values, and needs a table of its own`)
  return short(value ?? null)
}

/** PostgreSQL has no U+0000 in texts. */
export const plain = (text: string): string => text.replaceAll('\0', '\ufffd')

const longest = 256

/** What is compared for being equal alone, short enough for an index whatever comes in. */
export const short = <T extends string | null>(value: T): T => {
  if (value === null || value.length <= longest) return (value === null ? value : plain(value)) as T
  return `${plain(value.slice(0, longest))} ${createHash('sha256').update(value).digest('base64url')}` as T
}

/** Bytes sort alike in every database, whatever language it was made for. */
export const sortable = (text: string): Buffer => Buffer.from(text).subarray(0, longest)
