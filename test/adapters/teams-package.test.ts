import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { teamsPackage } from '../../adapters/cli/teams-package.ts'
import { localizationRemarks, manifestRemarks } from './teams-schema.ts'

const clientId = '11111111-2222-4333-8444-555555555555'
const folder = mkdtempSync(join(tmpdir(), 'toegang-package-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (env: { readonly [name: string]: string }, ...words: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'adapters/toegang.ts', 'teams', ...words], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  })

describe('the Teams app package', () => {
  it('is a zip of the manifest for this bot at this address, its Dutch texts and its icons', () => {
    const out = join(folder, 'toegang-teams.zip')
    const { status, stderr } = run(
      { TEAMS_CLIENT_ID: clientId, BASE_URL: 'https://access.acme.example/' },
      'package',
      '--out',
      out,
    )
    expect([stderr, status]).toEqual(['', 0])
    const files = unzipSync(readFileSync(out))
    expect(Object.keys(files)).toEqual(['manifest.json', 'nl.json', 'color.png', 'outline.png'])

    const text = strFromU8(files['manifest.json'] ?? new Uint8Array())
    expect(text).not.toMatch(/toegang\.example|00000000-0000/)
    const manifest = JSON.parse(text)
    expect(manifestRemarks(manifest)).toEqual([])
    expect([manifest.id, manifest.bots[0].botId, manifest.webApplicationInfo.id]).toEqual([
      clientId,
      clientId,
      clientId,
    ])
    expect(manifest.validDomains).toEqual(['access.acme.example'])
    expect(manifest.webApplicationInfo.resource).toBe(`api://access.acme.example/${clientId}`)

    const named = [...Object.values(manifest.icons), manifest.localizationInfo.additionalLanguages[0].file]
    expect(named.every((name) => Object.hasOwn(files, String(name)))).toBe(true)
    expect(localizationRemarks(JSON.parse(strFromU8(files['nl.json'] ?? new Uint8Array())))).toEqual([])
    for (const icon of ['color.png', 'outline.png'])
      expect(files[icon]).toEqual(new Uint8Array(readFileSync(new URL(`../../manifest/${icon}`, import.meta.url))))
  })

  it('is the same to the byte whenever it is made', () => {
    const make = () => teamsPackage(clientId, 'https://access.acme.example')
    expect(make()).toEqual(make())
  })

  it.each([
    [{ BASE_URL: 'https://access.acme.example' }, 'package'],
    [{ TEAMS_CLIENT_ID: 'toegang', BASE_URL: 'https://access.acme.example' }, 'package'],
    [{ TEAMS_CLIENT_ID: clientId, BASE_URL: 'http://access.acme.example' }, 'package'],
    [{ TEAMS_CLIENT_ID: clientId, BASE_URL: 'https://access.acme.example' }, 'upload'],
  ])('is not made of %j %s', (env, verb) => {
    const { status, stdout, stderr } = run(env, verb)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^(Set TEAMS_CLIENT_ID|Usage)/)
  })
})
