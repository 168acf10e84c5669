import { copyFile, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readName, syncFolder } from './files.ts'

const attempts = 20

/**
 * Copies what an embedded store holds at one moment to an empty folder, while a process goes on writing: a snapshot never changes, a
 * journal only grows, and each line of it is whole commits, so that a journal that is cut off anywhere is what a crash at that moment
 * would have left. Begins anew when a fold removed a file in between. Throws when the folder holds no store, or `to` holds one.
 */
export const copyFiles = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true, mode: 0o700 })
  if ((await readdir(to)).length > 0) throw new Error(`${to} is not empty`)
  for (let attempt = 1; ; attempt++) {
    try {
      await copyOnce(from, to)
      return await syncFolder(to)
    } catch (error) {
      for (const name of await readdir(to)) await rm(join(to, name))
      if (!isGone(error) || attempt === attempts) throw error
    }
  }
}

const copyOnce = async (from: string, to: string): Promise<void> => {
  const held = (await readdir(from)).flatMap((name) => {
    const read = readName(name)
    return read && read.kind !== 'unfinished' ? [{ name, ...read }] : []
  })
  if (held.length === 0) throw new Error(`${from} holds no store`)
  const newest = Math.max(0, ...held.filter(({ kind }) => kind === 'snapshot').map(({ generation }) => generation))
  // A journal is complete once there is a next one, so the older of two that are there is copied as a whole.
  const needed = held
    .filter(({ generation }) => generation >= newest)
    .sort((a, b) => (a.kind === b.kind ? a.generation - b.generation : a.kind === 'snapshot' ? -1 : 1))
  for (const { name } of needed) {
    await copyFile(join(from, name), join(to, name))
    const handle = await open(join(to, name), 'r+')
    await handle.sync().finally(() => handle.close())
  }
}

const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
