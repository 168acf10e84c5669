import { randomUUID } from 'node:crypto'
import type { Conversation, TeamsChannel, TeamsUser, World } from './world.ts'

const opaque = (): string => randomUUID().replaceAll('-', '')

export interface NewUser {
  readonly name: string
  readonly email?: string
  readonly userPrincipalName?: string
  readonly objectId?: string
  readonly tenantId?: string
  readonly locale?: string
  readonly userRole?: string
  /** A guest of the tenant: the user principal name carries `#EXT#`. */
  readonly guest?: boolean
  /** Whether the app is installed for this person from the start. */
  readonly installed?: boolean
}

export const addUser = (world: World, user: NewUser): TeamsUser => {
  const address = user.email ?? `${opaque()}@nowhere.example`
  const principal = user.guest ? `${address.replace('@', '_')}#EXT#@tenant.onmicrosoft.com` : address
  const made: TeamsUser = {
    objectId: user.objectId ?? randomUUID(),
    id: `29:1${opaque()}`,
    name: user.name,
    email: user.email,
    userPrincipalName: user.userPrincipalName ?? principal,
    userRole: user.userRole ?? 'user',
    tenantId: user.tenantId ?? world.tenantId,
    locale: user.locale ?? 'nl-NL',
  }
  world.users.push(made)
  if (user.installed) world.installed.add(made.objectId)
  return made
}

export const addChannel = (
  world: World,
  channel: {
    name: string
    team?: string
    tenantId?: string
    members?: readonly TeamsUser[]
  },
): TeamsChannel => {
  const made: TeamsChannel = {
    id: `19:${opaque()}@thread.tacv2`,
    name: channel.name,
    team: {
      id: `19:${opaque()}@thread.tacv2`,
      name: channel.team ?? channel.name,
      aadGroupId: randomUUID(),
    },
    tenantId: channel.tenantId ?? world.tenantId,
    members: [...(channel.members ?? [])],
  }
  world.conversations.push({
    id: made.id,
    tenantId: made.tenantId,
    channel: made,
  })
  return made
}

/** The one chat between a person and the bot; made when first needed. */
export const personalChat = (world: World, user: TeamsUser): Conversation => {
  const known = world.conversations.find((conversation) => conversation.user === user)
  if (known) return known
  const made: Conversation = {
    id: `a:1${opaque()}${opaque()}`,
    chatId: `19:${user.objectId}_${world.appId}@unq.gbl.spaces`,
    tenantId: user.tenantId,
    user,
  }
  world.conversations.push(made)
  return made
}

/** Finds by the id in an address, which may end in `;messageid=…` for a thread. */
export const lookUpConversation = (
  world: World,
  id: string,
): { conversation: Conversation; thread?: string } | undefined => {
  const [base = '', thread] = id.split(';messageid=')
  const conversation = world.conversations.find((one) => one.id === base || one.chatId === base)
  return conversation && (thread ? { conversation, thread } : { conversation })
}

/** The same for tests, where an unknown id is a mistake. */
export const findConversation = (world: World, id: string): { conversation: Conversation; thread?: string } => {
  const found = lookUpConversation(world, id)
  if (!found) throw new Error(`no conversation "${id}" in this fake`)
  return found
}

export const isInstalled = (world: World, conversation: Conversation): boolean =>
  world.installed.has(conversation.user?.objectId ?? conversation.channel?.team.id ?? '')
