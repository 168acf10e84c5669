import type { Row } from '../../src/kernel/table.ts'
import { Conflict } from '../../src/kernel/table.ts'
import type { TableName } from '../../src/ports/store.ts'
import { columnsOf, listKeysOf, listValues, ruleOf, sqlListTable, sqlTable, sqlUnique, tableNames } from './columns.ts'
import { countQueries } from './counts.ts'
import { codeOf } from './retry.ts'
import type { Query } from './search.ts'

/** A row to put, or the id of one to remove; with what is known of the row that is there. */
export interface Write {
  readonly id: string
  readonly row: Row | undefined
  /** `absent`: there is none. `unknown`: nobody looked. */
  readonly before: Row | 'absent' | 'unknown'
}

/** Statements in PostgreSQL take 65,535 values; a row has about twenty. */
const rowsPerStatement = 500

/** What brings a table from before to after, in an order in which uniqueness rules are judged by the outcome alone. */
export const writeQueries = (table: TableName, writes: readonly Write[]): Query[] => {
  const name = sqlTable(table)
  const columns = columnsOf(table)
  const put = writes.flatMap(({ row }) => (row ? [row] : []))
  const away = writes.filter((write) => goesFirst(table, write, writes.length)).map(({ id }) => id)
  const queries = countQueries(table, writes)
  if (away.length > 0) queries.push({ text: `DELETE FROM "${name}" WHERE "id" = ANY($1::text[])`, values: [away] })
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const set = columns
    .slice(1)
    .map((column) => `"${column.name}" = excluded."${column.name}"`)
    .join(', ')
  for (const part of inParts(put))
    queries.push({
      text: `INSERT INTO "${name}" (${names}) VALUES ${tuples(part.length, columns.length)} ON CONFLICT ("id") DO UPDATE SET ${set}`,
      values: part.flatMap((row) => columns.map((column) => column.of(row))),
    })
  return [...queries, ...listKeysOf(table).flatMap((key) => listQueries(table, key, writes))]
}

/** A removed row goes; so does one whose value another row of the same commit may take. */
const goesFirst = (table: TableName, { row, before }: Write, all: number): boolean => {
  if (before === 'absent') return false
  if (!row) return true
  if (all === 1) return false
  return Object.values(ruleOf(table).unique).some((of) => before === 'unknown' || of(before) !== of(row))
}

const listQueries = (table: TableName, key: string, writes: readonly Write[]): Query[] => {
  const name = sqlListTable(table, key)
  const valuesOf = (row: Row | 'absent' | 'unknown' | undefined) =>
    typeof row === 'object' ? listValues(table, key, row) : []
  const changed = writes.filter(
    ({ row, before }) => before === 'unknown' || JSON.stringify(valuesOf(row)) !== JSON.stringify(valuesOf(before)),
  )
  const stale = changed.filter(({ before }) => before !== 'absent').map(({ id }) => id)
  const fresh = changed.flatMap(({ id, row }) => valuesOf(row).map((value) => [value, id]))
  const queries: Query[] = []
  if (stale.length > 0) queries.push({ text: `DELETE FROM "${name}" WHERE "id" = ANY($1::text[])`, values: [stale] })
  for (const part of inParts(fresh))
    queries.push({
      text: `INSERT INTO "${name}" ("value", "id") VALUES ${tuples(part.length, 2)}`,
      values: part.flat(),
    })
  return queries
}

const inParts = <R>(rows: readonly R[]): R[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, index) =>
    rows.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement),
  )

/** `($1, $2), ($3, $4)`. */
const tuples = (rows: number, columns: number): string =>
  Array.from(
    { length: rows },
    (_, row) => `(${Array.from({ length: columns }, (_, column) => `$${row * columns + column + 1}`).join(', ')})`,
  ).join(', ')

const rulesByConstraint = new Map<string, string>(
  tableNames.flatMap((table) =>
    Object.keys(ruleOf(table).unique).map((rule) => [`${sqlTable(table)}_${sqlUnique(rule)}`, rule] as const),
  ),
)

/** A broken unique index (23505) as the `Conflict` that the core knows; other errors as they are. */
export const asConflict = (error: unknown): unknown => {
  if (codeOf(error) !== '23505' || !(error instanceof Error) || !('constraint' in error)) return error
  const rule = rulesByConstraint.get(String(error.constraint))
  return rule === undefined ? error : new Conflict(rule)
}

/** Two that made a row of the same id at once: the second finds it when it runs again. */
export const isSameId = (error: unknown): boolean =>
  codeOf(error) === '23505' &&
  error instanceof Error &&
  'constraint' in error &&
  /_pkey$/.test(String(error.constraint))
