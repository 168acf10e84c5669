import { accessCommands } from './access-commands.ts'
import type { CliCommands } from './command.ts'
import { companyCommands } from './company-commands.ts'
import { connectionCommands } from './connection-commands.ts'
import { operatorCommands } from './operator-commands.ts'

/** `toegang <noun> <verb>`: every command that is a call of the operator API, in the order of the help. */
export const cliCommands: CliCommands = {
  ...companyCommands,
  ...connectionCommands,
  ...accessCommands,
  ...operatorCommands,
}
