/** `toegang secrets reseal`: after it the old key opens nothing that is kept, and the new one everything. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, expect, it, vi } from 'vitest'
import { openApi } from '../../adapters/api/routes.ts'
import { runCli } from '../../adapters/cli/cli.ts'
import { openBrowser } from '../../adapters/cookies.ts'
import { openLog } from '../../adapters/log.ts'
import { openSecrets } from '../../adapters/system/secrets.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { type OpenTable, type Tables, tables } from '../../src/ports/store.ts'
import { message, newId, noon } from '../conformance/rows.ts'
import { describeOnBothStores } from '../scenarios/both-stores.ts'
import type { Story } from '../scenarios/story.ts'

const [oldKey, newKey, lostKey] = [randomBytes(32), randomBytes(32), randomBytes(32)]
const expiresAt = '2027-01-01T00:00:00.000Z'
const plain = 'a secret that is kept'

/** One row in each place where something sealed is kept, but for the outbox. */
const rowsOf = (text: string): Partial<{ readonly [T in OpenTable]: Tables[T] }> => ({
  operators: { id: newId(), email: 'olga@publisher.example', name: 'Olga', key: text, addedAt: noon } as never,
  operatorSessions: {
    id: newId(),
    secretHash: newId(),
    operatorId: 'o',
    stage: 'code',
    newKey: text,
    expiresAt,
    idleAt: expiresAt,
  } as never,
  installations: {
    ...{ id: newId(), workspaceId: newId(), installedBy: 'u', installedAt: noon },
    ...{ sealedToken: text, sealedRefreshToken: text },
  },
  stepUps: {
    ...{ id: newId(), secretHash: newId(), userId: 'u', companyId: 'c', command: 'x', channel: 'web', expiresAt },
    sealedInput: text,
  },
  ownKeys: {
    id: newId(),
    connectionId: newId(),
    sealedKey: text,
    certificate: '',
    madeAt: noon,
    endsAt: expiresAt,
  } as never,
  pendingSignIns: {
    ...{ id: newId(), connectionId: 'k', secretHash: newId(), returnTo: '/', expiresAt },
    asserted: { nameId: 'n', emails: [] },
    sealedMessage: text,
  },
  signInTraces: {
    id: newId(),
    connectionId: 'k',
    at: noon,
    expiresAt,
    sealedMessage: text,
    sealedAsserted: text,
  } as never,
  webhooks: { id: newId(), companyIds: [], companyId: 'c', url: newId(), sealedSecret: text, createdAt: noon } as never,
})

const put = (story: Story, rows: ReturnType<typeof rowsOf>) =>
  story.world.ports.store.transaction(async (tx) => {
    for (const [table, row] of Object.entries(rows))
      await (tx[table as OpenTable] as { put(row: unknown): Promise<void> }).put(row)
  })
const everything = (story: Story): Promise<string> =>
  story.world.ports.store.read(async (tx) => {
    const found = await Promise.all(
      Object.keys(tables).map((name) => (tx[name as OpenTable] as { list(where: object): Promise<object[]> }).list({})),
    )
    return JSON.stringify(found)
  })

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
  vi.restoreAllMocks()
})

/** The operator's API of an instance that has these keys, and the command line before it. */
const commandLine = async (story: Story, keys: readonly Buffer[]) => {
  const core = openCore({ ...story.world.ports, secrets: openSecrets(keys) })
  const web = express()
  const server = createServer(web).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  closing.push(
    () => void server.close(),
    () => server.closeAllConnections(),
  )
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const setting = { core, web, browser: openBrowser(url, newId), log: openLog('silent'), baseUrl: url }
  const links = () => ({ acsUrl: '', entityId: '', metadataUrl: '', loginUrl: '' })
  openApi({ operatorToken: 'operator' }, { read: async () => undefined, links }, setting)
  const reseal = async () => {
    const printed: string[] = []
    const log = vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)))
    const code = await runCli(['secrets', 'reseal', '--json'], { TOEGANG_URL: url, OPERATOR_TOKEN: 'operator' })
    log.mockRestore()
    return { code, ...JSON.parse(printed.join('\n')) }
  }
  return { core, reseal }
}

it('every place where something sealed is kept is tried here', () => {
  const places = Object.entries(tables).flatMap(([name, rule]) => ('sealed' in rule ? [name] : []))
  expect(new Set(Object.keys(rowsOf('')))).toEqual(new Set(places))
})

describeOnBothStores('sealing anew', (story) => {
  it('leaves nothing for the old key, however many parts it takes, and does nothing the second time', async () => {
    const old = openSecrets([oldKey])
    await put(story(), rowsOf(old.seal(plain)))
    for (let count = 0; count < 230; count++)
      await put(story(), { webhooks: rowsOf(old.seal(plain)).webhooks as never })
    const waiting = message({ lane: 'a', state: 'waiting' })
    const mail = {
      kind: 'link_mail',
      mail: 'registration',
      to: { name: '', address: 'a@b.example' },
      language: 'nl',
    } as const
    await story().world.ports.store.transaction((tx) =>
      tx.outbox.append({ ...waiting, ...mail, link: old.seal('/x?secret=y'), about: { until: expiresAt } } as never),
    )
    const { reseal } = await commandLine(story(), [newKey, oldKey])
    expect(await reseal()).toEqual({ code: 0, resealed: 241, unopened: 0 })
    const kept = await everything(story())
    const oldId = old.seal('').split('.').slice(0, 2).join('.')
    expect(kept).not.toContain(oldId)
    const alone = openSecrets([newKey])
    const [hook] = await story().world.rows('webhooks')
    expect(alone.open(String(hook?.sealedSecret))).toBe(plain)
    const [letter] = (await story().world.rows('outbox')).filter(({ kind }) => kind === 'link_mail')
    expect(letter?.kind === 'link_mail' && alone.open(letter.link)).toBe('/x?secret=y')
    expect(letter).toMatchObject({ state: 'waiting', attempts: waiting.attempts, dueAt: waiting.dueAt })
    expect(await reseal()).toEqual({ code: 0, resealed: 0, unopened: 0 })
    expect(await everything(story())).toBe(kept)
  })

  it('goes on where it was broken off, and tells of what no key opens', async () => {
    await put(story(), rowsOf(openSecrets([oldKey]).seal(plain)))
    await put(story(), { webhooks: rowsOf(openSecrets([lostKey]).seal(plain)).webhooks as never })
    const { core, reseal } = await commandLine(story(), [newKey, oldKey])
    expect(await core.run('secrets.reseal', { channel: 'api' }, {})).toMatchObject({ ok: true })
    expect(await reseal()).toMatchObject({ code: 0, unopened: 1 })
    expect(await reseal()).toEqual({ code: 0, resealed: 0, unopened: 1 })
  })

  it('is for the operator alone', async () => {
    const { admin } = await story().company('Acme', ['acme.example'])
    expect(await story().tries('secrets.reseal', admin.web, {})).toMatchObject({ code: 'not_allowed' })
  })
})
