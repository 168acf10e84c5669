import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { strToU8, type Zippable, zipSync } from 'fflate'
import * as z from 'zod'
import { manifestFile } from './manifest.ts'

export const teamsPackageUsage = 'teams package [--out <file>]'

const exampleId = '00000000-0000-0000-0000-000000000000'
const exampleHost = 'toegang.example'

/** So that the same settings make the same bytes; the first moment that a zip can tell. */
const mtime = '1980-01-02T00:00:00'

const registrationShape = z.object({
  TEAMS_CLIENT_ID: z.guid(),
  BASE_URL: z.url({ protocol: /^https$/ }),
})

/**
 * The app package that Teams is given ("Create your app package" in Microsoft's documentation): the manifest for this bot
 * (`clientId`, its id in Entra) at this address, its Dutch texts and its icons.
 */
export const teamsPackage = (clientId: string, baseUrl: string): Uint8Array => {
  const { host, origin } = new URL(baseUrl)
  const written = manifestFile('teams.json').toString('utf8')
  const filledIn = written
    .replaceAll(exampleId, clientId.toLowerCase())
    .replaceAll(`https://${exampleHost}`, origin)
    .replaceAll(exampleHost, host)
    .replaceAll('"teams.nl.json"', '"nl.json"')
  const files: Zippable = {
    'manifest.json': strToU8(filledIn),
    'nl.json': manifestFile('teams.nl.json'),
    'color.png': manifestFile('color.png'),
    'outline.png': manifestFile('outline.png'),
  }
  return zipSync(files, { mtime })
}

/** `toegang teams package` writes the app package for TEAMS_CLIENT_ID and BASE_URL of the environment. Answers the exit code. */
export const writeTeamsPackage = (words: readonly string[], env: NodeJS.ProcessEnv): number => {
  const read = optionsIn(words)
  if (!read) {
    console.error(`Usage: toegang ${teamsPackageUsage}`)
    return 2
  }
  const registration = registrationShape.safeParse(env)
  if (!registration.success) {
    console.error(
      'Set TEAMS_CLIENT_ID to the "Application (client) ID" in Entra, and BASE_URL to how the world reaches Toegang, such as https://toegang.example.',
    )
    return 2
  }
  const { TEAMS_CLIENT_ID, BASE_URL } = registration.data
  writeFileSync(read.out, teamsPackage(TEAMS_CLIENT_ID, BASE_URL))
  console.log(
    `${read.out}: upload it in the Teams admin centre under "Manage apps", or in Teams under "Upload a custom app".`,
  )
  return 0
}

const optionsIn = (words: readonly string[]): { readonly out: string } | undefined => {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { out: { type: 'string', default: 'toegang-teams.zip' } },
      allowPositionals: true,
    })
    return positionals.length === 1 && positionals[0] === 'package' ? values : undefined
  } catch {
    return undefined
  }
}
