import { randomBytes } from 'node:crypto'
import { botScopes, type Installation, type SlackChannel, type SlackTeam, type SlackUser, type World } from './world.ts'

export interface NewTeam {
  readonly name: string
  readonly domain?: string
  readonly enterprise?: { readonly id: string; readonly name: string }
}

export type NewUser = { readonly name: string } & Partial<Omit<SlackUser, 'id' | 'name'>>

export interface NewChannel {
  readonly name: string
  readonly private?: boolean
  readonly teamId?: string
  readonly members?: readonly SlackUser[]
  /** Absent = the bot is a member. */
  readonly withoutBot?: boolean
  readonly isExtShared?: boolean
}

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-')

export const addTeam = (world: World, team: NewTeam): SlackTeam => {
  const added: SlackTeam = {
    id: world.nextId('T'),
    name: team.name,
    domain: team.domain ?? slug(team.name),
    ...(team.enterprise && { enterprise: team.enterprise }),
  }
  world.teams.push(added)
  return added
}

export const addUser = (world: World, teamId: string, user: NewUser): SlackUser => {
  const added: SlackUser = {
    realName: user.name,
    email: `${slug(user.name)}@acme.example`,
    locale: 'nl-NL',
    isEmailConfirmed: true,
    isBot: false,
    isAppUser: false,
    isRestricted: false,
    isUltraRestricted: false,
    isStranger: false,
    isInvitedUser: false,
    deleted: false,
    teamId,
    ...user,
    name: slug(user.name),
    id: world.nextId('U'),
  }
  world.users.push(added)
  return added
}

export const addChannel = (world: World, teamId: string, channel: NewChannel): SlackChannel => {
  const bots = world.installations.filter((one) => one.teamId === teamId).map((one) => one.botUserId)
  const added: SlackChannel = {
    id: world.nextId('C'),
    name: slug(channel.name),
    kind: channel.private ? 'private' : 'public',
    teamId,
    members: new Set([...(channel.members ?? []).map(({ id }) => id), ...(channel.withoutBot ? [] : bots)]),
    isExtShared: channel.isExtShared ?? false,
    archived: false,
  }
  world.channels.push(added)
  return added
}

export const newToken = (kind: string): string => `${kind}-${randomBytes(12).toString('hex')}`

/** Puts the app into a team, or all of its organisation, with a bot user of its own (the same one when it was there before). */
export const install = (
  world: World,
  teamId: string,
  token: string,
  { scopes = botScopes(world), organisation }: Partial<Pick<Installation, 'scopes' | 'organisation'>> = {},
): Installation => {
  const before = world.installations.findLast((one) => one.teamId === teamId)
  const bot =
    before?.botUserId ?? addUser(world, teamId, { name: 'Toegang', isBot: true, isAppUser: true, email: undefined }).id
  const installation: Installation = {
    teamId,
    ...(organisation && { organisation }),
    token,
    refreshToken: undefined,
    expiresAt: undefined,
    scopes,
    botUserId: bot,
    botId: before?.botId ?? world.nextId('B'),
    refused: undefined,
  }
  world.installations.push(installation)
  return installation
}
