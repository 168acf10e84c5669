import type { Resource, ResourceType } from './attribute.ts'
import { ScimFault } from './fault.ts'
import { type Path, parsePath } from './filter.ts'

/** Which attributes an answer has (RFC 7644, section 3.9). */
export interface Projection {
  readonly only?: readonly Path[]
  readonly except: readonly Path[]
}

/** Reads `attributes` and `excludedAttributes`; names that are not known ask for nothing. */
export const readProjection = (
  query: { readonly attributes?: unknown; readonly excludedAttributes?: unknown },
  type: ResourceType,
): Projection => {
  const only = pathsIn(query.attributes, type)
  return { ...(only && { only }), except: pathsIn(query.excludedAttributes, type) ?? [] }
}

const pathsIn = (given: unknown, type: ResourceType): Path[] | undefined => {
  if (typeof given !== 'string' || given === '') return undefined
  return given.split(',').flatMap((name) => {
    try {
      return parsePath(name.trim(), type)
    } catch (error) {
      if (error instanceof ScimFault) return []
      throw error
    }
  })
}

/** Whether a top-level attribute is in the answer at all, so that what is not need not be read. */
export const isAsked = ({ only, except }: Projection, name: string): boolean =>
  (!only || only.some(({ attribute }) => attribute?.name === name)) &&
  !except.some(({ attribute, sub }) => attribute?.name === name && !sub)

const always = ['schemas', 'id']

export const project = (resource: Resource, { only, except }: Projection): Resource => {
  const kept = only ? pick(resource, only) : resource
  return except.reduce(drop, kept)
}

const pick = (resource: Resource, paths: readonly Path[]): Resource => {
  const picked: { [name: string]: unknown } = {}
  for (const name of always) if (resource[name] !== undefined) picked[name] = resource[name]
  for (const path of paths) {
    const { extension, attribute, sub } = path
    if (extension && attribute) {
      const holder = resource[extension] as Resource | undefined
      const part = attribute.name
      if (holder?.[part] !== undefined)
        picked[extension] = { ...(picked[extension] as Resource | undefined), [part]: partOf(holder[part], sub?.name) }
    } else if (extension) {
      if (resource[extension] !== undefined) picked[extension] = resource[extension]
    } else if (attribute && resource[attribute.name] !== undefined)
      picked[attribute.name] = partOf(resource[attribute.name], sub?.name)
  }
  return picked
}

const partOf = (value: unknown, sub: string | undefined): unknown => {
  if (sub === undefined) return value
  if (Array.isArray(value)) return value.map((one: Resource) => ({ [sub]: one[sub] }))
  return { [sub]: (value as Resource)[sub] }
}

const drop = (resource: Resource, { extension, attribute, sub }: Path): Resource => {
  const name = extension ?? attribute?.name
  if (name === undefined || always.includes(name)) return resource
  const { [name]: held, ...rest } = resource
  if (held === undefined) return resource
  if (extension && attribute) return { ...rest, [name]: drop(held as Resource, { attribute, ...(sub && { sub }) }) }
  if (!sub) return rest
  const less = (value: Resource): Resource => {
    const { [sub.name]: _gone, ...others } = value
    return others
  }
  return { ...rest, [name]: Array.isArray(held) ? held.map(less) : less(held as Resource) }
}
