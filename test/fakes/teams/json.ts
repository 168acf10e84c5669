/** JSON as it travels: nothing is believed about it before it is looked at. */
export type Json = Record<string, unknown>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const asJson = (value: unknown): Json => (isJson(value) ? value : {})

export const asList = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : [])

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The value under a path of keys; undefined as soon as one is missing. */
export const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((here, key) => (isJson(here) ? here[key] : undefined), value)
