import { asText, type Json } from '../teams/json.ts'
import type { SlackChannel, World } from './world.ts'

/** The word that scopes use for a kind of channel. */
const words: Readonly<Record<SlackChannel['kind'], string>> = { public: 'channels', private: 'groups', im: 'im' }

/** What a method asks of the token: none at all, an app-level token, or a bot token with this scope. */
export type Demand =
  | { readonly token: 'none' }
  | { readonly token: 'app' }
  | { readonly token: 'bot'; readonly scope?: string; readonly perChannel?: 'read' | 'history' }

const chatWrite: Demand = { token: 'bot', scope: 'chat:write' }
const free: Demand = { token: 'bot' }

/** The Web API methods of the fake, with the scope that each needs: docs.slack.dev/reference/methods, "Facts". */
export const demands: Readonly<Record<string, Demand>> = {
  'apps.connections.open': { token: 'app' },
  'auth.revoke': free,
  'auth.test': free,
  'chat.delete': chatWrite,
  'chat.getPermalink': free,
  'chat.postEphemeral': chatWrite,
  'chat.postMessage': chatWrite,
  'chat.unfurl': { token: 'bot', scope: 'links:write' },
  'chat.update': chatWrite,
  'conversations.history': { token: 'bot', perChannel: 'history' },
  'conversations.info': { token: 'bot', perChannel: 'read' },
  'conversations.open': { token: 'bot', scope: 'im:write' },
  'conversations.replies': { token: 'bot', perChannel: 'history' },
  'oauth.v2.access': { token: 'none' },
  'team.info': { token: 'bot', scope: 'team:read' },
  'users.info': { token: 'bot', scope: 'users:read' },
  'users.lookupByEmail': { token: 'bot', scope: 'users:read.email' },
  'views.open': free,
  'views.publish': free,
  'views.push': free,
  'views.update': free,
}

/** The scope that this very call needs; undefined when it needs none. */
export const scopeFor = (world: World, demand: Demand, args: Json): string | undefined => {
  if (demand.token !== 'bot') return undefined
  if (!demand.perChannel) return demand.scope
  const channel = world.channels.find((one) => one.id === asText(args['channel']))
  return channel && `${words[channel.kind]}:${demand.perChannel}`
}

/** The scopes that events of a kind need: docs.slack.dev/reference/events. */
export const eventScope: Readonly<Record<string, string>> = {
  link_shared: 'links:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
}
