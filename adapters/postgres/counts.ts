import type { TableName } from '../../src/ports/store.ts'
import { countedKeysOf, keyValue, short, sqlColumn, sqlTable } from './columns.ts'
import type { Query } from './search.ts'
import type { Write } from './writes.ts'

/**
 * How many rows have a value, where that is kept; `undefined` where it is to be counted. For readers alone: a transaction that decides
 * by a number counts the rows, so that no two that count apart are in each other's way because their sums lie side by side.
 */
export const keptCountQuery = (table: TableName, where: object): Query | undefined => {
  const [first, ...more] = Object.entries(where).filter(([, value]) => value !== undefined)
  if (!first || more.length > 0) return undefined
  const [key, value] = first as [string, unknown]
  if (!countedKeysOf(table).includes(key) || typeof value !== 'string') return undefined
  const values = [`${nameOf(table, key)}${short(value)}`]
  return { text: `SELECT coalesce(sum("delta"), 0) AS "count" FROM "counts" WHERE "of" = $1`, values }
}

/** What these writes add to the counts and take from them. To be run before the writes, while the rows are what they were. */
export const countQueries = (table: TableName, writes: readonly Write[]): Query[] =>
  countedKeysOf(table).flatMap((key) => {
    const held = (row: Write['before'] | undefined) => (typeof row === 'object' ? keyValue(table, key, row) : null)
    const changed = writes.filter(({ row, before }) => before === 'unknown' || held(row) !== held(before))
    const unknown = changed.filter(({ before }) => before === 'unknown').map(({ id }) => id)
    const deltas = new Map<string, number>()
    const name = nameOf(table, key)
    const add = (value: string | null, delta: number) => {
      if (value !== null) deltas.set(`${name}${value}`, (deltas.get(`${name}${value}`) ?? 0) + delta)
    }
    for (const { row, before } of changed) {
      add(held(before), -1)
      add(held(row), 1)
    }
    const known = [...deltas].filter(([, delta]) => delta !== 0)
    const column = `"${sqlColumn(key)}"`
    return [
      ...(unknown.length > 0
        ? [
            {
              text: `INSERT INTO "counts" ("of", "delta") SELECT $1::text || ${column}, -count(*) FROM "${sqlTable(table)}"
  WHERE "id" = ANY($2::text[]) AND ${column} IS NOT NULL GROUP BY ${column}`,
              values: [name, unknown],
            },
          ]
        : []),
      ...(known.length > 0
        ? [
            {
              text: 'INSERT INTO "counts" ("of", "delta") SELECT * FROM unnest($1::text[], $2::bigint[])',
              values: [known.map(([of]) => of), known.map(([, delta]) => delta)],
            },
          ]
        : []),
    ]
  })

/**
 * Adds up what has grown long, in one statement outside of transactions: it meets no rows that a transaction changes, since those only
 * add some, and of two at once each adds up what the other left.
 */
export const foldCounts = `WITH "long" AS (SELECT "of" FROM "counts" GROUP BY "of" HAVING count(*) > 32),
  "gone" AS (DELETE FROM "counts" WHERE "of" IN (SELECT "of" FROM "long") RETURNING "of", "delta")
  INSERT INTO "counts" ("of", "delta") SELECT "of", sum("delta") FROM "gone" GROUP BY "of" HAVING sum("delta") <> 0`

const nameOf = (table: TableName, key: string): string => `${sqlTable(table)}.${sqlColumn(key)} `
