/** `toegang <noun> <verb>` against the operator API that it is a client of. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { openApi } from '../../adapters/api/routes.ts'
import { runCli } from '../../adapters/cli/cli.ts'
import { openBrowser } from '../../adapters/cookies.ts'
import { openLog } from '../../adapters/log.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { openWorld, type World } from '../core/world.ts'

let world: World
let url: string
let folder: string
let close: () => Promise<void>
beforeAll(async () => {
  world = await openWorld()
  folder = await mkdtemp(join(tmpdir(), 'toegang-cli-'))
  const web = express()
  const server = createServer(web).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = openBrowser(url, world.ports.secrets.make)
  const links = () => ({ acsUrl: '', entityId: '', metadataUrl: '', loginUrl: '' })
  const setting = { core: openCore(world.ports), web, browser, log: openLog('silent'), baseUrl: url }
  openApi({ operatorToken: 'operator' }, { read: async () => undefined, links }, setting)
  close = async () => {
    server.close()
    server.closeAllConnections()
    await world.close()
    await rm(folder, { recursive: true })
  }
})
afterAll(() => close())

let printed: string[]
let said: string[]
beforeEach(() => {
  printed = []
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const toegang = async (...words: readonly string[]): Promise<{ code: number; json: Record<string, unknown> }> => {
  printed.length = 0
  const code = await runCli([...words, '--json'], { TOEGANG_URL: url, OPERATOR_TOKEN: 'operator' })
  return { code, json: printed.length > 0 ? JSON.parse(printed.join('\n')) : {} }
}

const addCompany = async (name: string): Promise<string> => {
  const { json } = await toegang(
    'company',
    'add',
    name,
    '--domain',
    `${name}.example`,
    '--administrator',
    `b@${name}.example`,
  )
  return String(json['id'])
}

const list = async (lines: readonly string[]): Promise<string> => {
  const file = join(folder, 'people.csv')
  await writeFile(file, lines.join('\r\n'))
  return file
}

it('invites a list a part at a time, tells why somebody is left out, and leaves those who are there alone', async () => {
  const company = await addCompany('acme')
  const people = Array.from({ length: 201 }, (_, index) => `person${index}@acme.example;Person ${index}`)
  const file = await list(['e-mail;naam', ...people, 'nobody', 'x@other.example;X'])

  const first = await toegang('user', 'invite', company, file)
  expect(first.code).toBe(0)
  expect(first.json).toMatchObject({ invited: 201, already: 0 })
  expect(first.json['refused']).toEqual([
    expect.stringMatching(/^line 203: .*nobody/),
    expect.stringMatching(/^x@other\.example: .*acme\.example/),
  ])
  expect(said.join('')).toContain('inviting')
  expect((await toegang('user', 'list', company, '--query', 'Person 200')).json['total']).toBe(1)

  const again = await toegang('user', 'invite', company, file)
  expect(again.json).toMatchObject({ invited: 0, already: 201 })
})

it('says how far it came when a part fails, and goes on with the same list', async () => {
  const company = await addCompany('bouw')
  const file = await list(Array.from({ length: 150 }, (_, index) => `person${index}@bouw.example`))
  const connected = globalThis.fetch
  let goes = 0
  const failing = vi.spyOn(globalThis, 'fetch').mockImplementation((...call) => {
    goes++
    return goes === 2 ? Promise.reject(new Error('the line is cut')) : connected(...call)
  })
  expect((await toegang('user', 'invite', company, file)).code).toBe(1)
  expect(said.join('')).toContain('the line is cut\n100 were invited before that')
  failing.mockRestore()
  expect((await toegang('user', 'invite', company, file)).json).toEqual({ invited: 50, already: 100, refused: [] })
})

it('prints what was refused for a person, a line each', async () => {
  const company = await addCompany('delta')
  const file = await list(['a@delta.example', 'b', 'c'])
  expect(await runCli(['user', 'invite', company, file], { TOEGANG_URL: url, OPERATOR_TOKEN: 'operator' })).toBe(0)
  expect(printed.join('\n')).toMatch(/invited: 1\nalready: 0\nrefused: \n {2}line 2: .*b\n {2}line 3: .*c/)
})

it('adds, lists, unlocks and removes operators', async () => {
  const added = await toegang('operator', 'add', 'Olga@Uitgever.example', '--name', 'Olga Prins')
  expect(added.json).toMatchObject({
    email: 'olga@uitgever.example',
    hasSecondFactor: false,
    signInUrl: `${url}/operator`,
  })
  const id = String(added.json['id'])
  expect((await toegang('operator', 'list')).json['operators']).toMatchObject([{ id, isLocked: false }])
  expect((await toegang('operator', 'unlock', id)).code).toBe(0)
  expect((await toegang('operator', 'add', 'olga@uitgever.example', '--name', 'Olga')).code).toBe(1)
  expect(said.join('')).toContain('is an operator already')
  expect((await toegang('operator', 'remove', id)).code).toBe(0)
  expect((await toegang('operator', 'list')).json).toEqual({ operators: [] })
  expect((await toegang('operator', 'remove', id)).code).toBe(1)
})

it('lists what waits for the operator, and what a company bought', async () => {
  const company = await addCompany('echo')
  await toegang('licence', 'add', company, 'Bouw', '--seats', '3')
  expect((await toegang('licence', 'list', company)).json['licences']).toMatchObject([
    { name: 'Bouw', seats: 3, seatsUsed: 0 },
  ])
  expect((await toegang('request', 'domains')).json).toEqual({ requests: [], total: 0 })
})

it('refuses a list that can not be read, an unknown command, a wrong count of words and a missing token', async () => {
  expect((await toegang('user', 'invite', 'x', join(folder, 'none.csv'))).code).toBe(1)
  expect(said.join('')).toContain('none.csv')
  expect((await toegang('user', 'fly')).code).toBe(2)
  expect((await toegang('user', 'invite', 'x')).code).toBe(1)
  expect(said.join('')).toContain('Usage: toegang user invite <company> <file.csv>')
  expect(await runCli(['company', 'list'], { TOEGANG_URL: url })).toBe(2)
})
