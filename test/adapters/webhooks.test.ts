/** Webhooks over real HTTP, checked with the library that Standard Webhooks publishes. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSender } from '../../adapters/webhooks/sender.ts'
import { deliver } from '../../src/delivery/deliver.ts'
import { giveAccess } from '../../src/licences/give-access.ts'
import { blockUser } from '../../src/users/block-user.ts'
import { addWebhook, listWebhooks, removeWebhook, replayWebhook } from '../../src/webhooks/manage-webhooks.ts'
import { openOutside } from '../core/chats.ts'
import { openWorld, operator, refused, type World } from '../core/world.ts'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let world: World
let companyId: string
let url: string
let received: Received[] = []
let answer: { status: number; headers?: Record<string, string> } = { status: 204 }
type Person = Awaited<ReturnType<World['user']>>
let admin: Person
let anna: Person

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(answer.status, answer.headers).end()
  })
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(async () => {
  await world?.close()
  world = await openWorld()
  // Signatures are checked against the clock of the machine.
  world.at(new Date().toISOString())
  received = []
  answer = { status: 204 }
  companyId = await world.company('Acme', ['acme.example'])
  admin = await world.user(companyId, 'beheer@acme.example', { role: 'administrator' })
  anna = await world.user(companyId, 'anna@acme.example')
})
afterAll(() => world.close())

const sender = openSender({ allowLoopback: true })
const send = async (webhooks = sender) => {
  const outside = { ...openOutside(world).outside, webhooks }
  while ((await deliver(world.ports, outside)) > 0);
}
const add = (more: object = {}) => world.must(addWebhook, operator, { url, ...more })
const waiting = async () => (await world.rows('outbox', { state: 'waiting' })).filter(({ kind }) => kind === 'webhook')
const give = async () => {
  const licence = await world.licence(companyId, `Bouw ${world.ports.ids.next()}`)
  await world.must(giveAccess, admin.web, { user: anna.id, licenceId: licence.id })
  return licence
}

describe('a change of access', () => {
  it('is told, signed, by identifiers alone', async () => {
    const { secret } = await add()
    const licence = await give()
    await send()
    expect(received).toHaveLength(1)
    const [{ headers, body } = { headers: {}, body: '' }] = received
    const told = new Webhook(secret).verify(body, headers as Record<string, string>)
    expect(told).toMatchObject({
      type: 'access.given',
      timestamp: world.now(),
      data: { companyId, userId: anna.id, licenceId: licence.id },
    })
    expect(body).not.toContain('anna@')
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow()
    const other = (await add({ companyId })).secret
    expect(() => new Webhook(other).verify(body, headers as Record<string, string>)).toThrow()
    expect(await world.text('webhooks', 'outbox', 'audit')).not.toContain(secret)
    expect(await waiting()).toEqual([])
  })

  it('is told of blocking too, to those who hear about that company', async () => {
    const beta = await world.company('Beta', ['beta.example'])
    await add({ companyId: beta })
    await world.must(blockUser, admin.web, { user: anna.id })
    await send()
    expect(received).toEqual([])
    await add({ companyId })
    await world.put('users', { ...(await world.row('users', anna.id)), status: 'registered' })
    await world.must(blockUser, admin.web, { user: anna.id })
    await send()
    expect(received.map(({ body }) => JSON.parse(body).type)).toEqual(['user.blocked'])
  })
})

describe('a receiver that does not take it', () => {
  it('hears it again under the same id, with a signature of that moment', async () => {
    const { secret } = await add()
    answer = { status: 500 }
    await give()
    await send()
    expect(await waiting()).toMatchObject([{ attempts: 1, error: 'the webhook answered 500' }])
    answer = { status: 200 }
    world.wait({ minutes: 2 })
    await send()
    const [first, second] = received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp'])
    expect(second?.body).toBe(first?.body)
    for (const { body, headers } of received)
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow()
    expect(await waiting()).toEqual([])
  })

  it('is given the time that it asks for, and left alone when it is gone', async () => {
    await add()
    answer = { status: 429, headers: { 'retry-after': '600' } }
    await give()
    await send()
    world.wait({ minutes: 9 })
    await send()
    expect(received).toHaveLength(1)
    answer = { status: 410 }
    world.wait({ minutes: 2 })
    await send()
    expect(received).toHaveLength(2)
    expect((await world.rows('outbox', { state: 'gave_up' })).map(({ error }) => error)).toEqual([
      'the webhook wants no more',
    ])
  })

  it('is not followed to where it points', async () => {
    await add()
    answer = { status: 302, headers: { location: `${url}/elsewhere` } }
    await give()
    await send()
    expect(received).toHaveLength(1)
    expect(await waiting()).toMatchObject([{ error: 'the webhook answered 302' }])
  })

  it('hears what it missed when that is asked', async () => {
    const { id: webhookId } = await add()
    const since = world.now()
    answer = { status: 410 }
    await give()
    await give()
    await send()
    answer = { status: 200 }
    received = []
    world.wait({ minutes: 1 })
    expect(await world.must(replayWebhook, operator, { webhookId, since })).toEqual({ sent: 2 })
    await send()
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'access.given', timestamp: since },
      { type: 'access.given', timestamp: since },
    ])
    expect(await world.must(replayWebhook, operator, { webhookId, since: world.now() })).toEqual({ sent: 0 })
    expect(await world.run(replayWebhook, operator, { webhookId: 'none', since })).toMatchObject(refused('not_found'))
  })
})

describe('an address', () => {
  const call = (address: string, resolve = async () => [{ address: '10.0.0.8', family: 4 }]) =>
    openSender({ resolve }).send({ id: '1', url: address, secret: 'whsec_AAAA', at: world.now(), body: '{}' })

  it.each(['https://intern.example/', 'https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/latest'])(
    'inside a network is never called: %s',
    (address) => expect(call(address)).rejects.toThrow('not a public address'),
  )

  it('is judged after its name was looked up, all of them', () =>
    expect(
      call('https://mixed.example/', async () => [
        { address: '93.184.215.14', family: 4 },
        { address: '192.168.1.1', family: 4 },
      ]),
    ).rejects.toThrow('not a public address'))

  it('without TLS or with a password is never called', async () => {
    for (const address of [url, 'http://pep.example/', 'https://a:b@pep.example/'])
      await expect(call(address)).rejects.toThrow('https only')
    expect(received).toEqual([])
    for (const address of [
      'http://pep.example',
      'ftp://pep.example',
      'https://a:b@pep.example/',
      'javascript:alert(1)',
    ])
      expect(await world.run(addWebhook, operator, { url: address })).toMatchObject(refused('invalid_input'))
  })

  it('is there once, for the operator alone', async () => {
    const { id } = await add()
    expect(await world.run(addWebhook, operator, { url })).toMatchObject(refused('webhook_already_there'))
    expect(await world.run(addWebhook, operator, { url, companyId: 'none' })).toMatchObject(refused('not_found'))
    expect(await world.run(addWebhook, admin.web, { url })).toMatchObject(refused('not_allowed'))
    const { webhooks } = await world.must(listWebhooks, operator)
    expect(webhooks).toEqual([{ id, url, createdAt: world.now() }])
    await give()
    await world.must(removeWebhook, operator, { webhookId: id })
    await send()
    expect(received).toEqual([])
    expect((await world.rows('outbox', { state: 'gave_up' })).map(({ error }) => error)).toEqual([
      'this webhook was removed',
    ])
  })
})
