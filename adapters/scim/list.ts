/** Lists (RFC 7644, section 3.4.2): filters and pages by place, over a core that pages by the last row. */
import type { Resource, ResourceType } from './attribute.ts'
import { mostResults } from './discovery.ts'
import { badRequest } from './fault.ts'
import { type Filter, type Path, parseFilter } from './filter.ts'
import { matches } from './matches.ts'

/** What is asked for, read from a query. */
export interface Asked {
  readonly filter?: Filter
  /** From 1. */
  readonly startIndex: number
  readonly count: number
}

const usualCount = 100

/** A place before the first is the first, and a negative count is none (section 3.4.2.4). */
export const readAsked = (
  query: { readonly filter?: unknown; readonly startIndex?: unknown; readonly count?: unknown },
  type: ResourceType,
): Asked => ({
  ...(typeof query.filter === 'string' && query.filter.trim() !== '' && { filter: parseFilter(query.filter, type) }),
  startIndex: Math.max(1, whole('startIndex', query.startIndex) ?? 1),
  count: Math.min(mostResults, Math.max(0, whole('count', query.count) ?? usualCount)),
})

const whole = (name: string, given: unknown): number | undefined => {
  if (given === undefined || given === '') return undefined
  if (typeof given !== 'string' || !/^-?\d{1,9}$/.test(given))
    throw badRequest('invalidValue', `${name} must be a number.`)
  return Number(given)
}

/** What every match of a filter has: a value to look up, or a moment since which it was changed. */
export interface Hint {
  readonly lookup?: { readonly by: string; readonly value: string }
  readonly id?: string
  readonly changedFrom?: string
}

/** The first equation that all matches fit, of the names in `lookups`. */
export const hintOf = (filter: Filter | undefined, lookups: { readonly [path: string]: string }): Hint => {
  if (!filter) return {}
  if (filter.kind === 'and') return Object.assign({}, ...filter.parts.map((part) => hintOf(part, lookups))) as Hint
  if (filter.kind !== 'compare' || typeof filter.value !== 'string') return {}
  const { path, operator, value } = filter
  const name = nameOf(path)
  if (operator === 'eq' && name === 'id') return { id: value }
  const by = Object.hasOwn(lookups, name) ? lookups[name] : undefined
  if (operator === 'eq' && by) return { lookup: { by, value } }
  const isSince = name === 'meta.lastModified' && (operator === 'gt' || operator === 'ge')
  return isSince && !Number.isNaN(Date.parse(value)) ? { changedFrom: new Date(value).toISOString() } : {}
}

/** `emails` and `emails[type eq "work"].value` are both found by their value. */
const nameOf = ({ extension, attribute, sub }: Path): string => {
  if (extension || !attribute) return ''
  if (attribute.multi) return sub === undefined || sub.name === 'value' ? `${attribute.name}.value` : ''
  return sub ? `${attribute.name}.${sub.name}` : attribute.name
}

/** Rows of the core, a batch at a time. */
export type Batch = (
  after: string | undefined,
  limit: number,
) => Promise<{ readonly rows: readonly Resource[]; readonly total: number; readonly next?: string | undefined }>

const batchSize = 1000

/**
 * One page of what is asked. Without a filter the core pages by itself: `places` remembers where each page ended, so that the next one
 * need not be counted out from the first; rows that come meanwhile come last, so nobody is skipped.
 */
export const listPage = async (
  { filter, startIndex, count }: Asked,
  batch: Batch,
  places: Places,
): Promise<{ readonly rows: readonly Resource[]; readonly total: number }> => {
  if (filter) {
    const found: Resource[] = []
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const { rows, next } = await batch(after, batchSize)
      found.push(...rows.filter((row) => matches(row, filter)))
      after = next
    }
    return { rows: found.slice(startIndex - 1, startIndex - 1 + count), total: found.length }
  }
  let left = startIndex - 1
  let after = left > 0 ? places.get(startIndex) : undefined
  if (after !== undefined) left = 0
  while (left > 0) {
    const { next, total } = await batch(after, Math.min(left, batchSize))
    if (next === undefined) return { rows: [], total }
    left -= Math.min(left, batchSize)
    after = next
  }
  const { rows, total, next } = await batch(after, Math.max(1, count))
  if (next !== undefined && count > 0) places.set(startIndex + rows.length, next)
  return { rows: count > 0 ? rows : [], total }
}

/** Where pages ended, by the place that follows. */
export interface Places {
  get(startIndex: number): string | undefined
  set(startIndex: number, after: string): void
}

const mostPlaces = 20_000

/** Remembers places of every directory, the latest ones. */
export const openPlaces = (): ((directory: string) => Places) => {
  const kept = new Map<string, string>()
  return (directory) => ({
    get: (startIndex) => kept.get(`${directory} ${startIndex}`),
    set: (startIndex, after) => {
      const key = `${directory} ${startIndex}`
      kept.delete(key)
      kept.set(key, after)
      const [oldest] = kept.keys()
      if (kept.size > mostPlaces && oldest !== undefined) kept.delete(oldest)
    },
  })
}
