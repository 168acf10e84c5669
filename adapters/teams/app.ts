import { PUBLIC, withOverrides } from '@microsoft/teams.api'
import { App, ExpressAdapter } from '@microsoft/teams.apps'
import type { Channel, Setting } from '../channel.ts'
import type { TeamsConfig } from '../config.ts'
import { connectorScope, graphScope, openBotTokens } from './bot-token.ts'
import { openConnector } from './connector.ts'
import { openDirectory } from './directory.ts'
import { openEdge, quietly } from './edge.ts'
import { openFindPost } from './find-post.ts'
import { handle } from './handlers.ts'
import { teamsLogger } from './log.ts'
import { openNotifier } from './notifier.ts'
import { openPatience } from './patience.ts'
import { openReach } from './reach.ts'

const endpoint = '/api/messages'

/** Microsoft Teams, with @microsoft/teams.apps behind a token check of our own. */
export const openTeams = async (config: TeamsConfig, { core, web, baseUrl, log }: Setting): Promise<Channel> => {
  const { clientId, tenantId, auth, loginUrl, openIdMetadataUrl, graphUrl } = config
  const token = openBotTokens(config)
  // An emulator that signs nothing asks for no token either, unless it has a login service of its own.
  const connectorToken = async () => (auth === 'on' || loginUrl ? token(connectorScope) : undefined)
  const connector = openConnector(connectorToken)
  const patience = openPatience(log)

  web.use(endpoint, ...openEdge(config, log))
  const app = new App({
    clientId,
    tenantId,
    // The library would take these from the environment if they were absent; we send by our own connector.
    clientSecret: '',
    token: async () => (await connectorToken()) ?? '',
    dangerouslyAllowUnauthenticatedRequests: auth === 'off',
    messagingEndpoint: endpoint,
    httpServerAdapter: new ExpressAdapter(web as never),
    cloud: withOverrides(PUBLIC, {
      ...(openIdMetadataUrl && { openIdMetadataUrl }),
      ...(loginUrl && { loginEndpoint: loginUrl }),
    }),
    logger: teamsLogger(log),
  })
  handle(app, { core, baseUrl, connector, personOf: openDirectory(connector), patience, log })
  await app.initialize()
  web.use(endpoint, quietly(log))

  const graph = { clientId, graphUrl, token: () => token(graphScope) }
  const findPost = openFindPost(graph)
  // An emulator has no catalogue of apps, and its people are not Microsoft's.
  const reach = auth === 'on' || graphUrl ? openReach({ ...graph, core, tenantId, log }) : undefined
  return {
    notifier: openNotifier({ tenantId, baseUrl, connector, findPost }),
    workspaces: async () => [{ workspaceId: tenantId, name: 'Microsoft Teams' }],
    close: () => {
      reach?.stop()
      return patience.settled()
    },
  }
}
