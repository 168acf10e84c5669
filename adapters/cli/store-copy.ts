import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CopyRefused, type CopyTools, copyStore, sumStore, type TableSum } from '../../src/ports/copy-store.ts'
import type { Store } from '../../src/ports/store.ts'
import { openProgress } from './progress.ts'

export const storeUsage = 'store copy --from <folder|postgres://…> --to <folder|postgres://…> [--json]'
export const backupUsage = 'store backup --from <folder|postgres://…> --to <folder> [--json]'

/** How a store is opened, by whoever knows the stores. */
export type OpenStore = (place: {
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly log: { warn(text: string): void }
  readonly alone: boolean
}) => Promise<Store>

/** What the stores offer to this command. */
export interface Stores {
  readonly open: OpenStore
  /** Copies the files of an embedded store that is in use. */
  readonly copyFiles: (from: string, to: string) => Promise<void>
}

interface Place {
  readonly written: string
  readonly isDatabase: boolean
  /** As it may be printed: without a password. */
  readonly shown: string
}

/**
 * `toegang store copy`: every row of one store to another, empty one; `toegang store backup`: the same while the first is in use, as it
 * was at one moment. A bar on standard error, a table with a count and a checksum per table on standard output. Answers the exit code: 0 when both stores hold the same, 1 when not, 2 when it was asked wrongly.
 */
export const runStoreCommand = async (words: readonly string[], stores: Stores): Promise<number> => {
  const asked = readWords(words)
  if (typeof asked === 'string') {
    console.error(asked)
    return 2
  }
  const { from, to, json, inUse } = asked
  const progress = openProgress()
  let broken: 'off' | undefined
  const breakOff = () => {
    broken = 'off'
  }
  process.once('SIGINT', breakOff)
  process.once('SIGTERM', breakOff)
  try {
    if (!from.isDatabase && !(await isFolder(from.written))) throw new Error(`${from.shown} is no folder.`)
    const onProgress: CopyTools['onProgress'] = ({ table, done, of }) => {
      if (broken) throw new Error('it was broken off')
      progress.show(table, done, of)
    }
    const tools: CopyTools = { digest, onProgress, inUse }
    const sums =
      inUse && !from.isDatabase
        ? await backUpFolder(from, to, stores, tools)
        : await copyBetween(from, to, stores, tools)
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

const readWords = (words: readonly string[]): { from: Place; to: Place; json: boolean; inUse: boolean } | string => {
  const usage = `Usage: toegang ${storeUsage}\n       toegang ${backupUsage}`
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const what = positionals.join(' ')
    if ((what !== 'copy' && what !== 'backup') || !values.from || !values.to) return usage
    const from = placeOf(values.from)
    const to = placeOf(values.to)
    if (from.written === to.written) return `Both are ${from.shown}: name two stores.`
    const inUse = what === 'backup'
    if (inUse && to.isDatabase) return usage
    return { from, to, json: values.json ?? false, inUse }
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
  { open }: Stores,
  tools: CopyTools,
): Promise<readonly TableSum[]> => {
  const source = await openPlace(from, open, { alone: !tools.inUse })
  try {
    const target = await openPlace(to, open)
    try {
      return await copyStore(source, target, tools)
    } catch (error) {
      throw error instanceof CopyRefused ? error : new BrokenOff(error)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Files first; then the copy is opened, which reads every line against its checksum, and its rows are counted. */
const backUpFolder = async (
  from: Place,
  to: Place,
  { open, copyFiles }: Stores,
  tools: CopyTools,
): Promise<readonly TableSum[]> => {
  await copyFiles(from.written, to.written)
  // The end of the journal may have been copied in the middle of a line; that is no crash to tell of.
  const copy = await openPlace(to, open, { warn: () => undefined })
  try {
    return await sumStore(copy, tools)
  } finally {
    await copy.close()
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

const openPlace = (
  { written, isDatabase }: Place,
  open: OpenStore,
  {
    alone = true,
    warn = (text) => console.error(text),
  }: { readonly alone?: boolean; readonly warn?: (text: string) => void } = {},
): Promise<Store> =>
  open({
    dataDir: written,
    ...(isDatabase && { databaseUrl: written }),
    log: { warn },
    alone,
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
