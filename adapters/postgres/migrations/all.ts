import { start } from './0001-start.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  /** Statements that end in a semicolon and a line break; each does no harm when it runs again. */
  readonly sql: string
}

/** In order. Numbers are never reused. */
export const migrations: readonly Migration[] = [{ number: 1, name: 'start', sql: start }]
