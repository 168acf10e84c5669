import { randomUUID } from 'node:crypto'
import type { Json } from './json.ts'
import type { Conversation, TeamsChannel, TeamsUser, World } from './world.ts'

const botName = 'Toegang'

const botAccount = (world: World) => ({
  id: `28:${world.appId}`,
  name: botName,
})

const places: Readonly<Record<string, readonly [string, string]>> = {
  nl: ['NL', 'Europe/Amsterdam'],
  en: ['GB', 'Europe/London'],
}

const clientInfo = (locale: string): Json => {
  const [country = 'US', timezone = 'America/New_York'] = places[locale.slice(0, 2)] ?? []
  return { type: 'clientInfo', locale, country, platform: 'Web', timezone }
}

const conversationAccount = (conversation: Conversation, thread: string | undefined): Json =>
  conversation.channel
    ? {
        id: thread ? `${conversation.id};messageid=${thread}` : conversation.id,
        isGroup: true,
        conversationType: 'channel',
        tenantId: conversation.tenantId,
      }
    : {
        id: conversation.id,
        conversationType: 'personal',
        tenantId: conversation.tenantId,
      }

const channelData = (conversation: Conversation): Json => ({
  ...(conversation.channel && {
    teamsChannelId: conversation.channel.id,
    teamsTeamId: conversation.channel.team.id,
    channel: { id: conversation.channel.id },
    team: { id: conversation.channel.team.id },
  }),
  tenant: { id: conversation.tenantId },
})

/** What every activity from Teams carries, in the shape of the live service. */
export const envelope = (
  world: World,
  place: {
    user: TeamsUser
    conversation: Conversation
    thread?: string | undefined
    serviceUrl: string
  },
): Json => ({
  channelId: 'msteams',
  serviceUrl: place.serviceUrl,
  timestamp: new Date().toISOString(),
  localTimestamp: new Date().toISOString(),
  locale: place.user.locale,
  from: {
    id: place.user.id,
    name: place.user.name,
    aadObjectId: place.user.objectId,
  },
  recipient: botAccount(world),
  conversation: conversationAccount(place.conversation, place.thread),
  entities: [clientInfo(place.user.locale)],
  channelData: channelData(place.conversation),
})

export const messageActivity = (base: Json, id: string, text: string): Json => ({
  ...base,
  type: 'message',
  id,
  text,
  textFormat: 'plain',
  attachments: [{ contentType: 'text/html', content: `<p>${text}</p>` }],
})

/** A message that names the bot: `<at>…</at>` in the text and a mention among the entities. */
export const mentionActivity = (world: World, base: Json, id: string, text: string): Json => {
  const tag = `<at>${botName}</at>`
  const entities = base['entities'] as Json[]
  return {
    ...messageActivity(base, id, `${tag} ${text}`),
    entities: [{ type: 'mention', mentioned: botAccount(world), text: tag }, ...entities],
  }
}

export const invokeActivity = (base: Json, name: string, value: Json, replyToId?: string): Json => ({
  ...base,
  type: 'invoke',
  id: `f:${randomUUID()}`,
  name,
  value,
  ...(replyToId && { replyToId }),
})

export const installationActivity = (base: Json, action: 'add' | 'remove', channel?: TeamsChannel): Json => ({
  ...base,
  type: 'installationUpdate',
  id: `f:${randomUUID()}`,
  action,
  channelData: {
    ...(base['channelData'] as Json),
    ...(channel && { settings: { selectedChannel: { id: channel.id } } }),
    source: { name: 'message' },
  },
})

export const membersActivity = (
  world: World,
  base: Json,
  change: 'membersAdded' | 'membersRemoved',
  channel?: TeamsChannel,
): Json => ({
  ...base,
  type: 'conversationUpdate',
  id: `f:${randomUUID()}`,
  [change]: [botAccount(world)],
  ...(channel && {
    // Events about a team stand in its general conversation and name the team in full.
    conversation: {
      isGroup: true,
      conversationType: 'channel',
      id: channel.team.id,
      tenantId: channel.tenantId,
    },
    channelData: {
      team: channel.team,
      eventType: change === 'membersAdded' ? 'teamMemberAdded' : 'teamMemberRemoved',
      tenant: { id: channel.tenantId },
    },
  }),
})
