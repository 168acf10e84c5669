import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CopyRefused, copyStore, type TableSum } from '../../src/ports/copy-store.ts'
import type { Store } from '../../src/ports/store.ts'
import { openProgress, type Progress } from './progress.ts'

export const storeUsage = 'store copy --from <folder|postgres://…> --to <folder|postgres://…> [--json]'

/** How a store is opened, by whoever knows the stores. */
export type OpenStore = (place: {
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly log: { warn(text: string): void }
  readonly alone: true
}) => Promise<Store>

interface Place {
  readonly written: string
  readonly isDatabase: boolean
  /** As it may be printed: without a password. */
  readonly shown: string
}

/**
 * `toegang store copy`: every row of one store to another, empty one. A bar on standard error, a table with a count and a checksum
 * per table on standard output. Answers the exit code: 0 when both stores hold the same, 1 when not, 2 when it was asked wrongly.
 */
export const runStoreCommand = async (words: readonly string[], open: OpenStore): Promise<number> => {
  const asked = readWords(words)
  if (typeof asked === 'string') {
    console.error(asked)
    return 2
  }
  const { from, to, json } = asked
  const progress = openProgress()
  let broken: 'off' | undefined
  const breakOff = () => {
    broken = 'off'
  }
  process.once('SIGINT', breakOff)
  process.once('SIGTERM', breakOff)
  try {
    if (!from.isDatabase && !(await isFolder(from.written))) throw new Error(`${from.shown} is no folder.`)
    const sums = await copyBetween(from, to, open, (table, done, of) => {
      if (broken) throw new Error('it was broken off')
      progress.show(table, done, of)
    })
    progress.end()
    if (json) console.log(JSON.stringify({ from: from.shown, to: to.shown, tables: sums }, null, 2))
    else printSums(sums, from, to)
    return 0
  } catch (error) {
    progress.end()
    console.error(whatToDo(error, from, to))
    return 1
  } finally {
    process.off('SIGINT', breakOff)
    process.off('SIGTERM', breakOff)
  }
}

const readWords = (words: readonly string[]): { from: Place; to: Place; json: boolean } | string => {
  const usage = `Usage: toegang ${storeUsage}`
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    if (positionals.join(' ') !== 'copy' || !values.from || !values.to) return usage
    const from = placeOf(values.from)
    const to = placeOf(values.to)
    if (from.written === to.written) return `Both are ${from.shown}: name two stores.`
    return { from, to, json: values.json ?? false }
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${usage}`
  }
}

const placeOf = (written: string): Place => {
  if (!/^postgres(ql)?:\/\//.test(written))
    return { written: resolve(written), isDatabase: false, shown: resolve(written) }
  if (!URL.canParse(written)) throw new Error('An address of a database looks like postgres://user:password@host/name.')
  const { host, pathname } = new URL(written)
  return { written, isDatabase: true, shown: `postgres://${host}${pathname}` }
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false

const copyBetween = async (
  from: Place,
  to: Place,
  open: OpenStore,
  onProgress: Progress['show'],
): Promise<readonly TableSum[]> => {
  const source = await openPlace(from, open)
  try {
    const target = await openPlace(to, open)
    try {
      return await copyStore(source, target, {
        digest: (text) => createHash('sha256').update(text).digest('hex'),
        onProgress: ({ table, done, of }) => onProgress(table, done, of),
      })
    } catch (error) {
      throw error instanceof CopyRefused ? error : new BrokenOff(error)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

const openPlace = ({ written, isDatabase }: Place, open: OpenStore): Promise<Store> =>
  open({
    dataDir: written,
    ...(isDatabase && { databaseUrl: written }),
    log: { warn: (text) => console.error(text) },
    alone: true,
  })

/** It went wrong after the first row may have been written. */
class BrokenOff extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

const whatToDo = (error: unknown, from: Place, to: Place): string => {
  const again = `${howToEmpty(to)} Then copy again. ${from.shown} is as it was.`
  if (error instanceof BrokenOff)
    return `The copy broke off: ${error.message}.\n${to.shown} may hold part of it, which must not be used. ${again}`
  if (!(error instanceof CopyRefused))
    return `Nothing was copied: ${error instanceof Error ? error.message : String(error)}`
  switch (error.because) {
    case 'nothing_to_copy':
      return `Nothing was copied: ${from.shown} holds no rows.`
    case 'not_empty': {
      const held = error.sums.filter(({ rows }) => rows > 0).map(({ table, rows }) => `${table}: ${rows}`)
      return `Nothing was copied: ${to.shown} is not empty (${held.join(', ')}). A copy needs an empty store. If this is what an earlier copy left when it broke off: ${again}`
    }
    case 'source_changed':
      return `${from.shown} was changed while it was copied: stop every Toegang that uses it. ${to.shown} must not be used. ${howToEmpty(to)} Then copy again.`
    case 'not_the_same':
      return `${to.shown} does not hold the same rows, and must not be used. ${again}`
  }
}

const howToEmpty = ({ isDatabase, shown }: Place): string =>
  isDatabase
    ? 'Empty it: DROP SCHEMA public CASCADE; CREATE SCHEMA public;'
    : `Empty it: remove journal-*, snapshot-*, lock-* and free-* from ${shown}.`

const printSums = (sums: readonly TableSum[], from: Place, to: Place): void => {
  const total = sums.reduce((rows, sum) => rows + sum.rows, 0)
  console.table(
    Object.fromEntries(sums.map(({ table, rows, checksum }) => [table, { rows, checksum: checksum.slice(0, 16) }])),
  )
  console.log(
    `${total} rows of ${from.shown} are in ${to.shown}, each compared. Start Toegang on it with the same SECRET_KEY.`,
  )
}
