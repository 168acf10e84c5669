/** What a release changed about what is kept. Fields of rows are only ever added: older programs keep those that they don't know. */
export interface Version {
  readonly number: number
  /** Tables that the version before does not know. */
  readonly adds?: readonly string[]
}

/** In order. Numbers are never reused, and are those of PostgreSQL's migrations. */
export const versions: readonly Version[] = [{ number: 1 }]

export const newestOf = (known: readonly Version[]): number => known.at(-1)?.number ?? 0

/** Throws when a file is of a version that this program does not know. */
export const mustKnow = (file: string, version: number, known: readonly Version[]): void => {
  if (version > newestOf(known))
    throw new Error(
      `${file} is of version ${version}, this program knows ${newestOf(known)}: a newer one wrote it; take it back with that one ("toegang store back")`,
    )
}
