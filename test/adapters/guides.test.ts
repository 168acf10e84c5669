/** The set-up pages say what is there: commands, settings, and the words of the portal in both languages. */
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { runCli } from '../../adapters/cli/cli.ts'
import { cliCommands } from '../../adapters/cli/commands.ts'
import { printSlackManifest } from '../../adapters/cli/manifest.ts'
import { en } from '../../src/texts/en.ts'
import { nl } from '../../src/texts/nl.ts'
import { manifestSchema } from '../fakes/slack/manifest-schema.ts'

const guides = ['slack', 'teams', 'single-sign-on', 'operate'] as const
const read = (guide: string): string => readFileSync(`manifest/guides/${guide}.md`, 'utf8')
const settings = readFileSync('.env.example', 'utf8')

/** Every text; of those that name a chat, with both names. */
const wordsIn = (texts: unknown): string[] => {
  if (typeof texts === 'string') return [texts]
  if (typeof texts !== 'function') return Object.values(texts ?? {}).flatMap(wordsIn)
  return texts.length === 1 ? ['Slack', 'Teams'].flatMap((chat) => said(texts as (chat: string) => unknown, chat)) : []
}
const said = (text: (chat: string) => unknown, chat: string): string[] => {
  try {
    return wordsIn(text(chat))
  } catch {
    // It is about something else.
    return []
  }
}
const dutch = wordsIn(nl)
const english = wordsIn(en)

let help = ''
const helpText = async (): Promise<string> => {
  vi.spyOn(console, 'error').mockImplementation((text: string) => {
    help = text
  })
  await runCli(['help'], {})
  return help
}
afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(guides)('the guide %s', (guide) => {
  const text = read(guide)

  it('names settings that are settings', () => {
    const named = [...text.matchAll(/`((?:SLACK|TEAMS|SMTP|MAIL|BASE|DATABASE|DATA|SECRET|OPERATOR)_[A-Z_]+)/g)]
    for (const [, setting] of named) expect(settings).toContain(`${setting}=`)
  })

  it('names commands that are commands', async () => {
    const known = await helpText()
    for (const [, noun = '', verb = ''] of text.matchAll(/npx toegang ([a-z]+)(?: ([a-z]+))?/g)) {
      const command = cliCommands[`${noun} ${verb}`] ? `${noun} ${verb}` : noun
      expect(known).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
    }
  })

  it('calls pages and buttons what the portal calls them, in Dutch and English', () => {
    const pairs = [...text.matchAll(/\*([^*]+)\*\s+\(\*([^*]+)\*\)/g)]
    if (guide !== 'operate') expect(pairs.length).toBeGreaterThan(0)
    for (const [, inDutch, inEnglish] of pairs) {
      expect(dutch).toContain(inDutch?.replace(/\s+/g, ' '))
      expect(english).toContain(inEnglish?.replace(/\s+/g, ' '))
    }
  })
})

const printed = (...words: string[]) => {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)))
  const code = printSlackManifest(words, { BASE_URL: 'https://portal.acme.example/' })
  log.mockRestore()
  return { code, text: lines.join('\n') }
}

it('prints a manifest for the address as the guide says', () => {
  const { code, text } = printed()
  expect(code).toBe(0)
  expect(text).not.toContain('toegang.example')
  expect(JSON.parse(text)).toMatchObject({
    features: { unfurl_domains: ['portal.acme.example'] },
    settings: {
      event_subscriptions: { request_url: 'https://portal.acme.example/slack/events' },
      token_rotation_enabled: false,
    },
  })
  expect(manifestSchema.safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([])
})

it('prints one for many workspaces, in which tokens rotate and organisations can install', () => {
  const { settings } = JSON.parse(printed('--many-workspaces').text)
  expect(settings).toMatchObject({ org_deploy_enabled: true, token_rotation_enabled: true })
})
