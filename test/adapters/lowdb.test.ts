import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import { describeStore } from '../conformance/store.ts'

const folders: string[] = []
const temporaryFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'toegang-lowdb-'))
  folders.push(folder)
  return folder
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const reopening = (settings: { foldAfter?: number }) => async () => {
  const folder = await temporaryFolder()
  let store = await openLowdbStore({ folder, ...settings })
  const reopen = async () => {
    await store.close()
    store = await openLowdbStore({ folder, ...settings })
    return store
  }
  return { store, reopen }
}

describeStore('lowdb', reopening({}))
describeStore('lowdb that folds all the time', reopening({ foldAfter: 1 }))
