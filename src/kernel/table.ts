/**
 * How one kind of row is kept and found. Declared once, beside the entity; every store builds its indexes, searches and
 * uniqueness rules from it, so that no store can know a search that another lacks.
 */
import type { Instant } from './instant.ts'

export interface Row {
  readonly id: string
}

export interface TableRule<R extends Row = Row, K extends string = string, T extends string = string> {
  /** What a row is found by, exactly. A list means that any of its values finds the row. */
  readonly keys: { readonly [Key in K]: (row: R) => string | readonly string[] | undefined }
  /** Moments that a row is found by, as a half-open range. */
  readonly times: { readonly [Time in T]: (row: R) => Instant | undefined }
  /** Words that a person searches in, in any case. */
  readonly text?: (row: R) => string
  /** What a person sorts by; rows are otherwise in the order of their ids, which is the order they were made in. */
  readonly sort?: (row: R) => string
  /** What no two rows may share; `undefined` binds nothing. The name is what `Conflict` reports. */
  readonly unique: { readonly [rule: string]: (row: R) => string | undefined }
  /** Fields that hold a sealed text (see `Secrets`), which a new key seals anew. */
  readonly sealed?: readonly (keyof R & string)[]
}

/** Declares a table; the type arguments are inferred from the rule. */
export const defineTable =
  <R extends Row>() =>
  <K extends string, T extends string>(rule: TableRule<R, K, T>): TableRule<R, K, T> =>
    rule

/** A search: every named key has (one of) the given value(s), every named moment is in `[from, before)`, the text holds `text`. */
export type Where<Rule> =
  Rule extends TableRule<infer _R, infer K, infer T>
    ? { readonly [Key in K]?: string | readonly string[] } & {
        readonly [Time in T]?: { readonly from?: Instant; readonly before?: Instant }
      } & { readonly text?: string }
    : never

export type RowOf<Rule> = Rule extends TableRule<infer R, infer _K, infer _T> ? R : never

/** Thrown by a store's `put` when a uniqueness rule would break; `rule` is the name in the table's `unique`. */
export class Conflict extends Error {
  readonly rule: string
  constructor(rule: string) {
    super(`uniqueness rule broken: ${rule}`)
    this.rule = rule
  }
}
