/** `npm run fuzz [first seed]`: changes signed messages until one is believed that should not be, or somebody stops it. */
import { fuzzOnce, genuineIdentities } from './fuzz.ts'

const genuine = await genuineIdentities()
const first = Number(process.argv[2] ?? Date.now() % 1_000_000_000)
console.log(`from seed ${first}; stop with Ctrl+C`)
let accepted = 0
for (let seed = first; ; seed++) {
  const { said, xml } = await fuzzOnce(seed)
  if ('identity' in said) {
    accepted++
    if (!genuine.has(said.identity)) {
      console.error(`seed ${seed} is believed to say what nobody signed:\n${said.identity}\n${xml}`)
      process.exit(1)
    }
  }
  if ((seed - first) % 5000 === 4999) console.log(`${seed - first + 1} changed messages, ${accepted} still genuine`)
}
