import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { App, ExpressReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import express from 'express'
import { openSlackFake, type SlackFake, type SlackFakeSettings } from './open.ts'
import type { Manifest } from './world.ts'

export const signingSecret = 'right'
export const botToken = 'xoxb-right'
export const appToken = 'xapp-right'

/** The manifest of the product. */
export const manifest: Manifest = JSON.parse(
  readFileSync(new URL('../../../manifest/slack.json', import.meta.url), 'utf8'),
)

/** The product's manifest with one part laid over it. */
export const manifestWith = (part: string, changes: object): Manifest => ({
  ...manifest,
  [part]: { ...(manifest[part] as object), ...changes },
})

type Closing = (() => Promise<unknown>)[]

export const openFake = async (closing: Closing, settings: Partial<SlackFakeSettings> = {}): Promise<SlackFake> => {
  const slack = await openSlackFake({ manifest, signingSecret, botToken, appToken, ...settings })
  closing.push(slack.close)
  return slack
}

const logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

export const clientOptions = (slack: SlackFake) => ({
  slackApiUrl: slack.apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 2000,
  logger,
})

const openBolt = (slack: SlackFake, receiver: ExpressReceiver | SocketModeReceiver): App =>
  new App({
    receiver,
    logger,
    clientOptions: clientOptions(slack),
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
  })

/** A Bolt app over HTTP without listeners, to which the fake then sends. */
export const openHttpApp = async (closing: Closing, slack: SlackFake): Promise<App> => {
  const web = express()
  const endpoints = '/slack/events'
  const receiver = new ExpressReceiver({ app: web as never, signingSecret, endpoints, logger })
  const server = web.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  slack.appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return openBolt(slack, receiver)
}

/** The same over Socket Mode, connected. */
export const openSocketApp = async (closing: Closing, slack: SlackFake): Promise<App> => {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // Only here does the receiver look for how to reach Slack.
    installerOptions: { clientOptions: clientOptions(slack) },
    // Also the pause before it connects again.
    clientPingTimeout: 50,
  })
  const app = openBolt(slack, receiver)
  await app.start()
  closing.push(async () => {
    await app.stop()
    await slack.waitFor(() => !slack.socketConnected)
  })
  return app
}
