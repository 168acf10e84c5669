import { fdatasync, writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { journalFile, privately, syncFolder } from './files.ts'
import { lineOf } from './lines.ts'
import type { Steps } from './steps.ts'

const syncData = promisify(fdatasync)

interface Waiting {
  readonly ticket: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Where a journal goes on: its generation, its length in bytes, and the number of its next commit line. */
export interface JournalEnd {
  readonly generation: number
  readonly bytes: number
  readonly next: number
}

/**
 * Appends commits and says when they are on disk. Commits that arrive while the disk is busy share the next line and the next
 * fsync, so that what a crash can tear is always one last line of commits that nobody was told about. A write that fails stops
 * the journal for good: after a failed fsync nobody knows what is on disk.
 */
export class Journal {
  readonly #folder: string
  readonly #steps: Steps
  readonly #version: number
  #handle: FileHandle
  #generation: number
  #bytes: number
  #next: number
  #pending: string[] = []
  #appended = 0
  #durable = 0
  #waiting: Waiting[] = []
  #scheduled: NodeJS.Immediate | undefined
  #work: Promise<void> = Promise.resolve()
  #failure: Error | undefined

  private constructor(folder: string, handle: FileHandle, end: JournalEnd, steps: Steps, version: number) {
    this.#folder = folder
    this.#handle = handle
    this.#generation = end.generation
    this.#bytes = end.bytes
    this.#next = end.next
    this.#steps = steps
    this.#version = version
  }

  /** Goes on where the last one ended. `version` is what the files say that are made from now on. */
  static async open(folder: string, end: JournalEnd, steps: Steps, version: number): Promise<Journal> {
    if (end.bytes > 0)
      return new Journal(folder, await open(journalFile(folder, end.generation), 'a'), end, steps, version)
    const made = await makeJournal(folder, version, end.generation, end.next)
    return new Journal(folder, made.handle, { ...end, bytes: made.bytes }, steps, version)
  }

  get generation(): number {
    return this.#generation
  }
  /** Length of the current file. */
  get bytes(): number {
    return this.#bytes
  }
  /** The ticket of the last commit that was appended. */
  get appended(): number {
    return this.#appended
  }

  /** Throws when an earlier write failed. */
  mustWork(): void {
    if (this.#failure)
      throw new Error(`the store stopped: ${this.#failure.message}`, {
        cause: this.#failure,
      })
  }

  /** Takes the changes of one commit, as JSON joined by commas. `durable(ticket)` says when they are on disk. */
  append(changes: string): number {
    this.mustWork()
    this.#pending.push(changes)
    // After whatever else is ready to commit in this turn of the event loop.
    this.#scheduled ??= setImmediate(() => void this.#queue(() => this.#flush()))
    return ++this.#appended
  }

  /** Resolves once the commit with this ticket, and all before it, are on disk; rejects when that can't be said any more. */
  async durable(ticket: number): Promise<void> {
    this.mustWork()
    if (ticket <= this.#durable) return
    await new Promise<void>((resolve, reject) => this.#waiting.push({ ticket, resolve, reject }))
  }

  /** Goes on in a new file of the next generation. Answers the number of the first line in it. */
  async rotate(): Promise<{ generation: number; from: number }> {
    let from = 0
    await this.#queue(async () => {
      from = this.#next
      const made = await makeJournal(this.#folder, this.#version, this.#generation + 1, from)
      await this.#handle.close()
      this.#handle = made.handle
      this.#bytes = made.bytes
      this.#generation++
    })
    this.mustWork()
    return { generation: this.#generation, from }
  }

  /** Puts on disk what waits, and lets go of the file. Every later call throws. */
  async close(): Promise<void> {
    await this.durable(this.#appended).catch(() => undefined)
    await this.#work
    this.stop(new Error('it was closed'))
    await this.#handle.close()
  }

  /** Refuses everything from now on. */
  stop(why: Error): void {
    this.#failure ??= why
    const waiting = this.#waiting
    this.#waiting = []
    for (const { reject } of waiting) reject(this.#failure)
  }

  #queue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (this.#failure) return
      try {
        await work()
      } catch (error) {
        this.stop(error instanceof Error ? error : new Error(String(error)))
      }
    })
    return this.#work
  }

  async #flush(): Promise<void> {
    this.#scheduled = undefined
    const commits = this.#pending
    if (commits.length === 0) return
    this.#pending = []
    const ticket = this.#appended
    const line = Buffer.from(lineOf(`{"n":${this.#next},"changes":[${commits.join(',')}]}`))
    await this.#steps('commit.taken')
    for (let written = 0; written < line.length; ) written += writeSync(this.#handle.fd, line, written)
    await this.#steps('commit.written')
    await syncData(this.#handle.fd)
    await this.#steps('commit.synced')
    this.#next++
    this.#bytes += line.length
    this.#durable = ticket
    const done = this.#waiting.filter((one) => one.ticket <= ticket)
    this.#waiting = this.#waiting.filter((one) => one.ticket > ticket)
    for (const { resolve } of done) resolve()
  }
}

const makeJournal = async (folder: string, version: number, generation: number, from: number) => {
  const file = journalFile(folder, generation)
  const handle = await open(file, 'wx', privately)
  const header = lineOf(JSON.stringify({ format: 1, version, generation, from }))
  await handle.appendFile(header)
  await handle.sync()
  await syncFolder(dirname(file))
  return { handle, bytes: Buffer.byteLength(header) }
}
