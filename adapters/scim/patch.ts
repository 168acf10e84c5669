/**
 * PATCH (RFC 7644, section 3.5.2) with what Entra and Okta make of it: operations in any case, flags as texts, values without a path
 * whose names are paths, values that are not there yet, lists of values to remove. A resource goes in and a new one comes out.
 */
import { byName, common, type Resource, type ResourceType } from './attribute.ts'
import { badRequest } from './fault.ts'
import { parsePath } from './filter.ts'
import { readValue } from './read-value.ts'
import { type Op, set, withPart } from './set-value.ts'

export interface Operation {
  readonly op: Op
  readonly path?: string
  readonly value?: unknown
}

const mostOperations = 1000

/** The operations of a body. Refuses anything else with `invalidSyntax`. */
export const readOperations = (body: unknown): Operation[] => {
  const operations = fieldOf(body, 'operations')
  if (!Array.isArray(operations) || operations.length > mostOperations)
    throw badRequest('invalidSyntax', `Send a PatchOp with up to ${mostOperations} Operations.`)
  return operations.map((operation): Operation => {
    const op = String(fieldOf(operation, 'op')).toLowerCase()
    if (op !== 'add' && op !== 'replace' && op !== 'remove')
      throw badRequest('invalidSyntax', 'op must be add, replace or remove.')
    const path = fieldOf(operation, 'path')
    if (path !== undefined && path !== null && typeof path !== 'string')
      throw badRequest('invalidPath', 'path must be a text.')
    const value = fieldOf(operation, 'value')
    return { op, ...(path && { path }), ...(value !== undefined && { value }) }
  })
}

const fieldOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null
    ? Object.entries(body).find(([field]) => field.toLowerCase() === name)?.[1]
    : undefined

/** The resource after all operations. Refuses when a required value would be gone. */
export const applyOperations = (resource: Resource, operations: readonly Operation[], type: ResourceType): Resource =>
  checked(
    operations.reduce((done, operation) => applyOperation(done, operation, type), resource),
    type,
  )

const applyOperation = (resource: Resource, operation: Operation, type: ResourceType): Resource => {
  const { op, value } = operation
  if (operation.path === undefined) {
    if (op === 'remove') throw badRequest('noTarget', 'Say with path what is removed.')
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw badRequest('invalidValue', 'Without a path, value must be an object.')
    return mergeBody(resource, value as Resource, type, op)
  }
  const path = parsePath(operation.path, type)
  if (path.attribute?.mutability === 'readOnly' || path.sub?.mutability === 'readOnly')
    throw badRequest('mutability', `${operation.path} is ours to set.`)
  if (!path.extension) return set(resource, path, op, value)
  const held = (resource[path.extension] ?? {}) as Resource
  if (path.attribute) return withPart(resource, path.extension, set(held, path, op, value))
  if (op === 'remove') return withPart(resource, path.extension, undefined)
  const given = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const schema = type.extensions.find(({ id }) => id === path.extension)
  const merged = given.reduce((done, [name, one]) => {
    const attribute = schema?.attributes.find((known) => known.name.toLowerCase() === name.toLowerCase())
    return attribute ? set(done, { attribute }, 'replace', one) : done
  }, held)
  return withPart(resource, path.extension, merged)
}

/** A resource with the values of `body` laid over it, as by a PATCH without a path. */
export const mergeBody = (resource: Resource, body: Resource, type: ResourceType, op: Op): Resource => {
  let merged = resource
  for (const [name, value] of Object.entries(body)) merged = mergeOne(merged, { op, path: name, value }, type)
  return merged
}

const mergeOne = (
  resource: Resource,
  operation: Operation & { readonly path: string },
  type: ResourceType,
): Resource => {
  const { path } = operation
  const attribute = byName(type.core.attributes, path) ?? byName(common, path)
  return attribute?.mutability !== 'readOnly' && isDeclared(path, type)
    ? applyOperation(resource, operation, type)
    : resource
}

/** What is not declared is no mistake in a body: identity providers send more than anybody keeps. */
const isDeclared = (path: string, { core, extensions }: ResourceType): boolean => {
  const lower = path.toLowerCase()
  if (extensions.some(({ id }) => id.toLowerCase() === lower)) return true
  const schema = [core, ...extensions].find(({ id }) => lower.startsWith(`${id.toLowerCase()}:`))
  const name = (schema ? path.slice(schema.id.length + 1) : path).split(/[.[]/)[0] ?? ''
  return byName(schema?.attributes ?? [...core.attributes, ...common], name) !== undefined
}

/** Refuses a resource without what its schema requires. */
export const checked = (resource: Resource, { core }: ResourceType): Resource => {
  for (const attribute of core.attributes)
    if (attribute.required && readValue(attribute, resource[attribute.name]) === undefined)
      throw badRequest('invalidValue', `${attribute.name} is missing.`)
  return resource
}
