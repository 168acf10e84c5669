import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The secret key of a demonstration: made once and kept in `folder`, readable by its owner alone, so that what was sealed
 * can be opened after a restart. Anything but a demonstration is given its key by `SECRET_KEY`.
 */
export const keptKey = async (folder: string): Promise<Buffer> => {
  const file = join(folder, 'secret-key')
  await mkdir(folder, { recursive: true })
  // `wx` refuses to write over a key that is there, also when two processes start at once.
  await writeFile(file, randomBytes(32).toString('base64'), {
    flag: 'wx',
    mode: 0o600,
  }).catch(ignoreExisting)
  const key = Buffer.from(await readFile(file, 'utf8'), 'base64')
  if (key.length !== 32) throw new Error(`${file} is damaged: remove it to begin afresh`)
  return key
}

const ignoreExisting = (fault: NodeJS.ErrnoException): void => {
  if (fault.code !== 'EEXIST') throw fault
}
