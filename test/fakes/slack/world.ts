import { randomBytes } from 'node:crypto'
import type { Json } from '../teams/json.ts'
import { asJson, asList, at } from '../teams/json.ts'

export interface SlackTeam {
  readonly id: string
  readonly name: string
  readonly domain: string
  readonly enterprise?: { readonly id: string; readonly name: string }
}

/** A person or bot. Tests change the marks (`deleted`, `isRestricted`, `locale` …) to change what Slack says from then on. */
export interface SlackUser {
  readonly id: string
  readonly teamId: string
  name: string
  realName: string
  email: string | undefined
  locale: string
  isEmailConfirmed: boolean
  isBot: boolean
  isAppUser: boolean
  /** Guest of several channels. */
  isRestricted: boolean
  /** Guest of one channel. */
  isUltraRestricted: boolean
  /** Of another organisation, met in a shared channel. */
  isStranger: boolean
  isInvitedUser: boolean
  deleted: boolean
}

export interface SlackChannel {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  readonly teamId: string
  /** User ids, the bot's among them when it was invited. */
  readonly members: Set<string>
  /** Shared with another organisation. */
  readonly isExtShared: boolean
  archived: boolean
}

export interface SlackMessage {
  readonly ts: string
  readonly channel: string
  /** User id of the author, also when the author is the bot. */
  readonly user: string
  readonly fromBot: boolean
  readonly text: string
  readonly blocks: readonly Json[]
  readonly attachments: readonly Json[]
  readonly metadata: Json | undefined
  readonly edited: { readonly user: string; readonly ts: string } | undefined
  readonly threadTs: string | undefined
  /** The one user who sees it, of an ephemeral message. */
  readonly visibleTo: string | undefined
  readonly deleted: boolean
  /** Earlier states, oldest first. */
  readonly before: readonly SlackMessage[]
}

/** What is typed and chosen in a form or message: by `block_id`, then `action_id`, in Slack's own shape. */
export type StateValues = Record<string, Record<string, Json>>

export interface SlackView {
  readonly id: string
  readonly user: string
  readonly teamId: string
  readonly type: 'modal' | 'home'
  /** As the product sent it, with the ids that Slack adds. */
  readonly source: Json
  readonly hash: string
  readonly rootId: string
  readonly previousId: string | undefined
  readonly values: StateValues
  /** What the person reads under the fields, by `block_id`; and at the top, under ''. */
  readonly errors: Readonly<Record<string, string>>
  readonly open: boolean
}

/** The app in one team: what its token may do. */
export interface Installation {
  readonly teamId: string
  /** Installed for all workspaces of this organisation (Enterprise Grid); `teamId` is where its bot is at home. */
  readonly organisation?: { readonly id: string; readonly name: string }
  token: string
  refreshToken: string | undefined
  expiresAt: number | undefined
  readonly scopes: readonly string[]
  readonly botUserId: string
  readonly botId: string
  /** Uninstalled or revoked tokens are refused with this error. */
  refused: string | undefined
}

export interface Manifest {
  readonly [part: string]: unknown
}

export interface World {
  readonly appId: string
  readonly manifest: Manifest
  readonly teams: SlackTeam[]
  readonly users: SlackUser[]
  readonly channels: SlackChannel[]
  readonly messages: SlackMessage[]
  readonly views: SlackView[]
  readonly installations: Installation[]
  readonly violations: string[]
  readonly now: () => number
  complain(where: string, what: readonly string[]): void
  nextId(letter: string): string
  /** Seconds and a counter: unique in the whole world, later ones sort later. */
  nextTs(): string
}

export const openWorld = (manifest: Manifest, now: () => number): World => {
  let ids = 0
  let last = 0
  const violations: string[] = []
  return {
    appId: 'A0TOEGANG',
    manifest,
    teams: [],
    users: [],
    channels: [],
    messages: [],
    views: [],
    installations: [],
    violations,
    now,
    complain: (where, what) => void violations.push(...what.map((one) => `${where}: ${one}`)),
    nextId: (letter) => {
      ids += 1
      return `${letter}0${ids.toString(36).toUpperCase().padStart(8, '0')}`
    },
    nextTs: () => {
      last = Math.max(last + 1, Math.floor(now()) * 1000)
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`
    },
  }
}

/** Lays changes over the row with this key; the rows themselves are never changed, so that tests can keep what they saw. */
export const revise = <Row>(rows: Row[], old: Row, changes: Partial<Row>): Row => {
  const revised = { ...old, ...changes }
  rows[rows.indexOf(old)] = revised
  return revised
}

export const teamOf = (world: World, teamId: string): SlackTeam => {
  const team = world.teams.find((one) => one.id === teamId)
  if (!team) throw new Error(`the fake has no team ${teamId}`)
  return team
}

export const userOf = (world: World, userId: string): SlackUser => {
  const user = world.users.find((one) => one.id === userId)
  if (!user) throw new Error(`the fake has no user ${userId}`)
  return user
}

export const channelOf = (world: World, channelId: string): SlackChannel => {
  const channel = world.channels.find((one) => one.id === channelId)
  if (!channel) throw new Error(`the fake has no channel ${channelId}`)
  return channel
}

/** Whether an installation reaches a team: its own, or any of its organisation. */
export const reaches = (world: World, { teamId, organisation }: Installation, wanted: string): boolean =>
  teamId === wanted || (organisation !== undefined && teamOf(world, wanted).enterprise?.id === organisation.id)

/** The app where this team, or its organisation, has installed it last. */
export const installationOf = (world: World, teamId: string): Installation => {
  const found = world.installations.findLast((one) => reaches(world, one, teamId))
  if (!found) throw new Error(`the app is not installed in ${teamId}`)
  return found
}

/** The direct messages between a user and the bot, made when they are not there yet. */
export const imOf = (world: World, installation: Installation, userId: string): SlackChannel => {
  const { botUserId, teamId } = installation
  const known = world.channels.find((one) => one.kind === 'im' && one.members.has(userId) && one.members.has(botUserId))
  if (known) return known
  const im: SlackChannel = {
    id: world.nextId('D'),
    name: 'directmessage',
    kind: 'im',
    teamId,
    members: new Set([userId, botUserId]),
    isExtShared: false,
    archived: false,
  }
  world.channels.push(im)
  return im
}

/** Gives blocks and their elements the ids that Slack makes up when the app gives none. */
export const withIds = (blocks: unknown): Json[] => {
  const name = () => randomBytes(3).toString('base64url')
  const named = (element: unknown) => {
    const one = asJson(element)
    return typeof one['type'] === 'string' && !['image', 'plain_text', 'mrkdwn'].includes(one['type'])
      ? { action_id: name(), ...one }
      : element
  }
  return asList(blocks).map((block) => ({
    block_id: name(),
    ...block,
    ...(block['type'] === 'actions' && { elements: asList(block['elements']).map(named) }),
    ...(block['element'] !== undefined && { element: named(block['element']) }),
    ...(block['accessory'] !== undefined && { accessory: named(block['accessory']) }),
  }))
}

/** The list or flag at this place of the manifest. */
export const manifestAt = (world: World, ...path: string[]): unknown => at(world.manifest, ...path)

export const botScopes = (world: World): string[] => {
  const scopes = manifestAt(world, 'oauth_config', 'scopes', 'bot')
  return Array.isArray(scopes) ? scopes.map(String) : []
}
