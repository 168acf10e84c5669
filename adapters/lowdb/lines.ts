import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Row } from '../../src/kernel/table.ts'
import type { TableName } from '../../src/ports/store.ts'

/** A row that was put, whole, or the id of one that was removed. */
export type Change = readonly [table: TableName, rowOrId: Row | string]

/** Journals and snapshots are lines of one form: a CRC-32 of the JSON (8 hexadecimal digits), a space, the JSON, a line feed. */
export type Line =
  /** The first line. `from` is the number of the first commit line that comes after the snapshot, or in the journal. */
  | { readonly format: 1; readonly version: number; readonly generation: number; readonly from: number }
  /** Commits that reached the disk together; in a snapshot, some of its rows. */
  | { readonly n: number; readonly changes: readonly Change[] }
  /** The last line of a snapshot. */
  | { readonly rows: number }

/** Writes a line from JSON text. */
export const lineOf = (json: string): string => `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`

/** A file that can't be what was written. The message says which file and where in it. */
export class Damage extends Error {}

/** What a file held. */
export interface Held {
  readonly lines: number
  /** Bytes of its whole lines. */
  readonly bytes: number
  /** Something follows them that is not a whole line: what a crash leaves of a write. */
  readonly torn: boolean
}

const newline = 10
const chunkBytes = 1 << 22

/**
 * Reads a file line by line. Throws `Damage` for a line that is not what was written, or that `take` says is out of place by
 * answering `false`. A last line without its end, or with bytes that never reached the disk (they read as zero), is not given
 * to `take`.
 */
export const readLines = async (file: string, take: (line: Line, number: number) => boolean): Promise<Held> => {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const chunk = Buffer.allocUnsafe(Math.min(size, chunkBytes))
    let rest: Buffer = Buffer.alloc(0)
    let lines = 0
    let at = 0
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length)
      if (bytesRead === 0) break
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
      let start = 0
      for (;;) {
        const end = bytes.indexOf(newline, start)
        if (end < 0) break
        const text = bytes.subarray(start, end)
        if (at + text.length + 1 === size && text.includes(0)) return { lines, bytes: at, torn: true }
        const line = parse(text)
        if (!line || !take(line, lines + 1)) throw new Damage(`${file} is damaged at line ${lines + 1}, byte ${at}`)
        lines++
        at += text.length + 1
        start = end + 1
      }
      rest = bytes.subarray(start)
    }
    return { lines, bytes: at, torn: rest.length > 0 }
  } finally {
    await handle.close()
  }
}

const parse = (bytes: Buffer): Line | undefined => {
  const json = bytes.subarray(9)
  const sum = bytes.toString('latin1', 0, 9)
  return sum === `${crc32(json).toString(16).padStart(8, '0')} ` ? (JSON.parse(json.toString()) as Line) : undefined
}
