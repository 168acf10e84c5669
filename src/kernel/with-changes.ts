/** A row with new values for some of its fields: `null` clears a field, absence leaves it as it is. */
export const withChanges = <R extends object>(
  row: R,
  changes: { readonly [F in keyof R]?: R[F] | null | undefined },
): R => {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...row, ...Object.fromEntries(given.map(([field, value]) => [field, value ?? undefined])) }
}

/** Whether two states of a row are the same; absent and undefined are one. */
export const isSame = (before: object, after: object): boolean => {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)])
  const was = new Map(Object.entries(before))
  const is = new Map(Object.entries(after))
  return [...fields].every((field) => JSON.stringify(was.get(field)) === JSON.stringify(is.get(field)))
}
