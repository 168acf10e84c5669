/** `toegang doctor` beside a running Toegang, with the fakes as the platforms. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { printCompletion } from '../../adapters/cli/completion.ts'
import { runDoctor } from '../../adapters/doctor/doctor.ts'
import type { Finding } from '../../adapters/doctor/finding.ts'
import { platformProbes } from '../../adapters/platform-probes.ts'
import { botScopes } from '../../adapters/slack/scopes.ts'
import { type DemoWorld, openDemoWorld } from '../demo/world.ts'
import { manifest } from '../fakes/slack/bare-app.ts'
import { openSlackFake } from '../fakes/slack.ts'

let world: DemoWorld
beforeAll(async () => {
  world = await openDemoWorld()
  await world.toegang.start()
})
afterAll(() => world.close())

let printed: string[]
beforeEach(() => {
  printed = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void printed.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
})

const findings = async (other: { readonly [name: string]: string } = {}) => {
  const code = await runDoctor(
    ['--json'],
    { ...world.environment, BASE_URL: world.toegang.url, ...other },
    platformProbes,
  )
  return { code, found: JSON.parse(printed.join('\n')) as Finding[] }
}

describe('the doctor', () => {
  it('finds nothing where all is well, and prints a line for each thing', async () => {
    const { code, found } = await findings()
    expect(found.filter(({ state }) => state !== 'good')).toEqual([])
    expect(found.map(({ about }) => about)).toEqual([
      'settings',
      'address',
      'clock',
      'slack',
      'teams',
      'mail',
      'companies',
    ])
    expect(code).toBe(0)
  })

  it.each([
    ['settings', { SMTP_URL: 'mail.example' }, 'SMTP_URL'],
    ['address', { BASE_URL: 'http://localhost:19' }, ''],
    ['slack', { SLACK_BOT_TOKEN: 'xoxb-other' }, 'invalid_auth'],
    ['teams', { TEAMS_CLIENT_SECRET: 'other' }, '401'],
    ['mail', { SMTP_URL: 'smtp://localhost:9' }, 'ECONNREFUSED'],
    ['companies', { OPERATOR_TOKEN: 'other' }, '401'],
  ])('says what is wrong with %s and what to do', async (about, other, words) => {
    const { code, found } = await findings(other)
    const bad = found.find((finding) => finding.about === about)
    expect(bad).toMatchObject({ state: 'bad', says: expect.stringContaining(words) })
    expect(bad?.todo).toBeTruthy()
    expect(code).toBe(1)
    for (const secret of Object.values(other)) if (secret.length > 12) expect(printed.join()).not.toContain(secret)
  })

  it('names the scopes that Slack did not grant', async () => {
    const less = structuredClone(manifest) as unknown as Manifest
    less.oauth_config.scopes.bot = botScopes.filter((scope) => scope !== 'im:history')
    const slack = await openSlackFake({ manifest: less as never, signingSecret: 'right', botToken: 'xoxb-right' })
    const { found } = await findings({ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: 'xoxb-right' })
    await slack.close()
    expect(found.find(({ about }) => about === 'slack')?.says).toContain('did not grant im:history')
  })

  it('knows the scopes of the manifest', () => {
    expect(new Set(botScopes)).toEqual(new Set((manifest as unknown as Manifest).oauth_config.scopes.bot))
  })

  it('warns about a certificate that ends', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    const { id } = await world.operator('POST', '/companies', { name: 'Acme', domains: ['acme.example'] })
    await world.operator('POST', `/companies/${String(id)}/connections`, { metadataXml: world.idp.metadata() })
    vi.setSystemTime(Date.now() + 4000 * 86_400_000)
    const { found } = await findings()
    vi.useRealTimers()
    expect(found).toContainEqual(expect.objectContaining({ about: 'certificate', state: 'bad' }))
    expect(found).toContainEqual(expect.objectContaining({ about: 'clock', state: 'bad' }))
  })
})

interface Manifest {
  readonly oauth_config: { readonly scopes: { bot: readonly string[] } }
}

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('of %s knows every noun', (shell) => {
    expect(printCompletion(shell)).toBe(0)
    for (const noun of ['company', 'webhook', 'token', 'store', 'doctor']) expect(printed.join()).toContain(noun)
  })

  it('of another shell is refused', () => {
    expect(printCompletion('tcsh')).toBe(2)
  })
})
