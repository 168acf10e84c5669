import type { AddressInfo } from 'node:net'
import { App, ExpressReceiver, LogLevel } from '@slack/bolt'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import manifest from '../../manifest/slack.json' with { type: 'json' }
import { buttonsIn, openSlackFake, type SlackFake, type SlackFakeSettings, wordsIn } from './slack.ts'

const signingSecret = 'right'
const botToken = 'xoxb-right'
const appToken = 'xapp-right'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const openFake = async (settings: Partial<SlackFakeSettings> = {}): Promise<SlackFake> => {
  const slack = await openSlackFake({ manifest, signingSecret, botToken, appToken, ...settings })
  closing.push(slack.close)
  return slack
}

const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

const clientOptions = (slack: SlackFake) => ({
  slackApiUrl: slack.apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 2000,
})

/** A bare app over HTTP; the test adds its listeners. */
const openApp = async (slack: SlackFake) => {
  const web = express()
  const receiver = new ExpressReceiver({ app: web as never, signingSecret, endpoints: '/slack/events', logger: quiet })
  const app = new App({
    receiver,
    logger: quiet,
    clientOptions: clientOptions(slack),
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
  })
  const server = web.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  slack.appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return app
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })

describe('a slash command', () => {
  it('reaches the app signed, and its answer is shown to the one person', async () => {
    const slack = await openFake()
    const app = await openApp(slack)
    const seen: Record<string, unknown>[] = []
    app.command('/toegang', async ({ command, ack, respond }) => {
      seen.push(command)
      await ack()
      await respond({ response_type: 'ephemeral', text: 'Hallo' })
    })
    const [ann, ben] = [slack.addUser({ name: 'Ann' }), slack.addUser({ name: 'Ben' })]
    const general = slack.addChannel({ name: 'general', members: [ann, ben] })
    const answer = await slack.slash(ann, general, '/toegang', ' help ')
    expect(answer).toMatchObject({ status: 200 })
    const [shown] = await slack.waitFor(() => slack.messagesTo(ann).length === 1 && slack.messagesTo(ann))
    expect(shown?.text).toBe('Hallo')
    expect(slack.messagesTo(ben)).toEqual([])
    expect(seen[0]).toMatchObject({ text: 'help', user_id: ann.id, channel_name: 'general', team_id: slack.team.id })
    expect(slack.violations).toEqual([])
  })
})

describe('a button', () => {
  it('opens a form, whose submission updates the message', async () => {
    const slack = await openFake()
    const app = await openApp(slack)
    const ann = slack.addUser({ name: 'Ann' })
    const im = slack.im(ann)
    app.action('decline', async ({ ack, body, client }) => {
      await ack()
      if (body.type !== 'block_actions') return
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'decline',
          private_metadata: body.message?.ts ?? '',
          title: plain('Afwijzen'),
          submit: plain('OK'),
          blocks: [
            {
              type: 'input',
              block_id: 'reason',
              label: plain('Reden'),
              element: { type: 'plain_text_input', action_id: 'value' },
            },
          ],
        },
      })
    })
    app.view('decline', async ({ ack, view, client }) => {
      await ack()
      const reason = view.state.values['reason']?.['value']?.value
      await client.chat.update({ channel: im.id, ts: view.private_metadata, text: `Afgewezen: ${reason}`, blocks: [] })
    })
    await app.client.chat.postMessage({
      token: botToken,
      channel: ann.id,
      text: 'Aanvraag',
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'decline', text: plain('Afwijzen') }] }],
    })
    const [message] = slack.messagesTo(ann)
    if (!message) throw new Error('no message')
    expect(buttonsIn(message.blocks)).toEqual(['Afwijzen'])
    await slack.click(ann, message, 'Afwijzen')
    const form = await slack.waitFor(() => slack.modal(ann))
    expect(wordsIn([form.source])).toContain('Reden')
    await slack.submit(ann, form, { Reden: 'te duur' })
    const after = await slack.waitFor(() => slack.messagesTo(ann).find((one) => one.edited))
    expect(after).toMatchObject({ text: 'Afgewezen: te duur', blocks: [] })
    expect(slack.modals(ann)).toEqual([])
    expect(slack.violations).toEqual([])
  })
})
