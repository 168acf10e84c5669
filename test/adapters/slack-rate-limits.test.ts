/** What Slack asks to be left alone for is left alone, and nothing else waits for it. */
import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog } from '../../adapters/log.ts'
import { clientOptions, openInsist } from '../../adapters/slack/web-api.ts'
import type { SlackUser } from '../fakes/slack.ts'
import { openSlackWorld, type SlackWorld, tokens } from './slack-world.ts'

let world: SlackWorld
beforeEach(async () => {
  world = await openSlackWorld()
})
afterEach(async () => {
  const { violations } = world.slack
  await world.close()
  expect(violations).toEqual([])
})

const options = () => clientOptions(world.slack.apiUrl, openLog('silent'))
const client = () => new WebClient(tokens.botToken, options())
const callsOf = (method: string) => world.slack.calls.filter((call) => call.method === method)

describe('the client', () => {
  it('does not try again by itself, neither after a 429 nor after a failure', async () => {
    const slack = client()
    world.slack.faults.plan({ method: 'auth.test', fault: { kind: 'ratelimited', retryAfter: 1 } })
    await expect(slack.auth.test()).rejects.toMatchObject({ retryAfter: 1 })
    world.slack.faults.plan({ method: 'auth.test', fault: { kind: 'status', status: 500 } })
    await expect(slack.auth.test()).rejects.toThrow()
    expect(callsOf('auth.test')).toHaveLength(2)
  })

  it('makes other calls while one method is to wait', async () => {
    const anna = await world.person('Anna')
    const slack = client()
    world.slack.faults.plan({ method: 'conversations.open', fault: { kind: 'ratelimited', retryAfter: 3600 } })
    await expect(slack.conversations.open({ users: anna.id })).rejects.toMatchObject({ retryAfter: 3600 })
    expect(await slack.users.info({ user: anna.id })).toMatchObject({ ok: true })
  })

  it('has a time-out', () => {
    expect(options()).toMatchObject({ timeout: 10_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true })
  })
})

describe('a call that may happen twice', () => {
  it('is made again after the pause that Slack asks for', async () => {
    world.slack.faults.plan({ method: 'auth.test', fault: { kind: 'ratelimited', retryAfter: 1 } })
    await openInsist([1, 1000])(() => client().auth.test())
    const [first, second] = callsOf('auth.test')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990)
  })

  it('is left when Slack asks for a longer pause than anybody waits', async () => {
    world.slack.faults.plan({ method: 'auth.test', fault: { kind: 'ratelimited', retryAfter: 30 } })
    await expect(openInsist([1, 1000])(() => client().auth.test())).rejects.toMatchObject({ retryAfter: 30 })
    expect(callsOf('auth.test')).toHaveLength(1)
  })

  it('is made once when Slack refuses it', async () => {
    world.slack.faults.plan({ method: 'auth.test', fault: { kind: 'error', error: 'invalid_auth' }, times: 3 })
    await expect(openInsist([1, 1])(() => client().auth.test())).rejects.toThrow('invalid_auth')
    expect(callsOf('auth.test')).toHaveLength(1)
    const refused = Object.assign(new Error('used up'), { statusCode: 404 })
    let tries = 0
    const respond = async () => {
      tries += 1
      throw refused
    }
    await expect(openInsist([1, 1])(respond)).rejects.toBe(refused)
    expect(tries).toBe(1)
  })

  it('hears from the second time on that it was made before', async () => {
    const heard: boolean[] = []
    await openInsist([1, 1])(async (again) => {
      heard.push(again)
      if (heard.length < 3) throw new Error('no answer')
    })
    expect(heard).toEqual([false, true, true])
  })
})

describe('a message that has to wait', () => {
  const copies = (user: SlackUser) => world.slack.messagesIn(world.slack.im(user)).filter((one) => one.metadata)

  it('holds up no message to anybody else', async () => {
    const [anna, bea, carla] = [
      await world.known('Anna'),
      await world.administrator('Bea'),
      await world.administrator('Carla'),
    ]
    await world.slack.slash(anna, undefined, '/toegang', 'aanvragen Bouw')
    await world.settled()
    world.slack.faults.plan({ method: 'chat.postMessage', fault: { kind: 'ratelimited', retryAfter: 120 } })
    await world.deliver()
    expect(copies(bea).length + copies(carla).length + copies(anna).length).toBe(2)
    world.wait({ minutes: 1 })
    await world.deliver()
    expect(copies(bea).length + copies(carla).length + copies(anna).length).toBe(2)
    world.wait({ minutes: 2 })
    await world.deliver()
    expect([bea, carla, anna].map((user) => copies(user).length)).toEqual([1, 1, 1])
  })
})
