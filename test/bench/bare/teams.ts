/** A Teams app that says back what it hears, with the library's own check of who speaks. */
import { PUBLIC, withOverrides } from '@microsoft/teams.api'
import { App, ExpressAdapter } from '@microsoft/teams.apps'
import express from 'express'
import { listen } from './listen.ts'

const variable = (name: string): string => process.env[name] ?? ''
const clientId = variable('TEAMS_CLIENT_ID')
const tenantId = variable('TEAMS_TENANT_ID')

// The library's own way to a token insists on Microsoft's hosts.
const login = await fetch(`${variable('TEAMS_LOGIN_URL')}/${tenantId}/oauth2/v2.0/token`, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: variable('TEAMS_CLIENT_SECRET'),
    scope: 'https://api.botframework.com/.default',
  }),
})
const { access_token: token } = (await login.json()) as { access_token: string }

const web = express()
const logger = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  trace() {},
  log() {},
  child: () => logger,
}
const app = new App({
  clientId,
  clientSecret: '',
  tenantId,
  token: async () => token,
  httpServerAdapter: new ExpressAdapter(web as never),
  cloud: withOverrides(PUBLIC, { openIdMetadataUrl: variable('TEAMS_OPENID_METADATA_URL') }),
  logger,
})
app.on('message', async ({ send, activity }) => void (await send(activity.text)))
await app.initialize()
listen(web)
