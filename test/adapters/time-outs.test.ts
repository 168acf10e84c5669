/** Everything that is called from here gives up on a server that takes a call and says nothing. */

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openLog } from '../../adapters/log.ts'
import { openSmtp } from '../../adapters/mail/smtp.ts'
import { openPostgresStore } from '../../adapters/postgres/store.ts'
import { fetchMetadata } from '../../adapters/saml/fetch-metadata.ts'
import { clientOptions } from '../../adapters/slack/web-api.ts'
import { openDns } from '../../adapters/system/dns.ts'
import { openBotTokens } from '../../adapters/teams/bot-token.ts'
import { openConnector } from '../../adapters/teams/connector.ts'
import { openFindPost } from '../../adapters/teams/find-post.ts'
import { openSigningKeys } from '../../adapters/teams/signing-keys.ts'
import { openSender } from '../../adapters/webhooks/sender.ts'

let silent: Server
let url: string
let port: number
let taken = 0
const deaf = createSocket('udp4')
beforeAll(async () => {
  silent = createServer((socket) => {
    taken++
    socket.on('error', () => undefined)
  }).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  port = (silent.address() as AddressInfo).port
  url = `http://127.0.0.1:${port}`
  deaf.bind(0, '127.0.0.1')
  await once(deaf, 'listening')
  // All that is waited for is a fiftieth as long as it is.
  const { timeout } = AbortSignal
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout.call(AbortSignal, ms / 50))
})
afterAll(() => {
  vi.restoreAllMocks()
  silent.close()
  deaf.close()
  // Everybody but the name server got through to the one who says nothing.
  expect(taken).toBeGreaterThanOrEqual(calls.length - 1)
})

const log = openLog('silent')
const clientId = '11111111-0000-4000-8000-000000000001'
const shortly = 100

const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'Slack',
    () => new WebClient('xoxb-1', clientOptions(`${url}/api/`, log)).chat.postMessage({ channel: 'C1', text: 'x' }),
  ],
  [
    'the Bot Connector',
    () => openConnector(async () => 'token').member({ serviceUrl: url, conversationId: 'c', memberId: 'm' }),
  ],
  ["Microsoft's login", () => openBotTokens({ clientId, clientSecret: 'x', tenantId: 't', loginUrl: url })('scope')],
  ["Microsoft's keys", () => openSigningKeys(url)('key', new Date())],
  ['Graph', () => openFindPost({ clientId, graphUrl: url, token: async () => 'token' })('object', 'mark')],
  [
    'a webhook',
    () =>
      openSender({ allowLoopback: true }).send({
        id: 'm',
        url,
        secret: 'whsec_AAAA',
        at: '2026-03-02T09:00:00.000Z',
        body: '{}',
      }),
  ],
  [
    'metadata of an identity provider',
    async () => {
      const fetched = await fetchMetadata(url, { allowLoopback: true })
      if (!fetched.ok) throw new Error(fetched.code)
    },
  ],
  [
    'a name server',
    () => openDns({ servers: [`127.0.0.1:${deaf.address().port}`], deadline: shortly }).txt('acme.example'),
  ],
  [
    'a mail server',
    () =>
      openSmtp(
        {
          host: '127.0.0.1',
          port,
          secure: false,
          from: { name: 'Toegang', address: 'noreply@toegang.example' },
        },
        { connect: shortly, silence: shortly },
      ).send({
        key: 'k',
        to: { name: 'Anna', address: 'anna@acme.example' },
        language: 'nl',
        subject: 's',
        text: 't',
        html: '<p>t</p>',
      }),
  ],
  ['PostgreSQL', () => openPostgresStore({ url: `postgres://a:b@127.0.0.1:${port}/c`, patience: shortly, log })],
]

it.concurrent.each(calls)('%s', async (_name, call) => {
  await expect(call()).rejects.toThrow()
})
