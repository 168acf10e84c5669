import type { TableName } from '../../../src/ports/store.ts'
import { start } from './0001-start.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  /** Statements that end in a semicolon and a line break; each does no harm when it runs again. */
  readonly sql: string
  /** Tables whose rows are written anew after it, to fill columns that it added. */
  readonly refill?: readonly TableName[]
  /** What undoes it, in the same form; what only it knows is lost. Fields of rows are only ever added, and stay. */
  readonly back?: string
}

/** In order. Numbers are never reused. */
export const migrations: readonly Migration[] = [{ number: 1, name: 'start', sql: start }]
