import type { Row, TableRule } from '../../src/kernel/table.ts'
import { eachValue, type Search, wordsOf } from './search.ts'
import { SortedIds } from './sorted-ids.ts'
import { TextBlocks } from './text-blocks.ts'

/** The rows that one value of a key finds: one as its id, few as a list in the order of ids, many with an order for pages too. */
type Posting = string | string[] | Many
interface Many {
  readonly made: SortedIds
  readonly sorted: SortedIds | undefined
}

const few = 64

/** One key of the rule, and what its values find. */
interface KeyIndex {
  readonly of: TableRule['keys'][string]
  readonly postings: Map<string, Posting>
}

/** One table in memory, with an index for every key, moment and uniqueness rule that its rule declares. */
export class IndexedTable {
  readonly rows: Map<string, Row>
  readonly rule: TableRule
  readonly #keys: ReadonlyMap<string, KeyIndex>
  readonly #times: Map<string, SortedIds>
  readonly #unique: Map<string, Map<string, string>>
  readonly #made = new SortedIds()
  readonly #sorted: SortedIds | undefined
  readonly #text: TextBlocks | undefined
  #state: 'building' | 'built' = 'building'

  /** Takes over `rows`, and changes that map from then on. */
  constructor(rule: TableRule, rows: Map<string, Row>) {
    this.rule = rule
    this.rows = rows
    this.#keys = new Map(
      Object.entries(rule.keys)
        .filter(([key]) => key !== 'id')
        .map(([key, of]) => [key, { of, postings: new Map() }]),
    )
    this.#times = new Map(Object.keys(rule.times).map((time) => [time, new SortedIds()]))
    this.#unique = new Map(Object.keys(rule.unique).map((name) => [name, new Map()]))
    this.#sorted = rule.sort && new SortedIds()
    this.#text = rule.text && new TextBlocks((id) => wordsOf(rule, rows.get(id) as Row))
    this.#build()
  }

  /** Puts a row in the place of the one with its id, or removes that one. */
  set(id: string, row: Row | undefined): void {
    const old = this.rows.get(id)
    if (old) this.#unindex(old)
    if (row) {
      this.rows.set(id, row)
      this.#index(row)
      if (old) this.#text?.change(id)
      else this.#text?.add(id)
    } else {
      this.rows.delete(id)
      this.#text?.remove(id)
    }
  }

  /** Which row holds a value that no two rows may share. */
  holder(rule: string, value: string): string | undefined {
    return this.#unique.get(rule)?.get(value)
  }

  /** Ids of the rows whose moment is not later than `until`, earliest first. */
  timed(time: string, until: string): Iterable<string> {
    const ids = this.#times.get(time) as SortedIds
    return first(ids.from('', ''), ids.count(undefined, `${until}\u0000`))
  }

  /** The first made of the rows that a key's value finds. */
  oldest(key: string, value: string): string | undefined {
    const [id] = first(idsOf(this.#posting(key, value) ?? []), 1)
    return id
  }

  /** Ids of rows that may fit, in no order, found by the index that narrows most. Each of them is still to be judged. */
  candidates(search: Search): Iterable<string> {
    const [best] = this.#sources(search).sort((a, b) => a.size - b.size)
    return best ? best.ids() : this.rows.keys()
  }

  /** How many rows `candidates` would give, at most. */
  size(search: Search): number {
    return Math.min(this.rows.size, ...this.#sources(search).map((source) => source.size))
  }

  /** The exact number of rows that fit, when an index knows it. */
  count({ keys, times, text }: Search): number | undefined {
    if (text !== '' || keys.length + times.length > 1) return undefined
    const [key] = keys
    const [time] = times
    if (key) return key.values.size === 1 ? sizeOf(this.#posting(key.name, ...key.values)) : undefined
    return time ? this.#times.get(time.name)?.count(time.from, time.before) : this.rows.size
  }

  /**
   * Ids of rows that may fit, in order, from just past the place `after` on. Walks the narrowest index that has that order,
   * so that a page costs the same however many rows follow it.
   */
  walk({ keys }: Search, order: 'made' | 'sort', newestFirst: boolean, after?: Place): Iterable<string> {
    const postings = keys.flatMap(({ name, values }) => (values.size === 1 ? [this.#posting(name, ...values)] : []))
    const [best] = postings.sort((a, b) => sizeOf(a) - sizeOf(b))
    if (best === undefined && postings.length > 0) return []
    const { made, sorted } = isMany(best) ? best : { made: this.#made, sorted: this.#sorted }
    const ids = order === 'sort' && sorted ? sorted : made
    if (newestFirst) return after ? ids.before(after.value, after.id) : ids.before()
    return after ? past(ids.from(after.value, after.id), after.id) : ids.from('', '')
  }

  #posting(key: string, value?: string): Posting | undefined {
    if (value === undefined) return undefined
    // A row is found by its id anyway.
    if (key === 'id') return this.rows.has(value) ? value : undefined
    return this.#keys.get(key)?.postings.get(value)
  }

  #sources({ keys, times, text }: Search): { size: number; ids(): Iterable<string> }[] {
    const found = text === '' ? undefined : this.#text?.find(text)
    return [
      ...(found ? [{ size: found.length, ids: () => found }] : []),
      ...keys.map(({ name, values }) => {
        const postings = [...values].map((value) => this.#posting(name, value))
        const size = postings.reduce((sum, posting) => sum + sizeOf(posting), 0)
        return { size, ids: () => idsOfAny(postings.filter((posting) => posting !== undefined)) }
      }),
      ...times.map(({ name, from, before }) => {
        const ids = this.#times.get(name) as SortedIds
        const size = ids.count(from, before)
        return { size, ids: () => first(ids.from(from ?? '', ''), size) }
      }),
    ]
  }

  /** Index by index, each in its own order: adding to the end of one is many times quicker than adding inside. */
  #build(): void {
    const rows = [...this.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const { id } of rows) {
      this.#made.add('', id)
      this.#text?.add(id)
    }
    for (const index of this.#keys.values()) for (const row of rows) this.#indexKey(index, row)
    for (const row of rows) this.#indexUnique(row)
    const { sort } = this.rule
    const sorted = sort ? ordered(rows, sort) : []
    for (const { value, row } of sorted) this.#sorted?.add(value, row.id)
    for (const index of this.#keys.values())
      if ([...index.postings.values()].some(isMany)) for (const { value, row } of sorted) indexSort(index, row, value)
    for (const [time, ids] of this.#times)
      for (const { value, row } of ordered(rows, (one) => this.rule.times[time]?.(one))) ids.add(value, row.id)
    this.#state = 'built'
  }

  #index(row: Row): void {
    const { id } = row
    this.#made.add('', id)
    for (const index of this.#keys.values()) this.#indexKey(index, row)
    this.#indexUnique(row)
    const sort = this.rule.sort?.(row)
    if (sort !== undefined) {
      this.#sorted?.add(sort, id)
      for (const index of this.#keys.values()) indexSort(index, row, sort)
    }
    for (const [time, ids] of this.#times) {
      const at = this.rule.times[time]?.(row)
      if (at !== undefined) ids.add(at, id)
    }
  }

  #indexKey({ of, postings }: KeyIndex, row: Row): void {
    const { id } = row
    eachValue(of(row), (value) => {
      const posting = postings.get(value)
      if (posting === undefined) postings.set(value, id)
      else if (typeof posting === 'string') postings.set(value, posting < id ? [posting, id] : [id, posting])
      else if (isMany(posting)) posting.made.add('', id)
      else if (posting.length < few) insert(posting, id)
      else {
        const many = this.#many(posting)
        many.made.add('', id)
        postings.set(value, many)
      }
    })
  }

  #indexUnique(row: Row): void {
    for (const [name, holders] of this.#unique) {
      const value = this.rule.unique[name]?.(row)
      if (value !== undefined) holders.set(value, row.id)
    }
  }

  #unindex(row: Row): void {
    const { rule } = this
    const { id } = row
    const sort = rule.sort?.(row)
    this.#made.remove('', id)
    if (sort !== undefined) this.#sorted?.remove(sort, id)
    for (const { of, postings } of this.#keys.values())
      eachValue(of(row), (value) => {
        const posting = postings.get(value)
        if (isMany(posting)) {
          posting.made.remove('', id)
          if (sort !== undefined) posting.sorted?.remove(sort, id)
        } else if (Array.isArray(posting) && posting.includes(id)) posting.splice(posting.indexOf(id), 1)
        if (posting === id || sizeOf(posting) === 0) postings.delete(value)
      })
    for (const [time, ids] of this.#times) {
      const at = rule.times[time]?.(row)
      if (at !== undefined) ids.remove(at, id)
    }
    for (const [name, holders] of this.#unique) {
      const value = rule.unique[name]?.(row)
      // In one commit another row may have taken the value over already.
      if (value !== undefined && holders.get(value) === id) holders.delete(value)
    }
  }

  /** While everything is being built, the order for pages is yet to come. */
  #many(ids: readonly string[]): Many {
    const made = new SortedIds()
    const sorted = this.rule.sort && new SortedIds()
    for (const id of ids) {
      made.add('', id)
      if (this.#state === 'built') sorted?.add(this.rule.sort?.(this.rows.get(id) as Row) ?? '', id)
    }
    return { made, sorted }
  }
}

/** After `#indexKey` of the same row. */
const indexSort = ({ of, postings }: KeyIndex, row: Row, sort: string): void =>
  eachValue(of(row), (value) => {
    const posting = postings.get(value)
    if (isMany(posting)) posting.sorted?.add(sort, row.id)
  })

/** Rows that have a value, in the order of (value, id); they come in the order of their ids. */
const ordered = (rows: readonly Row[], by: (row: Row) => string | undefined): { value: string; row: Row }[] => {
  const found: { value: string; row: Row }[] = []
  for (const row of rows) {
    const value = by(row)
    if (value !== undefined) found.push({ value, row })
  }
  return found.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
}

/** Where a page ended: the value that it is ordered by (`''` for the order of ids) and the id. */
export interface Place {
  readonly value: string
  readonly id: string
}

const isMany = (posting: Posting | undefined): posting is Many => typeof posting === 'object' && !Array.isArray(posting)

const sizeOf = (posting: Posting | undefined): number => {
  if (posting === undefined) return 0
  if (typeof posting === 'string') return 1
  return Array.isArray(posting) ? posting.length : posting.made.size
}

const idsOf = (posting: Posting): Iterable<string> => {
  if (typeof posting === 'string') return [posting]
  return Array.isArray(posting) ? posting : posting.made.from('', '')
}

/** The ids of several postings; a row with several of the values is in several, and comes once. */
const idsOfAny = function* (postings: readonly Posting[]): Generator<string> {
  const [only] = postings
  if (only && postings.length === 1) return yield* idsOf(only)
  const seen = new Set<string>()
  for (const posting of postings)
    for (const id of idsOf(posting)) {
      if (seen.has(id)) continue
      seen.add(id)
      yield id
    }
}

const insert = (ids: string[], id: string): void => {
  let at = ids.length
  while (at > 0 && (ids[at - 1] as string) > id) at--
  ids.splice(at, 0, id)
}

const first = function* (ids: Iterable<string>, count: number): Generator<string> {
  let left = count
  for (const id of ids) {
    if (left-- <= 0) return
    yield id
  }
}

const past = function* (ids: Iterable<string>, place: string): Generator<string> {
  for (const id of ids) if (id !== place) yield id
}
