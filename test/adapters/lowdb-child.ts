/**
 * A process with the embedded store open. Arguments: folder, the step at which it kills itself, at which time that step comes
 * by, and how many users it adds one after the other (their answers go to standard output). Without a step it stays open.
 */
import { writeSync } from 'node:fs'
import { openLowdbStore } from '../../adapters/lowdb/store.ts'
import { user } from '../conformance/rows.ts'

const [folder = '', step, time = '1', count = '0'] = process.argv.slice(2)
let left = Number(time)
const store = await openLowdbStore({
  folder,
  foldAfter: 1,
  steps: (reached) => {
    if (reached === step && --left === 0) process.kill(process.pid, 'SIGKILL')
  },
})
writeSync(1, 'open\n')
for (let n = 1; n <= Number(count); n++) {
  await store.transaction(async (tx) => {
    await tx.users.put(user({ id: `u${n}`, name: `user ${n}`, email: `${n}@acme.example` }))
    // Changes a row that is in the snapshot already, and moves an address from row to row.
    await tx.users.put(user({ id: 'turn', name: `turn ${n}`, email: `turn${n % 2}@acme.example` }))
  })
  writeSync(1, `${n}\n`)
}
setInterval(() => undefined, 1_000)
