import { searchText } from '../../src/kernel/search-text.ts'
import type { Row, TableRule } from '../../src/kernel/table.ts'
import { type TableName, tables } from '../../src/ports/store.ts'

/** A search as a store sees it, whatever the table: every key and moment by its name. */
export interface Search {
  readonly keys: readonly {
    readonly name: string
    readonly values: ReadonlySet<string>
  }[]
  readonly times: readonly {
    readonly name: string
    readonly from?: string
    readonly before?: string
  }[]
  readonly text: string
}

export const tableNames = Object.keys(tables) as TableName[]

/** The rule of a table, without the type of its rows: here a row is what it was kept as. */
export const ruleOf = (table: TableName): TableRule => tables[table] as unknown as TableRule

/** Sorts a `Where` into keys, moments and text. Throws for a name that the table's rule does not have. */
export const readSearch = (rule: TableRule, where: object): Search => {
  const keys: Search['keys'][number][] = []
  const times: Search['times'][number][] = []
  let text = ''
  for (const [name, value] of Object.entries(where)) {
    if (value === undefined) continue
    if (Object.hasOwn(rule.keys, name))
      keys.push({ name, values: new Set<string>(typeof value === 'string' ? [value] : value) })
    else if (Object.hasOwn(rule.times, name)) times.push({ name, ...value })
    else if (name === 'text' && rule.text) text = searchText(value)
    else throw new TypeError(`no search by ${name} in this table`)
  }
  return { keys, times, text }
}

type KeyValue = ReturnType<TableRule['keys'][string]>

/** Calls `take` with each value by which a key finds a row, once. */
export const eachValue = (found: KeyValue, take: (value: string) => void): void => {
  if (typeof found === 'string') take(found)
  else for (const value of new Set(found)) take(value)
}

const isAmong = (found: KeyValue, values: ReadonlySet<string>): boolean =>
  typeof found === 'string' ? values.has(found) : (found?.some((value) => values.has(value)) ?? false)

/** The words of a row as they are searched. */
export const wordsOf = (rule: TableRule, row: Row): string => searchText(rule.text?.(row) ?? '')

/** Whether a row fits. */
export const fits = (rule: TableRule, search: Search, row: Row): boolean =>
  search.keys.every(({ name, values }) => isAmong(rule.keys[name]?.(row), values)) &&
  search.times.every(({ name, from, before }) => {
    const at = rule.times[name]?.(row)
    return at !== undefined && (from === undefined || at >= from) && (before === undefined || at < before)
  }) &&
  (search.text === '' || wordsOf(rule, row).includes(search.text))
