/** Prints an answer for a person: a list as a table of its plain fields, a single thing as a line per field. */
export const printRows = (answer: unknown): void => {
  const list = rowsIn(answer)
  if (list) console.table(list.map(plainFields))
  else for (const [field, value] of Object.entries(answer ?? {})) console.log(`${field}: ${inWords(value)}`)
}

/** The one list in an answer, such as `rows` or `users`. */
const rowsIn = (answer: unknown): readonly unknown[] | undefined =>
  Array.isArray(answer)
    ? answer
    : Object.values(answer ?? {}).find((value) => Array.isArray(value) && typeof value[0] === 'object')

const plainFields = (row: unknown): { [field: string]: unknown } =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => typeof value !== 'object'))

const inWords = (value: unknown): string => {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return value.map((one) => `\n  ${one}`).join('')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
