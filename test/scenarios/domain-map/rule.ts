/** A sentence of the rules, and the tests that would break without it, each as `file > title` under `test/`. */
export interface Rule {
  readonly says: string
  readonly tests: readonly string[]
}

/** A chapter of the rules, sentence by sentence, in order. */
export interface Chapter {
  readonly title: string
  readonly rules: readonly Rule[]
}

export const rule = (says: string, ...tests: readonly string[]): Rule => ({ says, tests })
