import * as z from 'zod'
import type { Field as FieldName, Texts } from '../texts/texts.ts'
import type { Input } from './card.ts'

/** What a person fills in to run a command: a modal, a dialog, a page. */
export interface Form {
  /** The command that takes the values. */
  readonly name: string
  readonly title: string
  readonly intro?: string
  readonly submit: string
  readonly fields: readonly Field[]
  /** Values that go along unseen. */
  readonly hidden: Input
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly kind: 'line' | 'text' | 'choice' | 'choices' | 'flag' | 'date' | 'number' | 'email' | 'emails'
  readonly required: boolean
  readonly maxLength?: number
  readonly options?: readonly Option[]
  readonly value?: string | number | boolean | readonly string[]
}

export interface Option {
  readonly value: string
  readonly label: string
}

/** What a form says about a field beyond its schema. */
export interface FieldRule {
  readonly kind: Field['kind']
  /** Where the field's usual name would not be right. */
  readonly label?: string
  readonly required?: boolean
  readonly options?: readonly Option[]
  readonly hint?: string
}

/**
 * Makes the fields of a form. Lengths and whether a field may stay empty are read from the command's own input schema, so that
 * a form and its command can't disagree; `rules` gives the order, the kind and the choices.
 */
export const fieldsOf = (
  schema: z.ZodType,
  rules: { readonly [name: string]: FieldRule },
  filled: Input,
  texts: Texts,
): Field[] => {
  const described = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as {
    readonly properties?: { readonly [name: string]: { readonly maxLength?: number } }
    readonly required?: readonly string[]
  }
  return Object.entries(rules).map(([name, rule]) => {
    const maxLength = described.properties?.[name]?.maxLength
    const value = filled[name]
    return {
      name,
      label: rule.label ?? texts.field[name as FieldName],
      kind: rule.kind,
      required: rule.required ?? described.required?.includes(name) ?? false,
      ...(rule.hint && { hint: rule.hint }),
      ...(rule.options && { options: rule.options }),
      ...(maxLength !== undefined && { maxLength }),
      ...(value !== undefined && { value }),
    }
  })
}
