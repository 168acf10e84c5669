import { readConfig } from '../config.ts'
import { probeAddress, probeClock } from './address.ts'
import { probeCompanies } from './companies.ts'
import type { Finding, Probe } from './finding.ts'

const marks = { good: '✔', off: '–', warning: '!', bad: '✘' } as const

/**
 * `toegang doctor`: looks at the settings, and with them at everything outside: its own address, the clock, chats, mail, domains and
 * certificates. Prints a line for each, with what to do; answers 0 when nothing is bad. `probes` are those of the adapters.
 */
export const runDoctor = async (
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  probes: readonly Probe[],
): Promise<number> => {
  const findings = await findingsOf(env, probes)
  if (words.includes('--json')) console.log(JSON.stringify(findings, null, 2))
  else for (const finding of findings) console.log(lineOf(finding))
  return findings.some(({ state }) => state === 'bad') ? 1 : 0
}

/** Somebody's own server is asked for the time, where it is not on this machine. */
const clockOf = 'https://slack.com/'

const findingsOf = async (env: NodeJS.ProcessEnv, probes: readonly Probe[]): Promise<Finding[]> => {
  const read = readConfig(env)
  if (!read.ok)
    return read.mistakes.map((mistake) => ({
      about: 'settings',
      state: 'bad',
      says: mistake,
      todo: 'See .env.example, or the table of settings in the README.',
    }))
  const { config } = read
  const all = [probeAddress, probeClock(config.slack?.apiUrl ?? clockOf), ...probes, probeCompanies]
  const found = await Promise.all(
    all.map(async ({ about, todo, look }): Promise<readonly Finding[]> => {
      try {
        return [await look(config)].flat()
      } catch (error) {
        return [{ about, state: 'bad', says: inWords(error), todo }]
      }
    }),
  )
  return [{ about: 'settings', state: 'good', says: 'complete' }, ...found.flat()]
}

/** The cause says more than "fetch failed". */
const inWords = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && cause.message ? cause.message : error.message
}

const lineOf = ({ about, state, says, todo }: Finding): string =>
  [`${marks[state]} ${about}: ${says}`, ...(todo ? [`    ${todo}`] : [])].join('\n')
