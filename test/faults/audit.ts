/**
 * `npm run audit`: asks the registry which installed packages have a known weakness (`npm audit`), development ones too. Exits with 1
 * when there is one that is not explained below, and with 3 when the registry could not be asked, which it says in plain words.
 */
import { spawnSync } from 'node:child_process'
import { z } from 'zod'

/** Why a known weakness does no harm here: by the address of its advisory. An explanation that is no longer needed is refused. */
const explained: Readonly<Record<string, string>> = {}

const notAudited = 3
const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
    }),
  ),
  metadata: z.object({ dependencies: z.object({ total: z.number() }) }),
})

const { stdout, stderr, error } = spawnSync('npm', ['audit', '--json', '--loglevel=warn'], {
  encoding: 'utf8',
  timeout: 120_000,
  maxBuffer: 64 * 1024 * 1024,
})

const asJson = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

const read = report.safeParse(asJson(stdout))
if (!read.success) {
  const why = /npm warn audit (.*)/.exec(stderr ?? '')?.[1] ?? error?.message ?? stderr?.split('\n')[0] ?? ''
  console.error(`The dependencies were NOT audited: the registry gives no advisories here (${why.trim()}).`)
  process.exit(notAudited)
}

const { vulnerabilities, metadata } = read.data
const found = Object.entries(vulnerabilities).flatMap(([name, { severity, via }]) =>
  via.flatMap((one) => (typeof one === 'string' ? [] : [{ name, severity, ...one }])),
)
for (const { name, severity, title, url } of found)
  console.log([name, severity, title, url, explained[url] ?? 'NOT EXPLAINED'].join('\t'))
const open = found.filter(({ url }) => !(url in explained))
const stale = Object.keys(explained).filter((url) => found.every((one) => one.url !== url))
for (const url of stale) console.error(`${url} is explained, and no longer there`)
console.log(`${metadata.dependencies.total} packages, ${found.length} known weaknesses, ${open.length} not explained`)
process.exit(open.length + stale.length > 0 ? 1 : 0)
