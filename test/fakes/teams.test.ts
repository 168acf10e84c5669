import type { AddressInfo } from 'node:net'
import { type AdaptiveCardActionResponse, PUBLIC, type TaskModuleResponse, withOverrides } from '@microsoft/teams.api'
import { App, ExpressAdapter } from '@microsoft/teams.apps'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { openTeamsFake, type TeamsFake, type TeamsFakeSettings } from './teams.ts'

const appId = '11111111-0000-4000-8000-000000000001'
const tenantId = '22222222-0000-4000-8000-000000000002'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const openFake = async (settings: Partial<TeamsFakeSettings> = {}): Promise<TeamsFake> => {
  const teams = await openTeamsFake({ appId, appPassword: 'right', tenantId, ...settings })
  closing.push(teams.close)
  return teams
}

const fetchToken = async (teams: TeamsFake, scope = 'https://api.botframework.com/.default', secret = 'right') => {
  const response = await fetch(`${teams.loginEndpoint}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, client_secret: secret, scope }),
  })
  return {
    status: response.status,
    body: (await response.json()) as { access_token: string; error_description?: string },
  }
}

const quiet = { debug() {}, error() {}, info() {}, log() {}, trace() {}, warn() {}, child: () => quiet }

const text = (words: string) => ({ type: 'TextBlock', text: words, wrap: true })

const requestCard = (state: string) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [text(`Request R-7K4Q: ${state}`), { type: 'Input.Text', id: 'note', label: 'Note' }],
  actions:
    state === 'open'
      ? [
          {
            type: 'Action.Execute',
            title: 'Approve',
            verb: 'requests.approve',
            data: { request: 'R-7K4Q' },
            fallback: {
              type: 'Action.Submit',
              title: 'Approve',
              data: { verb: 'requests.approve', request: 'R-7K4Q' },
            },
          },
          { type: 'Action.Submit', title: 'Decline', data: { request: 'R-7K4Q', msteams: { type: 'task/fetch' } } },
        ]
      : [],
})

const declineForm = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'Input.Text', id: 'reason', label: 'Reason', isRequired: true, errorMessage: 'Please say why' }],
  actions: [{ type: 'Action.Submit', title: 'Decline', data: { request: 'R-7K4Q' } }],
}

const attachment = (content: object) => ({ contentType: 'application/vnd.microsoft.card.adaptive' as const, content })

/** The library in our own Express app, pointed at the fake; this is how the product embeds it. */
const openBot = async (teams: TeamsFake) => {
  const web = express()
  const app = new App({
    clientId: appId,
    tenantId,
    token: async (scope) => (await fetchToken(teams, String(scope))).body.access_token,
    httpServerAdapter: new ExpressAdapter(web),
    cloud: withOverrides(PUBLIC, { openIdMetadataUrl: teams.openIdMetadataUrl, loginEndpoint: teams.loginEndpoint }),
    logger: quiet,
  })
  const heard: unknown[] = []
  app.on('message', async ({ activity, send }) => {
    heard.push(activity)
    await send({ type: 'message', attachments: [attachment(requestCard('open'))] } as never)
  })
  app.on('card.action', ({ activity }): AdaptiveCardActionResponse => {
    heard.push(activity.value)
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: requestCard('approved') as never }
  })
  app.on(
    'dialog.open',
    (): TaskModuleResponse => ({
      task: { type: 'continue', value: { title: 'Decline', card: attachment(declineForm) as never } },
    }),
  )
  app.on('dialog.submit', ({ activity }): TaskModuleResponse => {
    heard.push(activity.value)
    return { task: { type: 'message', value: 'Declined' } }
  })
  app.on('install.add', ({ activity }) => void heard.push(activity))
  app.on('install.remove', ({ activity }) => void heard.push(activity))
  await app.initialize()
  const server = web.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  closing.push(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  teams.appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { app, heard }
}

describe('the Microsoft fake with the real library', () => {
  it('plays a request: a message, the card in answer, a press that replaces it for that client', async () => {
    const teams = await openFake()
    const { heard } = await openBot(teams)
    const anna = teams.addUser({ name: 'Anna Bakker', email: 'anna@acme.example' })

    expect(await teams.say(anna, 'aanvragen Bouw')).toMatchObject({ status: 200 })
    const [message] = teams.messagesTo(anna)
    if (!message) throw new Error('no message came')
    expect(message.card).toMatchObject({ body: [{ text: 'Request R-7K4Q: open' }, {}] })

    const pressed = await teams.click(anna, message, 'Approve', { note: 'fine' })
    expect(pressed).toMatchObject({ status: 200, card: { actions: [] } })
    expect(heard.at(-1)).toMatchObject({
      action: { type: 'Action.Execute', verb: 'requests.approve', data: { request: 'R-7K4Q', note: 'fine' } },
      trigger: 'manual',
    })
    expect(teams.messagesTo(anna)[0]?.card).toMatchObject({ body: [{ text: 'Request R-7K4Q: approved' }, {}] })
    expect(teams.violations).toEqual([])
  })
})
