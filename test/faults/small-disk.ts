/** A disk of a few megabytes that can be filled: a file system in memory, for which one has to be root. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Takes all room that is left. */
  fill(): Promise<void>
  /** Gives it back. */
  clear(): Promise<void>
  remove(): void
}

export const openSmallDisk = (folder: string, megabytes: number): SmallDisk => {
  mkdirSync(folder)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`, 'toegang', folder])
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: async () => {
      const file = await open(filler, 'w')
      // The last bit of room is taken in small pieces.
      for (const size of [1024 * 1024, 4096]) while (await hasRoomFor(file, size));
      await file.close()
    },
    clear: () => rm(filler, { force: true }),
    remove: () => void execFileSync('umount', ['-l', folder]),
  }
}

const hasRoomFor = async (file: FileHandle, bytes: number): Promise<boolean> => {
  try {
    return (await file.write(Buffer.alloc(bytes))).bytesWritten === bytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}
