import { writeFile } from 'node:fs/promises'
import { PNG } from 'pngjs'

/** Keeps a picture (PNG) under this name. */
export type Take = (name: string, picture: Buffer) => Promise<void>

/** How far apart two tones of red, green or blue are kept; 255 is a multiple, so that white stays white. */
const step = 5
const most = 120_000

/** Pictures in this folder, with fewer tones than were taken; one that is too large for a README all the same is refused. */
export const takesInto =
  (folder: URL): Take =>
  async (name, picture) => {
    const read = PNG.sync.read(picture)
    for (const [at, tone] of read.data.entries()) read.data[at] = Math.round(tone / step) * step
    const small = PNG.sync.write(read, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 })
    if (small.length > most) throw new Error(`${name}: ${small.length} bytes is more than ${most}`)
    await writeFile(new URL(`${name}.png`, folder), small)
    console.log(`${name}.png: ${read.width} × ${read.height}, ${Math.ceil(small.length / 1000)} KB`)
  }
