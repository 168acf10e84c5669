#!/usr/bin/env node
/**
 * The command line `toegang`. Most of it is a client of the operator API; what works on a store or on a platform itself is given
 * that here.
 */
import { runCli } from './cli/cli.ts'
import { printCompletion } from './cli/completion.ts'
import { printSlackManifest } from './cli/manifest.ts'
import { runStoreBack } from './cli/store-back.ts'
import { runStoreCommand } from './cli/store-copy.ts'
import { writeTeamsPackage } from './cli/teams-package.ts'
import { runDoctor } from './doctor/doctor.ts'
import { copyFiles } from './lowdb/copy-files.ts'
import { openStore, takeBack } from './open-store.ts'
import { platformProbes } from './platform-probes.ts'

const [noun, ...words] = process.argv.slice(2)

const run = async (): Promise<number> => {
  switch (noun) {
    case 'serve':
      await (await import('./main.ts')).serve()
      return 0
    case 'store':
      if (words[0] === 'back') return runStoreBack(words.slice(1), takeBack)
      return runStoreCommand(words, { open: openStore, copyFiles })
    case 'doctor':
      return runDoctor(words, process.env, platformProbes)
    case 'slack':
      return printSlackManifest(words.slice(1), process.env)
    case 'teams':
      return writeTeamsPackage(words, process.env)
    case 'completion':
      return printCompletion(words[0])
    default:
      return runCli(process.argv.slice(2), process.env)
  }
}

process.exitCode = await run()
