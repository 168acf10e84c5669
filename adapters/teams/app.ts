import { PUBLIC, withOverrides } from '@microsoft/teams.api'
import { App, ExpressAdapter } from '@microsoft/teams.apps'
import express, { type RequestHandler } from 'express'
import type { Channel, Setting } from '../channel.ts'
import type { TeamsConfig } from '../config.ts'
import { senderOf } from './activity.ts'
import { connectorScope, graphScope, openBotTokens } from './bot-token.ts'
import { openFindPost } from './find-post.ts'
import { handle } from './handlers.ts'
import { teamsLogger } from './log.ts'
import { openNotifier } from './notifier.ts'
import { openTokenCheck } from './token.ts'

/** Microsoft Teams, with @microsoft/teams.apps behind a token check of our own. */
export const openTeams = async (config: TeamsConfig, { core, web, baseUrl, log }: Setting): Promise<Channel> => {
  const { clientId, tenantId, auth, serviceHosts } = config
  const token = openBotTokens(config)
  const connectorToken = () => token(connectorScope)
  const graphToken = () => token(graphScope)

  web.use('/api/messages', express.json({ limit: '256kb' }))
  if (auth === 'on') {
    const check = openTokenCheck({
      clientId,
      openIdMetadataUrl: config.openIdMetadataUrl,
      allowedServiceHosts: serviceHosts,
    })
    web.use('/api/messages', refuseStrangers(check, tenantId))
  }
  const app = new App({
    clientId,
    tenantId,
    token: async () => connectorToken(),
    httpServerAdapter: new ExpressAdapter(web as never),
    cloud: withOverrides(PUBLIC, {
      ...(config.openIdMetadataUrl && { openIdMetadataUrl: config.openIdMetadataUrl }),
      ...(config.loginUrl && { loginEndpoint: config.loginUrl }),
    }),
    logger: teamsLogger(log),
    ...(auth === 'off' && { dangerouslyAllowUnauthenticatedRequests: true }),
  })
  handle(app, { core, baseUrl, connectorToken, log })
  await app.initialize()
  return {
    notifier: openNotifier({ tenantId, baseUrl, connectorToken, findPost: openFindPost(config.graphUrl, graphToken) }),
    workspaces: async () => [{ workspaceId: tenantId, name: 'Microsoft Teams' }],
    close: async () => undefined,
  }
}

/** Our own check comes before the library sees a byte; afterwards the tenant must be the one that the bot is registered in. */
const refuseStrangers =
  (check: ReturnType<typeof openTokenCheck>, tenantId: string): RequestHandler =>
  async (request, response, next) => {
    const verdict = await check(request.headers.authorization, request.body, new Date())
    if (!verdict.ok) return void response.status(verdict.status).end()
    const sender = senderOf(request.body)
    if (sender && sender.tenantId !== tenantId) return void response.status(403).end()
    next()
  }
