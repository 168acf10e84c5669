/** Reads what identity providers send into the declared form: any case of names, flags as texts, single values where lists belong. */
import { type Attribute, byName, type Resource } from './attribute.ts'
import { badRequest } from './fault.ts'

const isObject = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `null`, an empty text and an empty list mean that there is nothing (RFC 7643, section 2.5). */
const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** A value of this attribute; `undefined` when there is none. Refuses what can't be one (`invalidValue`). */
export const readValue = (attribute: Attribute, value: unknown): unknown => {
  if (isNothing(value)) return undefined
  if (!attribute.multi) return readOne(attribute, Array.isArray(value) ? value[0] : value)
  const values = [value].flat().flatMap((one) => readOne(attribute, one) ?? [])
  return values.length === 0 ? undefined : values
}

/** One of the values of an attribute. */
export const readOne = (attribute: Attribute, value: unknown): unknown => {
  if (isNothing(value)) return undefined
  switch (attribute.type) {
    case 'boolean':
      return readFlag(attribute, value)
    case 'complex':
      return readComplex(attribute, value)
    default:
      return readText(attribute, value)
  }
}

const readFlag = (attribute: Attribute, value: unknown): boolean => {
  const written = typeof value === 'object' ? '' : String(value).toLowerCase()
  if (written !== 'true' && written !== 'false') throw wrong(attribute, 'true or false')
  return written === 'true'
}

const readText = (attribute: Attribute, value: unknown): string => {
  // Some wrap a text as they would in a list of values.
  const plain = isObject(value) ? value['value'] : value
  if (typeof plain !== 'string' && typeof plain !== 'number') throw wrong(attribute, 'a text')
  return String(plain)
}

const readComplex = (attribute: Attribute, value: unknown): Resource | undefined => {
  if (!isObject(value)) {
    const plain = byName(attribute.sub, 'value')
    if (!plain) throw wrong(attribute, 'an object')
    return { value: readOne(plain, value) }
  }
  const read: [string, unknown][] = []
  for (const [name, given] of Object.entries(value)) {
    const sub = byName(attribute.sub, name)
    const one = sub && readOne(sub, given)
    if (sub && one !== undefined) read.push([sub.name, one])
  }
  return read.length === 0 ? undefined : Object.fromEntries(read)
}

const wrong = ({ name }: Attribute, expected: string) => badRequest('invalidValue', `${name} must be ${expected}.`)
