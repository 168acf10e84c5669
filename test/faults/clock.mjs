/**
 * Loaded before the program (`--import`), into its threads too: its clock is wrong by as many milliseconds as the file CLOCK_FILE says.
 * Not TypeScript: in a thread it comes before what would translate it.
 */
import { readFileSync, watchFile } from 'node:fs'

const file = process.env['CLOCK_FILE']
const RealDate = Date
let wrong = 0

if (file) {
  const look = () => {
    wrong = Number(readFileSync(file, 'utf8')) || 0
  }
  look()
  watchFile(file, { interval: 200, persistent: false }, look)
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [target.now() + wrong] : given, newTarget),
    get: (target, name) => (name === 'now' ? () => target.now() + wrong : Reflect.get(target, name)),
  })
}
