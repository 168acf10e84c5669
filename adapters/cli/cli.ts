import { parseArgs } from 'node:util'
import { type Access, ask } from './ask.ts'
import type { Call } from './command.ts'
import { cliCommands } from './commands.ts'
import { completionUsage } from './completion.ts'
import { inParts } from './in-parts.ts'
import { inviteList } from './invite-list.ts'
import { slackManifestUsage } from './manifest.ts'
import { printRows } from './print.ts'
import { storeBackUsage } from './store-back.ts'
import { backupUsage, storeUsage } from './store-copy.ts'
import { teamsPackageUsage } from './teams-package.ts'

const help = (): string =>
  [
    'Usage: toegang <noun> <verb> … [--json]',
    '',
    ...Object.entries(cliCommands).map(([name, { usage, does }]) => `  ${name} ${usage}\n      ${does}`),
    '  serve\n      starts Toegang with the settings of the environment',
    `  ${slackManifestUsage}\n      prints the manifest to paste into Slack, for the BASE_URL of the environment; for an app that others install as well`,
    `  ${teamsPackageUsage}\n      writes what to upload to Teams, for the TEAMS_CLIENT_ID and BASE_URL of the environment`,
    `  ${storeUsage}\n      copies all rows to an empty store; stop Toegang first`,
    `  ${storeBackUsage}\n      makes a store what the version before knows; stop Toegang first`,
    `  ${backupUsage}\n      the same while Toegang runs, as it is at one moment`,
    '  doctor [--json]\n      looks at settings, address, clock, chats, mail, domains and certificates, and says what to do',
    `  ${completionUsage}\n      prints what makes a shell complete these; source it`,
    '',
    'TOEGANG_URL says where Toegang is (http://localhost:3000 unless set), OPERATOR_TOKEN is its bearer token.',
    '--json prints what the API answered.',
  ].join('\n')

/** Runs one command line; answers the exit code. */
export const runCli = async (words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> => {
  const [noun = '', verb = '', ...rest] = words
  const command = cliCommands[`${noun} ${verb}`]
  if (!command) {
    console.error(help())
    return noun === 'help' || noun === '--help' ? 0 : 2
  }
  const token = env['OPERATOR_TOKEN']
  if (!token) {
    console.error('Set OPERATOR_TOKEN to the token that Toegang was started with.')
    return 2
  }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    if (positionals.length !== command.words.length) throw new Error(`Usage: toegang ${noun} ${verb} ${command.usage}`)
    const call = command.call(positionals, values)
    const access = { url: (env['TOEGANG_URL'] ?? 'http://localhost:3000').replace(/\/$/, ''), token }
    if (call.all) await exportAll(call, access)
    else {
      const answer = await answerTo(call, access)
      if (values['json']) console.log(JSON.stringify(answer, null, 2))
      else printRows(answer)
    }
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}

const answerTo = (call: Call, access: Access): Promise<unknown> => {
  if (call.list !== undefined) return inviteList(call, call.list, access)
  return call.parts ? inParts(call, access) : ask(call, access)
}

const exportAll = async (call: Call, access: Access): Promise<void> => {
  let cursor: string | undefined
  do {
    const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const page = (await ask({ ...call, path: `${call.path}?limit=500${after}` }, access)) as {
      readonly lines: readonly { readonly event: unknown }[]
      readonly next?: string
    }
    for (const { event } of page.lines) console.log(JSON.stringify(event))
    cursor = page.next
  } while (cursor)
}
