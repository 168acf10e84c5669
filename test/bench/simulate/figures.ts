/** What one thing costs: seconds for which a station is busy with it. `npm run simulate` is only as true as these. */
export interface Cost {
  /** Of a thread that judges signatures; an instance has one for each core but one. */
  readonly judging: number
  /** Of the one thread of an instance that does everything else. */
  readonly main: number
  /** Of the database, when there is one; with the embedded store this is in `main`. */
  readonly database: number
}

export type Kind = 'sign-in' | 'command' | 'evaluation'

type Costs = { readonly [K in Kind]: Cost }

/** As `npm run simulate -- --measure` printed them on the machine of the README. */
export const onEmbedded: Costs = {
  'sign-in': { judging: 0.0024, main: 0.0046, database: 0 },
  command: { judging: 0, main: 0.0012, database: 0 },
  evaluation: { judging: 0, main: 0.00019, database: 0 },
}

export const onPostgres: Costs = {
  'sign-in': { judging: 0.0024, main: 0.0086, database: 0.0072 },
  command: { judging: 0, main: 0.0012, database: 0.0001 },
  evaluation: { judging: 0, main: 0.00076, database: 0.00073 },
}
