/**
 * `npm run bench [-- word …]`: every figure beside what it is measured against, in the same run, as a table and as NDJSON.
 * Only benches whose name holds one of the words run, when words are given.
 */

import { answers } from './answers.ts'
import { type Bench, isReached, type Measured } from './bench.ts'
import { decisions } from './decisions.ts'
import { invitations } from './invitations.ts'
import { listsAndSearch } from './lists.ts'
import { portalPages } from './pages.ts'
import { provisioning } from './provisioning.ts'
import { signIns } from './sign-ins.ts'
import { sizes } from './size.ts'

const benches: readonly Bench[] = [
  ...answers,
  ...decisions,
  ...signIns,
  ...listsAndSearch,
  ...portalPages,
  ...provisioning,
  ...invitations,
  ...sizes,
]
const words = process.argv.slice(2)
const chosen = benches.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))

const figure = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3).replace(/e.*/, '')
const reach = (measured: Measured): string =>
  'least' in measured.reach ? `≥ ${measured.reach.least}` : `≤ ${measured.reach.most}`

const lines: string[] = []
let missed = 0
for (const bench of chosen) {
  console.log(`\n${bench.name} — against ${bench.against}`)
  for (const measured of await bench.run()) {
    const reached = isReached(measured)
    if (!reached) missed++
    const { what, ours, against, unit, ratio } = measured
    const compare = `${figure(ours)} / ${figure(against)} ${unit}`
    console.log(
      `  ${reached ? '✔' : '✘'} ${what.padEnd(52)} ${compare.padStart(34)}   ${ratio.toFixed(2)} (${reach(measured)})`,
    )
    lines.push(JSON.stringify({ bench: bench.name, than: bench.against, ...measured, reached }))
  }
}
console.log(`\n${lines.join('\n')}`)
console.log(`\n${lines.length - missed} of ${lines.length} reached`)
