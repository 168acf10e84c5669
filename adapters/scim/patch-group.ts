import { byName, type Resource } from './attribute.ts'
import { badRequest } from './fault.ts'
import { type Filter, parsePath } from './filter.ts'
import type { Operation } from './patch.ts'
import { readValue } from './read-value.ts'
import { groupType } from './schemas.ts'

/** What changes in a group; its members either all anew or some of them, so that nobody has to read them first. */
export interface GroupChange {
  readonly displayName?: string
  readonly externalId?: string | null
  readonly set?: readonly string[]
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

/** The operations of a PATCH of a group, in order, as one change. */
export const groupChange = (operations: readonly Operation[]): GroupChange => {
  const done: Done = { set: undefined, add: new Set(), remove: new Set(), fields: {} }
  for (const operation of operations) apply(done, operation)
  return {
    ...done.fields,
    ...(done.set ? { set: [...done.set] } : {}),
    ...(!done.set && done.add.size > 0 && { add: [...done.add] }),
    ...(!done.set && done.remove.size > 0 && { remove: [...done.remove] }),
  }
}

interface Done {
  set: Set<string> | undefined
  readonly add: Set<string>
  readonly remove: Set<string>
  readonly fields: { displayName?: string; externalId?: string | null }
}

const apply = (done: Done, { op, path, value }: Operation): void => {
  if (path === undefined) {
    if (op === 'remove') throw badRequest('noTarget', 'Say with path what is removed.')
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw badRequest('invalidValue', 'Without a path, value must be an object.')
    for (const [name, given] of Object.entries(value))
      if (['displayname', 'externalid', 'members'].includes(name.toLowerCase()))
        apply(done, { op, path: name, value: given })
    return
  }
  const { attribute, which, sub } = parsePath(path, groupType)
  switch (attribute?.name) {
    case 'displayName': {
      const name = readValue(attribute, value)
      if (op === 'remove' || typeof name !== 'string') throw badRequest('invalidValue', 'displayName is missing.')
      done.fields.displayName = name
      return
    }
    case 'externalId':
      done.fields.externalId = op === 'remove' ? null : ((readValue(attribute, value) as string | undefined) ?? null)
      return
    case 'members':
      if (sub) throw badRequest('invalidPath', 'Members are added and removed, not changed.')
      if (which) named(done, op, which)
      else members(done, op, value)
      return
    default:
      throw badRequest('mutability', `${path} is ours to set.`)
  }
}

const members = (done: Done, op: Operation['op'], value: unknown): void => {
  const ids = memberIds(value)
  if (op === 'add') for (const id of ids) come(done, id)
  else if (op === 'remove' && value !== undefined) for (const id of ids) go(done, id)
  else {
    done.set = new Set(op === 'replace' ? ids : [])
    done.add.clear()
    done.remove.clear()
  }
}

const named = (done: Done, op: Operation['op'], which: Filter): void => {
  for (const id of idsIn(which)) (op === 'remove' ? go : come)(done, id)
}

const come = (done: Done, id: string): void => {
  if (done.set) done.set.add(id)
  done.add.add(id)
  done.remove.delete(id)
}

const go = (done: Done, id: string): void => {
  done.set?.delete(id)
  done.add.delete(id)
  done.remove.add(id)
}

/** `value eq "…"`, or several of them with `or`. */
const idsIn = (filter: Filter): string[] => {
  if (filter.kind === 'or') return filter.parts.flatMap(idsIn)
  const isEquation = filter.kind === 'compare' && filter.operator === 'eq' && filter.path.attribute?.name === 'value'
  if (!isEquation) throw badRequest('invalidFilter', 'Members are named by value eq "…".')
  return [String(filter.value)]
}

/** The members of a group as they are sent: objects with a value, or the values alone. */
export const memberIds = (value: unknown): string[] => {
  const attribute = byName(groupType.core.attributes, 'members')
  const read = attribute ? readValue(attribute, value) : undefined
  return ((read ?? []) as Resource[]).flatMap((member) => (typeof member['value'] === 'string' ? member['value'] : []))
}
