/** Filters and paths (RFC 7644, sections 3.4.2.2 and 3.5.2): text in, tree out. Names that are not declared are refused. */
import { type Attribute, byName, common, type ResourceType } from './attribute.ts'
import { badRequest } from './fault.ts'

/** Where a value is: an attribute of the resource or of an extension, perhaps some of its values, perhaps a part of them. */
export interface Path {
  /** The extension that it is in. */
  readonly extension?: string
  /** Absent when the whole extension is meant. */
  readonly attribute?: Attribute
  /** Which of several values. */
  readonly which?: Filter
  readonly sub?: Attribute
}

export const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type Operator = (typeof operators)[number]
export type Compared = string | number | boolean | null

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'present'; readonly path: Path }
  | { readonly kind: 'compare'; readonly path: Path; readonly operator: Operator; readonly value: Compared }

/** What names mean at some place: in the resource, or between the brackets of an attribute. */
type Scope = { readonly type: ResourceType } | { readonly of: Attribute }

const longest = 4000
const deepest = 20

/** Refuses what can't be read with `invalidFilter`. */
export const parseFilter = (text: string, type: ResourceType): Filter => {
  const reader = openReader(text, 'invalidFilter')
  const filter = reader.either({ type }, 0)
  reader.end()
  return filter
}

/** Refuses what can't be read with `invalidPath`. */
export const parsePath = (text: string, type: ResourceType): Path => {
  const reader = openReader(text, 'invalidPath')
  const path = reader.path({ type }, 0)
  reader.end()
  return path
}

const openReader = (text: string, scimType: 'invalidFilter' | 'invalidPath') => {
  let at = 0
  const fail = (why: string) => badRequest(scimType, `${why} in ${JSON.stringify(text.slice(0, 200))}.`)
  if (text.length > longest) throw fail('More than can be read')

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const [found] = pattern.exec(text) ?? []
    if (found === undefined) return undefined
    at += found.length
    return found
  }
  const word = (expected: string): boolean => take(new RegExp(`\\s*${expected}(?![\\w.])`, 'iy')) !== undefined
  const mark = (expected: string): boolean => take(new RegExp(`\\s*\\${expected}`, 'y')) !== undefined

  const either = (scope: Scope, depth: number): Filter => {
    if (depth > deepest) throw fail('Too many brackets')
    const parts = [both(scope, depth)]
    while (word('or')) parts.push(both(scope, depth))
    return oneOf('or', parts)
  }
  const both = (scope: Scope, depth: number): Filter => {
    const parts = [single(scope, depth)]
    while (word('and')) parts.push(single(scope, depth))
    return oneOf('and', parts)
  }
  const single = (scope: Scope, depth: number): Filter => {
    if (take(/\s*not(?=\s*\()/iy)) return { kind: 'not', part: single(scope, depth) }
    if (mark('(')) {
      const filter = either(scope, depth + 1)
      if (!mark(')')) throw fail('A bracket that is not closed')
      return filter
    }
    return comparison(scope, depth)
  }
  const comparison = (scope: Scope, depth: number): Filter => {
    const where = path(scope, depth)
    if (word('pr')) return { kind: 'present', path: where }
    const operator = operators.find((one) => word(one))
    // `emails[type eq "work"]` on its own: there is such a value.
    if (!operator && where.which && !where.sub) return { kind: 'present', path: where }
    if (!operator) throw fail('An operator is missing')
    return { kind: 'compare', path: where, operator, value: value() }
  }
  const value = (): Compared => {
    const written = take(/\s*("(?:[^"\\]|\\.)*"|true\b|false\b|null\b|-?\d+(?:\.\d+)?)/iy)?.trim()
    if (written === undefined) throw fail('A value is missing')
    try {
      return JSON.parse(written.startsWith('"') ? written : written.toLowerCase()) as Compared
    } catch {
      throw fail('A text that is not well written')
    }
  }

  const path = (scope: Scope, depth: number): Path => {
    take(/\s+/y)
    if ('of' in scope) return { attribute: declared(scope.of.sub, name()) }
    const { core, extensions } = scope.type
    const prefix = take(/urn:[\w.:-]+:(?=[\w$.:-]+)/iy)
    const extension = prefix === undefined ? undefined : extensionOf(prefix, scope.type)
    if (extension === 'whole') return wholeExtension(extensions)
    const attributes = extension ? extension.attributes : [...core.attributes, ...common]
    const attribute = declared(attributes, name())
    const which = mark('[') ? either({ of: attribute }, depth + 1) : undefined
    if (which && !mark(']')) throw fail('A bracket that is not closed')
    const sub = take(/\.(?=[\w$])/y) ? declared(attribute.sub, name()) : undefined
    return { ...(extension && { extension: extension.id }), attribute, ...(which && { which }), ...(sub && { sub }) }
  }
  /** After `urn:…:`, either a name follows, or the prefix took the extension's last word with it. */
  const extensionOf = (prefix: string, { core, extensions }: ResourceType) => {
    const id = prefix.slice(0, -1).toLowerCase()
    if (id === core.id.toLowerCase()) return undefined
    const extension = extensions.find((one) => one.id.toLowerCase() === id)
    if (extension) return extension
    at -= prefix.length
    return 'whole'
  }
  const wholeExtension = (extensions: ResourceType['extensions']): Path => {
    const id = take(/urn:[\w.:-]+/iy)?.toLowerCase()
    const extension = extensions.find((one) => one.id.toLowerCase() === id)
    if (!extension) throw fail('A schema that is not known')
    return { extension: extension.id }
  }
  const name = (): string => take(/[$a-z][\w$-]*/iy) ?? ''
  const declared = (attributes: readonly Attribute[] | undefined, written: string): Attribute => {
    const attribute = byName(attributes, written)
    if (!attribute) throw fail(written ? `${JSON.stringify(written)} is not known` : 'A name is missing')
    return attribute
  }

  return {
    either,
    path,
    end: (): void => {
      if (text.slice(at).trim() !== '') throw fail(`${JSON.stringify(text.slice(at, at + 40))} is not understood`)
    },
  }
}

const oneOf = (kind: 'and' | 'or', parts: readonly Filter[]): Filter => {
  const [first, ...others] = parts
  return first && others.length === 0 ? first : { kind, parts }
}
