/**
 * `npm run licences`: under which licence each installed package comes, as a table. Exits with 1 when a package names no licence, or
 * one outside the lists below. Packages that come with the product are marked `product`, all others `development`.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string(), license: z.string().optional(), dev: z.boolean().optional() }),
  ),
})

/** Permissive licences: at most, they ask that their text comes along. */
const known = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT OR Apache-2.0',
  'Unlicense',
])

/** Weak copyleft is fine in tools that are never handed out, and would have to be looked at in the product. */
const knownInDevelopment = new Set([...known, 'MPL-2.0', '(MIT OR EUPL-1.1+)'])

/** These say it in a file, or in the field of old, which the lock file does not copy. */
const saidElsewhere: Readonly<Record<string, string>> = {
  'node_modules/limiter@1.1.5': 'MIT',
  'node_modules/passport-strategy@1.0.0': 'MIT',
  'node_modules/pause@0.0.1': 'MIT',
}

const written = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, unknown>
}
const { '': _own, ...others } = written.packages
const rows = Object.entries(lockFile.parse({ packages: others }).packages).map(([path, { version, license, dev }]) => ({
  name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
  version,
  licence: license ?? saidElsewhere[`${path}@${version}`] ?? 'unknown',
  use: dev ? 'development' : 'product',
}))

for (const { name, version, licence, use } of rows) console.log([name, version, licence, use].join('\t'))
const refused = rows.filter(({ licence, use }) => !(use === 'product' ? known : knownInDevelopment).has(licence))
for (const { name, licence } of refused) console.error(`${name}: not a licence we accept here: "${licence}"`)
console.log(`${rows.length} packages, ${rows.length - refused.length} with a known licence`)
process.exit(refused.length > 0 ? 1 : 0)
