import type { Attribute, Resource } from './attribute.ts'
import { badRequest } from './fault.ts'
import type { Filter, Path } from './filter.ts'
import { matches } from './matches.ts'
import { readOne, readValue } from './read-value.ts'

export type Op = 'add' | 'replace' | 'remove'

/** The resource, or the part of it, after one operation at one place. */
export const set = (holder: Resource, path: Path, op: Op, value: unknown): Resource => {
  const { attribute, sub, which } = path
  if (!attribute) return holder
  const held = holder[attribute.name]
  if (attribute.multi)
    return withPart(holder, attribute.name, several(attribute, (held ?? []) as Resource[], path, op, value))
  if (which) throw badRequest('invalidPath', `${attribute.name} has one value only.`)
  if (sub) return withPart(holder, attribute.name, withPart((held ?? {}) as Resource, sub.name, one(sub, op, value)))
  const given = one(attribute, op, value)
  const merges = attribute.type === 'complex' && given !== undefined
  return withPart(
    holder,
    attribute.name,
    merges ? { ...(held as Resource | undefined), ...(given as Resource) } : given,
  )
}

const one = (attribute: Attribute, op: Op, value: unknown): unknown =>
  op === 'remove' ? undefined : readValue(attribute, value)

/** The values of an attribute that has several. */
const several = (attribute: Attribute, held: readonly Resource[], path: Path, op: Op, value: unknown): Resource[] => {
  const { which, sub } = path
  if (which || sub) {
    const isMeant = (item: Resource) => !which || matches(item, which)
    if (op === 'remove') return held.flatMap((item) => (isMeant(item) ? without(item, sub) : [item]))
    const part = (sub ? { [sub.name]: one(sub, op, value) } : readOne(attribute, firstOf(value))) as
      | Resource
      | undefined
    if (held.some(isMeant)) {
      const changed = held.flatMap((item) => (isMeant(item) ? sound({ ...item, ...part }) : [item]))
      return onePrimary(changed, changed.find(isMeant))
    }
    // What is not there yet is made, with the type by which it was looked for.
    const made = sound({ ...(which ? wantedBy(which) : {}), ...part })
    return onePrimary([...held, ...made], made[0])
  }
  const given = (readValue(attribute, value) ?? []) as Resource[]
  if (op === 'remove')
    return value === undefined ? [] : held.filter((item) => !given.some((gone) => isLike(item, gone)))
  const kept = op === 'replace' ? [] : held.filter((item) => !given.some((come) => isLike(item, come)))
  const all = [...kept, ...given]
  return onePrimary(
    all,
    given.find((item) => item['primary'] === true),
  )
}

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

const without = (item: Resource, sub: Attribute | undefined): Resource[] =>
  sub ? sound({ ...item, [sub.name]: undefined }) : []

/** A value without anything but its kind is none. */
const sound = (item: Resource): Resource[] => {
  const filled = Object.entries(item).filter(([, value]) => value !== undefined)
  const says = filled.some(([name]) => name !== 'type' && name !== 'primary' && name !== 'display')
  return says ? [Object.fromEntries(filled)] : []
}

/** What a value has that fits the equations of this filter. */
const wantedBy = (filter: Filter): Resource => {
  switch (filter.kind) {
    case 'and':
      return Object.assign({}, ...filter.parts.map(wantedBy)) as Resource
    case 'compare': {
      const { attribute } = filter.path
      return attribute && filter.operator === 'eq' ? { [attribute.name]: readOne(attribute, filter.value) } : {}
    }
    default:
      return {}
  }
}

const isLike = (item: Resource, other: Resource): boolean =>
  Object.entries(other).every(([name, value]) => name === 'primary' || name === 'display' || item[name] === value)

/** At most one value is the primary one (RFC 7643, section 2.4): the one set last. */
const onePrimary = (items: readonly Resource[], latest: Resource | undefined): Resource[] =>
  latest?.['primary'] === true
    ? items.map((item) => (item === latest || item['primary'] !== true ? item : { ...item, primary: false }))
    : [...items]

/** A holder with another part; one that is empty is not there. */
export const withPart = (holder: Resource, name: string, part: unknown): Resource => {
  const { [name]: _old, ...rest } = holder
  const filled =
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
      : part
  const isEmpty =
    filled === undefined || (typeof filled === 'object' && filled !== null && Object.keys(filled).length === 0)
  return isEmpty ? rest : { ...rest, [name]: filled }
}
