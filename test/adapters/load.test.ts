/** More than can be done: new work is refused politely, and what chats and watchers ask is answered all the same. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openApi } from '../../adapters/api/routes.ts'
import { type Ceiling, defaultCeiling, openLoad } from '../../adapters/load.ts'
import { openScim } from '../../adapters/scim/routes.ts'
import { openPortal } from '../../adapters/web/server.ts'
import { openWebWorld } from './web-world.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** The portal and the machine interfaces behind a guard, with a route that answers when it is told to. */
const served = async (ceiling: Partial<Ceiling>) => {
  const world = await openWebWorld()
  closing.push(world.close)
  const load = openLoad({ ...defaultCeiling, ...ceiling })
  closing.push(load.close)
  const web = express()
  const answers: (() => void)[] = []
  web.use(load.guard)
  web.get('/slow', (_request, response) => void answers.push(() => response.end('done')))
  web.post(['/slack/events', '/api/messages'], (_request, response) => void response.end())
  openScim({ ...world.setting, web })
  const tokens = { operatorToken: 'operator', accessToken: 'access' }
  openApi(tokens, world.portalSettings.identityProviders, { ...world.setting, web })
  openPortal(world.portalSettings, { ...world.setting, web })
  const server = createServer(web).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, answers }
}

const refusals = [
  ['GET', '/login', 'text/html'],
  ['POST', '/saml/c1/acs', 'text/html'],
  ['GET', '/api/me', 'application/json'],
  ['POST', '/operator/v1/companies', 'application/problem+json'],
  ['POST', '/access/v1/evaluation', 'application/problem+json'],
  ['GET', '/scim/v2/c1/Users', 'application/scim+json'],
] as const
const letIn = [
  ['POST', '/slack/events'],
  ['POST', '/api/messages'],
  ['GET', '/healthz'],
  ['GET', '/readyz'],
] as const

const expectRefusals = async (url: string): Promise<void> => {
  for (const [method, path, type] of refusals) {
    const response = await fetch(`${url}${path}`, { method })
    expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '5'])
    expect([path, response.headers.get('content-type')]).toEqual([path, expect.stringContaining(type)])
    expect(await response.text()).not.toMatch(/\n\s+at /)
  }
  for (const [method, path] of letIn)
    expect([path, (await fetch(`${url}${path}`, { method })).status]).toEqual([path, 200])
}

describe('new work is refused, each in its own words, while chats and watchers are answered', () => {
  it('as long as as much is in progress as may be', async () => {
    const { url, answers } = await served({ inProgress: 2 })
    const waiting = [fetch(`${url}/slow`), fetch(`${url}/slow`)]
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    await expectRefusals(url)
    for (const answer of answers) answer()
    for (const one of await Promise.all(waiting)) expect([one.status, await one.text()]).toEqual([200, 'done'])
    await vi.waitFor(async () => expect((await fetch(`${url}/login`)).status).toBe(200))
  })

  it('when the heap is nearly full', async () => {
    const { url } = await served({ heapShare: 0 })
    await expectRefusals(url)
  })

  it('when the process has no time left', async () => {
    const { url } = await served({ turnMs: -20 })
    await vi.waitFor(async () => expect((await fetch(`${url}/login`)).status).toBe(503), 5000)
    await expectRefusals(url)
  })
})
