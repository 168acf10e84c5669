/** The fields of a posted form or of a query, as text; a field that came several times keeps all its values. */
export interface Posted {
  /** The first value, or `''`. */
  one(name: string): string
  many(name: string): readonly string[]
  has(name: string): boolean
}

/** Reads what a body parser left. Anything that is not text counts as absent. */
export const readPosted = (body: unknown): Posted => {
  const values = new Map<string, readonly string[]>()
  if (typeof body === 'object' && body !== null)
    for (const [name, value] of Object.entries(body))
      values.set(
        name,
        (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string'),
      )
  const many = (name: string) => values.get(name) ?? []
  return { many, one: (name) => many(name)[0] ?? '', has: (name) => many(name).length > 0 }
}
