/** A process that adds users one after the other. Arguments: database, the step at which it kills itself, at which time that comes by. */
import { writeSync } from 'node:fs'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { auditEvent, user } from '../conformance/rows.ts'

const [url = '', step, time = '1'] = process.argv.slice(2)
let left = Number(time)
const store = await openPostgresStore({
  url,
  steps: (reached) => {
    if (reached === step && --left === 0) process.kill(process.pid, 'SIGKILL')
  },
})
for (let n = 1; ; n++) {
  await store.transaction(async (tx) => {
    await tx.users.put(user({ id: `u${n}` }))
    await tx.audit.append(auditEvent({ id: `a${n}` }))
  })
  writeSync(1, `${n}\n`)
}
