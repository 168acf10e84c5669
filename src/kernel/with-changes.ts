/** A row with new values for some of its fields: `null` clears a field, absence leaves it as it is. */
export const withChanges = <R extends object>(
  row: R,
  changes: { readonly [F in keyof R]?: R[F] | null | undefined },
): R => {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...row, ...Object.fromEntries(given.map(([field, value]) => [field, value ?? undefined])) }
}
