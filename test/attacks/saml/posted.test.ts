/** Every attack of the table once more, posted to the real address: what the person sees, and what is written. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser } from '../../../adapters/cookies.ts'
import { openLog } from '../../../adapters/log.ts'
import { openSaml } from '../../../adapters/saml/routes.ts'
import { openCore } from '../../../src/kernel/answer.ts'
import { later } from '../../../src/kernel/instant.ts'
import { type TableName, tables } from '../../../src/ports/store.ts'
import { openWorld, type World } from '../../core/world.ts'
import type { Sent } from './case.ts'
import { markup } from './markup.ts'
import { protocol } from './protocol.ts'
import { signature } from './signature.ts'
import { idp, idpKey } from './stage.ts'
import { wrapping } from './wrapping.ts'

/** The connection as the table sees it; rows about other settings are judged beside it. */
const attacks = [...wrapping, ...signature, ...markup, ...protocol].filter(({ attack }) => !attack().connection)
const baseUrl = 'https://toegang.test'
const silent = openLog('error', new Writable({ write: (_chunk, _encoding, done) => done() }))

let world: World
let url: string
let close: () => Promise<void>
beforeAll(async () => {
  world = await openWorld()
  world.at(new Date().toISOString())
  const acme = await world.company('Acme', ['acme.example'])
  await world.connection([acme], {
    id: 'c1',
    identityProvider: {
      entityId: idp,
      ssoUrl: 'https://idp.test/sso',
      ssoBinding: 'redirect',
      certificates: [idpKey.certificate],
    },
  })
  const web = express()
  const saml = openSaml({
    core: openCore(world.ports),
    web,
    browser: openBrowser(baseUrl, world.ports.secrets.make),
    log: silent,
    baseUrl,
  })
  const server = createServer(web).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    server.closeAllConnections()
    server.close()
    await saml.close()
    await world.close()
  }
})
afterAll(() => close())

beforeEach(async () => {
  // Several rows share one innocent message.
  const used = await world.rows('usedAssertions')
  await world.ports.store.transaction(async (tx) => {
    for (const { id } of used) await tx.usedAssertions.remove(id)
  })
  await world.put('signInRequests', {
    id: '_request',
    connectionId: 'c1',
    browserHash: 'hash-of-a-browser',
    returnTo: '/',
    expiresAt: later(world.now(), { minutes: 10 }),
  })
})

const post = ({ xml }: Sent): Promise<Response> =>
  fetch(`${url}/saml/c1/acs`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64') }),
  })

const everything = async (): Promise<Map<string, string>> => {
  const names = Object.keys(tables) as TableName[]
  return new Map(await Promise.all(names.map(async (name) => [name, await world.text(name)] as const)))
}

describe('posted to the assertion consumer', () => {
  for (const { row, name, code, attack, sibling } of attacks)
    it(`${row} ${name}: a page with a code, a trace, a line in the trail, and nothing else`, async () => {
      const before = await everything()
      const answer = await post(attack())
      const after = await everything()
      expect(answer.status).toBe(403)
      expect(answer.headers.getSetCookie()).toEqual([])
      const written = [...after].filter(([table, text]) => before.get(table) !== text).map(([table]) => table)
      expect(new Set(written)).toEqual(new Set(['audit', 'signInTraces']))
      const trace = (await world.rows('signInTraces')).at(-1)
      expect(trace).toMatchObject({ outcome: 'refused', reason: code })
      expect(await answer.text()).toContain(trace?.code)
      const innocent = sibling()
      if (!innocent.connection) expect((await post(innocent)).status).toBe(303)
    })
})
