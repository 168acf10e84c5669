import { parseArgs } from 'node:util'

export const storeBackUsage = 'store back --at <folder|postgres://…>'

/** How a store is taken back by one version; answers the version that it is of then. */
export interface TakeBack {
  folder(folder: string): Promise<number>
  database(url: string): Promise<number>
}

/** `toegang store back`: makes a store what the version before knows. Answers the exit code: 0 done, 1 not done, 2 asked wrongly. */
export const runStoreBack = async (words: readonly string[], takeBack: TakeBack): Promise<number> => {
  const { at } = parseArgs({ args: [...words], options: { at: { type: 'string' } }, strict: false }).values
  if (typeof at !== 'string') {
    console.error(`Usage: toegang ${storeBackUsage}`)
    return 2
  }
  try {
    const version = await (/^postgres(ql)?:/.test(at) ? takeBack.database(at) : takeBack.folder(at))
    console.log(`The store is of version ${version} now. Start the program of that version on it.`)
    return 0
  } catch (error) {
    console.error(`Nothing was changed: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}
