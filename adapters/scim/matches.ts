import type { Attribute, Resource } from './attribute.ts'
import { badRequest } from './fault.ts'
import type { Compared, Filter, Operator, Path } from './filter.ts'

/** Whether a resource, or one of several values, fits a filter. A comparison that makes no sense is refused (`invalidFilter`). */
export const matches = (resource: Resource, filter: Filter): boolean => {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => matches(resource, part))
    case 'or':
      return filter.parts.some((part) => matches(resource, part))
    case 'not':
      return !matches(resource, filter.part)
    case 'present':
      return valuesAt(resource, filter.path).length > 0
    case 'compare': {
      const { path, operator, value } = filter
      const attribute = comparedBy(path)
      const found = valuesAt(resource, path)
      if (value === null) return operator === 'ne' ? found.length > 0 : found.length === 0
      // Nothing is unlike everything.
      if (operator === 'ne') return !found.some((one) => compare(one, 'eq', value, attribute))
      return found.some((one) => compare(one, operator, value, attribute))
    }
  }
}

/** A complex attribute is compared by its `value`. */
const comparedBy = ({ attribute, sub }: Path): Attribute => {
  const target = sub ?? attribute
  const compared = target?.type === 'complex' ? target.sub?.find(({ name }) => name === 'value') : target
  if (!compared) throw badRequest('invalidFilter', `${target?.name ?? 'A schema'} can not be compared.`)
  return compared
}

const valuesAt = (resource: Resource, { extension, attribute, which, sub }: Path): unknown[] => {
  const holder = extension ? resource[extension] : resource
  if (!attribute) return holder === undefined ? [] : [holder]
  const values = [(holder as Resource | undefined)?.[attribute.name] ?? []].flat()
  const chosen = which ? values.filter((one) => matches(one as Resource, which)) : values
  const part = sub?.name ?? (attribute.type === 'complex' && attribute.sub?.some(isValue) ? 'value' : undefined)
  if (part === undefined || (which && !sub)) return chosen
  return chosen.map((one) => (one as Resource)[part]).filter((one) => one !== undefined)
}

const isValue = ({ name }: Attribute): boolean => name === 'value'

const compare = (
  found: unknown,
  operator: Operator,
  wanted: Exclude<Compared, null>,
  { type, caseExact, name }: Attribute,
): boolean => {
  if (type === 'boolean') {
    if (operator !== 'eq') throw badRequest('invalidFilter', `${name} has no order.`)
    return String(found) === String(wanted).toLowerCase()
  }
  const fold = (value: unknown): string => (caseExact ? String(value) : String(value).toLowerCase())
  const [is, asked] = type === 'dateTime' ? [time(found, name), time(wanted, name)] : [fold(found), fold(wanted)]
  switch (operator) {
    case 'eq':
      return is === asked
    case 'ne':
      return is !== asked
    case 'gt':
      return is > asked
    case 'ge':
      return is >= asked
    case 'lt':
      return is < asked
    case 'le':
      return is <= asked
    case 'co':
      return String(is).includes(String(asked))
    case 'sw':
      return String(is).startsWith(String(asked))
    case 'ew':
      return String(is).endsWith(String(asked))
  }
}

const time = (value: unknown, name: string): number => {
  const at = Date.parse(String(value))
  if (Number.isNaN(at)) throw badRequest('invalidFilter', `${name} is compared with a moment.`)
  return at
}
