#!/usr/bin/env node
/** The command line `toegang`. Most of it is a client of the operator API; what works on a store itself is given the stores here. */
import { runCli } from './cli/cli.ts'
import { runStoreCommand } from './cli/store-copy.ts'
import { openStore } from './open-store.ts'

const [noun, ...words] = process.argv.slice(2)
process.exitCode =
  noun === 'store' ? await runStoreCommand(words, openStore) : await runCli(process.argv.slice(2), process.env)
