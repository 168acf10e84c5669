import { searchText } from '../../src/kernel/search-text.ts'
import type { Row } from '../../src/kernel/table.ts'
import type { PageOptions, TableName } from '../../src/ports/store.ts'
import { isListKey, plain, ruleOf, short, sortable, sqlColumn, sqlListTable, sqlTable } from './columns.ts'

/** A statement and the values of its `$1`, `$2`, … */
export interface Query {
  readonly text: string
  readonly values: unknown[]
}

type Bind = (value: unknown) => string

const binding = (): { values: unknown[]; bind: Bind } => {
  const values: unknown[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}

export const listQuery = (table: TableName, where: object): Query => {
  const { values, bind } = binding()
  return {
    text: `SELECT "row" FROM "${sqlTable(table)}"${whereOf(conditions(table, where, bind))} ORDER BY "id"`,
    values,
  }
}

/** Counts no further than `most`. */
export const countQuery = (table: TableName, where: object, most?: number): Query => {
  const { values, bind } = binding()
  const from = `"${sqlTable(table)}"${whereOf(conditions(table, where, bind))}`
  const rows = most === undefined ? from : `(SELECT 1 FROM ${from} LIMIT ${bind(most)}) AS "some"`
  return { text: `SELECT count(*) AS "count" FROM ${rows}`, values }
}

/** Asks for one row more than the page holds, to know whether another page follows. */
export const pageQuery = (table: TableName, where: object, options: PageOptions): Query => {
  const { limit, after, newestFirst = false } = options
  const { values, bind } = binding()
  const bySort = isBySort(table, options)
  const direction = newestFirst ? 'DESC' : 'ASC'
  const compare = newestFirst ? '<' : '>'
  const order = bySort ? `"sorted" ${direction}, "id" ${direction}` : `"id" ${direction}`
  const end = `ORDER BY ${order} LIMIT ${bind(limit + 1)}`
  const place = after === undefined ? undefined : readPlace(after)
  const from = `SELECT "row" FROM "${sqlTable(table)}"`
  const list = bySort ? undefined : onlyListKey(table, where)
  if (list) {
    // The list's table has the rows' order: the page is read there, however many rows of others lie in between.
    const past = place ? ` AND "id" ${compare} ${bind(place.id)}` : ''
    const ids = `SELECT "id" FROM "${sqlListTable(table, list.key)}" WHERE "value" = ${bind(short(list.value))}${past}`
    return { text: `${from} WHERE "id" IN (${ids} ${end}) ${end}`, values }
  }
  const found = conditions(table, where, bind)
  if (place && bySort) found.push(`("sorted", "id") ${compare} (${bind(place.sort)}::bytea, ${bind(place.id)}::text)`)
  if (place && !bySort) found.push(`"id" ${compare} ${bind(place.id)}`)
  return { text: `${from}${whereOf(found)} ${end}`, values }
}

/** The one value of the one key that is searched by, when that key has a table of its own. */
const onlyListKey = (table: TableName, where: object): { key: string; value: string } | undefined => {
  const [first, ...more] = Object.entries(where).filter(([, value]) => value !== undefined)
  if (!first || more.length > 0) return undefined
  const [key, value] = first as [string, unknown]
  return isListKey(table, key) && typeof value === 'string' ? { key, value } : undefined
}

const isBySort = (table: TableName, { order }: PageOptions): boolean =>
  order === 'sort' && ruleOf(table).sort !== undefined

const whereOf = (found: readonly string[]): string => (found.length > 0 ? ` WHERE ${found.join(' AND ')}` : '')

/** Throws for a name that the table's rule does not have. */
const conditions = (table: TableName, where: object, bind: Bind): string[] => {
  const rule = ruleOf(table)
  return Object.entries(where).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return []
    if (Object.hasOwn(rule.keys, name)) return [keyCondition(table, name, value as string | readonly string[], bind)]
    if (Object.hasOwn(rule.times, name)) return timeConditions(name, value as { from?: string; before?: string }, bind)
    if (name === 'text' && rule.text) return textConditions(plain(searchText(String(value))), bind)
    throw new TypeError(`no search by ${name} in ${table}`)
  })
}

const keyCondition = (table: TableName, key: string, value: string | readonly string[], bind: Bind): string => {
  const fits = typeof value === 'string' ? `= ${bind(short(value))}` : `= ANY(${bind(value.map(short))}::text[])`
  if (isListKey(table, key)) return `"id" IN (SELECT "id" FROM "${sqlListTable(table, key)}" WHERE "value" ${fits})`
  return `"${sqlColumn(key)}" ${fits}`
}

const timeConditions = (time: string, { from, before }: { from?: string; before?: string }, bind: Bind): string[] => [
  `"${sqlColumn(time)}" IS NOT NULL`,
  ...(from === undefined ? [] : [`"${sqlColumn(time)}" >= ${bind(from)}`]),
  ...(before === undefined ? [] : [`"${sqlColumn(time)}" < ${bind(before)}`]),
]

/** Words are looked for as they are written; of three characters on, an index says which rows may hold them. */
const textConditions = (text: string, bind: Bind): string[] => [
  ...(text === '' ? [] : [`"words" LIKE ${bind(`%${text.replace(/[\\%_]/g, '\\$&')}%`)}`]),
  ...([...text].length < 3 ? [] : [`"trigrams"("words") @> "trigrams"(${bind(tellingPart(text))})`]),
]

/** Of an address without its domain, which a whole company shares. */
const tellingPart = (text: string): string => {
  const end = text.indexOf('@') + 1
  return end < 3 ? text : text.slice(0, end)
}

/** Where the page after this row begins. */
export const placeAfter = (table: TableName, row: Row, options: PageOptions): string => {
  const sort = isBySort(table, options) ? sortable(ruleOf(table).sort?.(row) ?? '') : Buffer.alloc(0)
  return Buffer.from(JSON.stringify([sort.toString('base64'), row.id])).toString('base64url')
}

/** Whatever text comes in is some place: a mangled one gives a page that starts elsewhere, never an error. */
const readPlace = (text: string): { sort: Buffer; id: string } => {
  try {
    const [sort, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    return { sort: Buffer.from(String(sort), 'base64'), id: plain(String(id)) }
  } catch {
    return { sort: Buffer.alloc(0), id: '' }
  }
}
