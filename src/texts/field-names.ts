import type { Texts } from './texts.ts'

/**
 * The labels of the fields that zod complained about: one for each field, however deep the complaint lies (`emails.3`). A field
 * without a label, which only scripts fill in, goes by its own name; a complaint about the whole input has no name.
 */
export const fieldNames = (faults: { readonly [path: string]: unknown }, labels: Texts['field']): string[] => {
  const named: { readonly [field: string]: string | undefined } = labels
  const fields = Object.keys(faults).map((path) => path.split('.')[0] ?? '')
  return [
    ...new Set(
      fields.filter((field) => field !== '').map((field) => (Object.hasOwn(named, field) && named[field]) || field),
    ),
  ]
}
