import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import type { Row } from '../../src/kernel/table.ts'
import type { TableName } from '../../src/ports/store.ts'
import { privately, snapshotFile, syncFolder, unfinished } from './files.ts'
import { type Change, Damage, lineOf, readLines } from './lines.ts'
import { tableNames } from './search.ts'
import type { Steps } from './steps.ts'
import { mustKnow, newestOf, type Version } from './versions.ts'

/** Every row, by table and id. */
export type Rows = ReadonlyMap<TableName, Map<string, Row>>

/** A map for each table of these versions. */
export const noRows = (known: readonly Version[]): Rows => {
  const names = [...tableNames, ...known.flatMap(({ adds = [] }) => adds as TableName[])]
  return new Map(names.map((table) => [table, new Map<string, Row>()]))
}

const rowsPerLine = 200

/**
 * Where lowdb keeps the rows. lowdb's own file adapter makes one text of everything, which blocks the process and has a greatest
 * length, and never calls fsync; this one writes some rows at a time and lets commits go on in between.
 */
export class Snapshot implements Adapter<Rows> {
  readonly #folder: string
  readonly #steps: Steps
  readonly #known: readonly Version[]
  #generation: number
  #version: number | undefined
  #from = 1
  #bytes = 0

  /** Reads the snapshot of a generation; 0 has none. */
  constructor(folder: string, generation: number, steps: Steps, known: readonly Version[]) {
    this.#folder = folder
    this.#generation = generation
    this.#steps = steps
    this.#known = known
  }

  /** The version that it is of; absent where there is no snapshot. */
  get version(): number | undefined {
    return this.#version
  }

  /** The number of the first commit line after it. */
  get from(): number {
    return this.#from
  }
  get bytes(): number {
    return this.#bytes
  }

  /** What the next `write` will be, and what it waits for before it counts. */
  next:
    | {
        readonly generation: number
        readonly from: number
        readonly settled: () => Promise<void>
        readonly version?: number
      }
    | undefined

  /** Throws `Damage` when the file is anything but whole. */
  async read(): Promise<Rows | null> {
    if (this.#generation === 0) return null
    const file = snapshotFile(this.#folder, this.#generation)
    const rows = noRows(this.#known)
    let count = 0
    let ended: number | undefined
    const { bytes, torn } = await readLines(file, (line, number) => {
      if (number === 1) {
        if (!('format' in line) || line.format !== 1 || line.generation !== this.#generation) return false
        mustKnow(file, line.version, this.#known)
        this.#version = line.version
        this.#from = line.from
        return true
      }
      if (ended !== undefined || 'format' in line) return false
      if ('rows' in line) ended = line.rows
      else {
        if (line.n !== number - 1) return false
        applyChanges(file, rows, line.changes)
        count += line.changes.length
      }
      return true
    })
    if (torn || ended !== count) throw new Damage(`${file} is damaged: it ends too early, at byte ${bytes}`)
    this.#bytes = bytes
    return rows
  }

  /**
   * Rows may change while they are written, and the file then holds some before and some after the change. That does no harm:
   * whatever changes meanwhile is in the journal that is replayed over it. It counts, by taking its name, only after everything
   * that it may hold is on disk in that journal.
   */
  async write(rows: Rows): Promise<void> {
    if (!this.next) throw new Error('a snapshot is only written by a fold')
    const { generation, from, settled, version = newestOf(this.#known) } = this.next
    const file = snapshotFile(this.#folder, generation)
    const handle = await open(unfinished(file), 'w', privately)
    let bytes = 0
    let count = 0
    try {
      const write = async (json: string) => {
        const line = Buffer.from(lineOf(json))
        await handle.appendFile(line)
        bytes += line.length
      }
      await write(JSON.stringify({ format: 1, version, generation, from }))
      let n = 1
      for (const changes of inParts(rows)) {
        count += changes.length
        await write(JSON.stringify({ n: n++, changes }))
      }
      await this.#steps('fold.rows_written')
      await write(JSON.stringify({ rows: count }))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await settled()
    await this.#steps('fold.written')
    await rename(unfinished(file), file)
    await syncFolder(dirname(file))
    this.#generation = generation
    this.#version = version
    this.#from = from
    this.#bytes = bytes
  }
}

const inParts = function* (rows: Rows): Generator<Change[]> {
  for (const [table, byId] of rows) {
    let part: Change[] = []
    for (const row of byId.values()) {
      part.push([table, row])
      if (part.length < rowsPerLine) continue
      yield part
      part = []
    }
    if (part.length > 0) yield part
  }
}

/** Brings rows to what a line says. Throws for a table that is not known. */
export const applyChanges = (file: string, rows: Rows, changes: readonly Change[]): void => {
  for (const [table, rowOrId] of changes) {
    const byId = rows.get(table)
    if (!byId)
      throw new Error(`${file} holds ${table}, which this version does not know: it was written by a newer one`)
    if (typeof rowOrId === 'string') byId.delete(rowOrId)
    else byId.set(rowOrId.id, rowOrId)
  }
}
