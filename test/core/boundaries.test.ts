import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Files at the top of `adapters` that every adapter may lean on. `config/` holds the parts of `config.ts`. */
const shared = [
  'adapters/config.ts',
  'adapters/log.ts',
  'adapters/channel.ts',
  'adapters/address.ts',
  'adapters/outbound.ts',
  'adapters/busy.ts',
]

/**
 * Files that put the parts together: the server, the command line, the choice of a store, which those two share, and what the
 * doctor asks of the adapters. What a part needs of another is handed to it there.
 */
const compositions = [
  'adapters/main.ts',
  'adapters/toegang.ts',
  'adapters/open-store.ts',
  'adapters/platform-probes.ts',
]

/** What is wrong with `file` importing `to` (a path from the top, or a package), or nothing. */
const wrongImport = (file: string, to: string): string | undefined => {
  const [, home] = /^adapters\/([^/]+)\//.exec(file) ?? []
  if (to.startsWith('test/')) return 'the product does not lean on its tests'
  if (compositions.includes(to) && !compositions.includes(file)) return 'nothing leans on a composition'
  if (/^(src|adapters)\//.test(to) && !to.endsWith('.ts')) return 'imports name the file'
  if (file.startsWith('src/')) {
    return to.startsWith('src/') || to === 'zod' ? undefined : 'the core imports only itself and zod'
  }
  if (!to.startsWith('adapters/') || compositions.includes(file)) return undefined
  if (home && (to.startsWith(`adapters/${home}/`) || shared.includes(to))) return undefined
  if (home) return 'an adapter imports only the core, itself and what all share'
  const isTop = !to.slice('adapters/'.length).includes('/')
  const isOwnPart = to.startsWith(file.replace(/\.ts$/, '/'))
  return isTop || isOwnPart ? undefined : 'what all share knows no adapter'
}

/** Everything that a text imports or exports from elsewhere, whether for its types, at once or later. */
const importsIn = (file: string, text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"`])([^'"`\s]+)\1/g)].map(([, , to = '']) =>
    to.startsWith('.') ? posix.join(posix.dirname(file), to) : to,
  )

const hiddenInputs = [
  /\bnew\s+Date\b(?!\s*\(\s*[^\s)])/,
  /(?<!new\s+)\bDate\s*\(/,
  /\bDate\s*\.\s*now\b/,
  /\bMath\s*\.\s*random\b/,
  /\bperformance\b/,
  /\bcrypto\b/,
]

/** Where the core reads a clock or a die that no test can set. Comments may speak of them. */
const hiddenInputsIn = (text: string): string[] => {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  return hiddenInputs.flatMap((pattern) => pattern.exec(code)?.[0] ?? [])
}

const filesUnder = (...tops: string[]): { file: string; text: string }[] =>
  tops
    .flatMap((top) => readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(top, name)))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))

describe('every import points inwards', () => {
  it.each([
    ['src/users/user.ts', 'adapters/slack/app.ts'],
    ['src/users/user.ts', 'adapters/log.ts'],
    ['src/users/user.ts', 'node:fs'],
    ['src/users/user.ts', 'zod/v4'],
    ['src/users/user.ts', 'test/core/world.ts'],
    ['src/users/user.ts', 'src/users/address'],
    ['adapters/slack/app.ts', 'adapters/teams/cards.ts'],
    ['adapters/slack/app.ts', 'adapters/main.ts'],
    ['adapters/cli/cli.ts', 'adapters/open-store.ts'],
    ['adapters/cli/cli.ts', 'adapters/postgres/store.ts'],
    ['adapters/slack/app.ts', 'adapters/cookies.ts'],
    ['adapters/slack/app.ts', 'adapters/config/slack.ts'],
    ['adapters/slack/deep/app.ts', 'adapters/slackbot/app.ts'],
    ['adapters/slack/app.ts', 'test/fakes/slack.ts'],
    ['adapters/log.ts', 'adapters/slack/app.ts'],
    ['adapters/log.ts', 'adapters/main.ts'],
    ['adapters/log.ts', 'adapters/config/mail.ts'],
  ])('%s may not import %s', (file, to) => {
    expect(wrongImport(file, to)).toBeDefined()
  })

  it.each([
    ['src/users/user.ts', 'src/kernel/table.ts'],
    ['src/users/user.ts', 'zod'],
    ['adapters/main.ts', 'adapters/slack/app.ts'],
    ['adapters/main.ts', 'adapters/open-store.ts'],
    ['adapters/toegang.ts', 'adapters/cli/cli.ts'],
    ['adapters/open-store.ts', 'adapters/lowdb/store.ts'],
    ['adapters/slack/app.ts', 'adapters/slack/deep/blocks.ts'],
    ['adapters/slack/app.ts', 'adapters/log.ts'],
    ['adapters/slack/app.ts', 'src/catalogue.ts'],
    ['adapters/slack/app.ts', '@slack/bolt'],
    ['adapters/config.ts', 'adapters/log.ts'],
    ['adapters/config.ts', 'adapters/config/slack.ts'],
  ])('%s may import %s', (file, to) => {
    expect(wrongImport(file, to)).toBeUndefined()
  })

  it.each([
    "import { a } from '../teams/cards.ts'",
    "import type { A } from '../teams/cards.ts'",
    "import {\n  a,\n  b,\n} from '../teams/cards.ts'",
    'import a from "../teams/cards.ts"',
    "import '../teams/cards.ts'",
    "export * from '../teams/cards.ts'",
    "export { a } from '../teams/cards.ts'",
    "const a = await import('../teams/cards.ts')",
    'const a = await import(\n  `../teams/cards.ts`\n)',
    "type A = import('../teams/cards.ts').A",
    "const a = require('../teams/cards.ts')",
  ])('is seen in %j', (text) => {
    expect(importsIn('adapters/slack/app.ts', text)).toEqual(['adapters/teams/cards.ts'])
  })

  it('in all of the product', () => {
    const files = filesUnder('src', 'adapters')
    expect(files.length).toBeGreaterThan(50)
    const imports = files.flatMap(({ file, text }) => importsIn(file, text).map((to) => ({ file, to })))
    expect(imports.length).toBeGreaterThan(100)
    expect(
      imports.flatMap(({ file, to }) =>
        wrongImport(file, to) ? [`${file} imports ${to}: ${wrongImport(file, to)}`] : [],
      ),
    ).toEqual([])
  })
})

describe('the core is told the time and every chance', () => {
  it.each([
    'new Date()',
    'new Date',
    'new Date( )',
    'Date()',
    'Date.now()',
    'const now = Date.now',
    'Math.random()',
    'performance.now()',
    'globalThis.crypto.randomUUID()',
  ])('%s is seen', (code) => {
    expect(hiddenInputsIn(`const a = ${code}\n`)).not.toEqual([])
  })

  it.each([
    'new Date(at)',
    'new Date(\n  at,\n)',
    'Date.parse(at)',
    'Date.UTC(2026, 0)',
    'isDate(at)',
    "'x' // a\n// Date.now() is not for here",
    '/** new Date() */ 1',
  ])('%s is fine', (code) => {
    expect(hiddenInputsIn(`const a = ${code}\n`)).toEqual([])
  })

  it('in all of its files', () => {
    const files = filesUnder('src')
    expect(files.length).toBeGreaterThan(30)
    expect(files.flatMap(({ file, text }) => hiddenInputsIn(text).map((found) => `${file}: ${found}`))).toEqual([])
  })
})
