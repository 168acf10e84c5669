/**
 * What one thing costs, in seconds of the station that does it: the figures that `npm run bench` printed on the machine of the
 * README (see "How fast"). `npm run simulate` is only as true as these.
 */
export interface Cost {
  /** Of a thread that judges signatures; an instance has one for each core but one. */
  readonly judging: number
  /** Of the one thread of an instance that does everything else. */
  readonly main: number
  /** Of the database, when there is one; an instance with the embedded store has this in `main`. */
  readonly database: number
}

export type Kind = 'sign-in' | 'command' | 'evaluation'

export const onEmbedded: { readonly [K in Kind]: Cost } = {
  'sign-in': { judging: 1 / 320, main: 1 / 160, database: 0 },
  command: { judging: 0, main: 1 / 865, database: 0 },
  evaluation: { judging: 0, main: 1 / 5670, database: 0 },
}

export const onPostgres: { readonly [K in Kind]: Cost } = {
  'sign-in': { judging: 1 / 320, main: 1 / 140, database: 1 / 110 },
  command: { judging: 0, main: 1 / 700, database: 1 / 900 },
  evaluation: { judging: 0, main: 1 / 1500, database: 1 / 2500 },
}
