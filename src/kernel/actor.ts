import type { ChatAccount } from '../chat/chat-account.ts'
import type { Workspace } from '../chat/workspace.ts'
import type { Company } from '../companies/company.ts'
import type { Operator } from '../operators/operator.ts'
import type { OperatorSession } from '../operators/operator-session.ts'
import type { ChatAddress, ChatChannel, ChatPerson } from '../ports/chat.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Connection } from '../sign-in/connection.ts'
import { isLive, type Session } from '../sign-in/session.ts'
import type { Language } from '../texts/language.ts'
import { readAddress } from '../users/address.ts'
import { belongs, holdsDomainOf } from '../users/belongs.ts'
import { isAdministrator, type User } from '../users/user.ts'
import type { Instant } from './instant.ts'
import type { Ports } from './ports.ts'

export type Channel = 'slack' | 'teams' | 'web' | 'api' | 'saml' | 'scim' | 'clock'

/** What a channel says about who is calling. Only what the channel itself verified; nothing in it gives power by itself. */
export type Claim =
  /** The secret of a user's session, or on the pages for operators that of an operator's. */
  | {
      readonly channel: 'web'
      readonly session?: string
      readonly operatorSession?: string
      /** What waited for a fresh sign-in, in the browser in which that was. */
      readonly stepUp?: { readonly secret: string; readonly browserHash: string }
      readonly language?: Language
    }
  | (ChatAddress & {
      /** What the platform vouches for right now; absent for guests, bots and outsiders. */
      readonly person?: ChatPerson
      readonly language?: Language
      /** The platform's own words for reaching this account later. */
      readonly conversation?: string
      /** The channel in which this is said, and in which the bot is. */
      readonly place?: string
    })
  /** The operator's bearer token was right. */
  | { readonly channel: 'api'; readonly language?: Language }
  /** A verified assertion of this connection. */
  | { readonly channel: 'saml'; readonly connectionId: string; readonly language?: Language }
  /** A provisioning call to this connection, with the token that came along. */
  | { readonly channel: 'scim'; readonly connectionId: string; readonly token: string }
  | { readonly channel: 'clock' }

interface Base {
  readonly channel: Channel
  readonly language: Language
}

export interface ChatIdentity extends ChatAddress {
  readonly workspace?: Workspace
  readonly account?: ChatAccount
  readonly person?: ChatPerson
  readonly conversation?: string
  readonly place?: string
}

export interface UserActor extends Base {
  readonly kind: 'user'
  readonly user: User
  readonly company: Company
  /** `confirm_first`: an administrator whose chat account is not confirmed yet. */
  readonly administrator: 'yes' | 'no' | 'confirm_first'
  readonly session?: Session
  readonly chat?: ChatIdentity
}

/** Somebody without an account that may act here; in a chat, with the reason why. */
export interface StrangerActor extends Base {
  readonly kind: 'stranger'
  readonly chat?: ChatIdentity
  readonly why: 'not_signed_in' | 'workspace_not_connected' | 'not_vouched' | 'no_account' | 'blocked'
  /** In a chat: a company of the workspace that holds the domain of this address takes registrations. */
  readonly canRegister?: boolean
}

/** With the token, or signed in at the portal, which names who it is. */
export interface OperatorActor extends Base {
  readonly kind: 'operator'
  readonly operator?: Operator
  readonly session?: OperatorSession
}
export interface ClockActor extends Base {
  readonly kind: 'clock'
}
export interface ConnectionActor extends Base {
  readonly kind: 'connection'
  readonly connection: Connection
}

/** An identity provider that adds, changes and ends the users of one company. */
export interface ProvisioningActor extends Base {
  readonly kind: 'provisioning'
  readonly connection: Connection
  readonly company: Company
}

export type Actor = UserActor | StrangerActor | OperatorActor | ClockActor | ConnectionActor | ProvisioningActor

/** Who may try a use case. `user` holds for administrators too; `anyone` for everybody who reaches the channel. */
export type Who = 'anyone' | 'user' | 'administrator' | 'operator' | 'clock' | 'connection' | 'provisioning'

export type ActorFor<W extends Who> = W extends 'anyone'
  ? Actor
  : W extends 'user' | 'administrator'
    ? UserActor
    : W extends 'operator'
      ? OperatorActor
      : W extends 'clock'
        ? ClockActor
        : W extends 'connection'
          ? ConnectionActor
          : W extends 'provisioning'
            ? ProvisioningActor
            : never

/** Turns a claim into who acts, for which company and with what power. Read in the transaction that acts. */
export const actorOf = async (tx: ReadTx, claim: Claim, ports: Ports, now: Instant): Promise<Actor> => {
  switch (claim.channel) {
    case 'web':
      return claim.operatorSession === undefined
        ? webActor(tx, claim, ports, now)
        : operatorActor(tx, claim.operatorSession, claim.language ?? 'nl', ports, now)
    case 'slack':
    case 'teams':
      return chatActor(tx, claim, ports, now)
    case 'api':
      return { kind: 'operator', channel: 'api', language: claim.language ?? 'en' }
    case 'clock':
      return { kind: 'clock', channel: 'clock', language: 'en' }
    case 'scim':
      return provisioningActor(tx, claim, ports)
    case 'saml': {
      const connection = await tx.connections.get(claim.connectionId)
      const base = { channel: claim.channel, language: claim.language ?? 'nl' } as const
      return connection ? { kind: 'connection', ...base, connection } : { kind: 'stranger', ...base, why: 'no_account' }
    }
  }
}

/**
 * Everything that ends a session is read at the moment it is used: a blocked or removed user, another company, a lost domain, a
 * connection that is gone. So the end is there at once, on every instance, whoever brought it about.
 */
const webActor = async (
  tx: ReadTx,
  claim: Claim & { channel: 'web' },
  ports: Ports,
  now: Instant,
): Promise<UserActor | StrangerActor> => {
  const stranger: StrangerActor = {
    kind: 'stranger',
    channel: 'web',
    language: claim.language ?? 'nl',
    why: 'not_signed_in',
  }
  if (!claim.session) return stranger
  const [session] = await tx.sessions.list({ secretHash: ports.secrets.hash(claim.session) })
  if (!session || !isLive(session, now)) return stranger
  const user = await tx.users.get(session.userId)
  if (user?.status !== 'registered' || user.companyId !== session.companyId) return stranger
  const company = await tx.companies.get(user.companyId)
  if (!company || !(await belongs(tx, user)) || !(await stillConnected(tx, session))) return stranger
  const administrator = isAdministrator(user, now) ? 'yes' : 'no'
  return { kind: 'user', channel: 'web', language: user.language, user, company, administrator, session }
}

/** Without the second factor there is no session of the stage `in`, and so no power. */
const operatorActor = async (
  tx: ReadTx,
  secret: string,
  language: Language,
  ports: Ports,
  now: Instant,
): Promise<OperatorActor | StrangerActor> => {
  const [session] = await tx.operatorSessions.list({ secretHash: ports.secrets.hash(secret) })
  const operator =
    session?.stage === 'in' && isLive(session, now) ? await tx.operators.get(session.operatorId) : undefined
  return operator && session
    ? { kind: 'operator', channel: 'web', language, operator, session }
    : { kind: 'stranger', channel: 'web', language, why: 'not_signed_in' }
}

/** A token is read at every call, and counts for as long as the connection serves its company. */
const provisioningActor = async (
  tx: ReadTx,
  { connectionId, token: secret }: Claim & { channel: 'scim' },
  ports: Ports,
): Promise<ProvisioningActor | StrangerActor> => {
  const [token] = await tx.provisioningTokens.list({ secretHash: ports.secrets.hash(secret) })
  const connection = token?.connectionId === connectionId ? await tx.connections.get(connectionId) : undefined
  const company = token && connection?.companyIds.includes(token.companyId) && (await tx.companies.get(token.companyId))
  if (!connection || !company) return { kind: 'stranger', channel: 'scim', language: 'en', why: 'not_signed_in' }
  return { kind: 'provisioning', channel: 'scim', language: 'en', connection, company }
}

/** A session made by an assertion lasts no longer than the connection serves its company. */
const stillConnected = async (tx: ReadTx, { connectionId, companyId }: Session): Promise<boolean> =>
  connectionId === undefined || ((await tx.connections.get(connectionId))?.companyIds.includes(companyId) ?? false)

const chatActor = async (
  tx: ReadTx,
  claim: Claim & { channel: ChatChannel },
  ports: Ports,
  now: Instant,
): Promise<UserActor | StrangerActor> => {
  const { channel, workspaceId, accountId, person, conversation, place } = claim
  const [workspace] = await tx.workspaces.list({ channel, workspaceId })
  const [account] = await tx.chatAccounts.list({ channel, workspaceId, accountId })
  const chat: ChatIdentity = {
    channel,
    workspaceId,
    accountId,
    ...(workspace && { workspace }),
    ...(account && { account }),
    ...(person && { person }),
    ...(conversation && { conversation }),
    ...(place && { place }),
  }
  const language = claim.language ?? person?.language ?? 'nl'
  const stranger = (why: StrangerActor['why']): StrangerActor => ({ kind: 'stranger', channel, language, chat, why })
  if (!workspace || workspace.companyIds.length === 0) return stranger('workspace_not_connected')
  const address = person?.email && readAddress(person.email, ports.names)
  if (!address) return stranger('not_vouched')
  const user = await chatUser(tx, workspace, account, address.address)
  if (!user) return { ...stranger('no_account'), canRegister: await mayRegister(tx, workspace, address.domain) }
  if (user.status === 'blocked') return stranger('blocked')
  const company = await tx.companies.get(user.companyId)
  if (!company) return stranger('no_account')
  const confirmed = account?.confirmedAt !== undefined && account.userId === user.id
  const administrator = !isAdministrator(user, now) ? 'no' : confirmed ? 'yes' : 'confirm_first'
  return { kind: 'user', channel, language: claim.language ?? user.language, user, company, administrator, chat }
}

/**
 * A confirmed account is its user's for good; any other is matched by its address, inside the workspace's companies and their domains
 * only: a guest of the company uses the portal.
 */
const chatUser = async (
  tx: ReadTx,
  workspace: Workspace,
  account: ChatAccount | undefined,
  email: string,
): Promise<User | undefined> => {
  const bound = account?.confirmedAt && account.userId ? await tx.users.get(account.userId) : undefined
  // Whoever was removed and came back is another user, who has to confirm anew.
  const users =
    bound && bound.status !== 'removed' ? [bound] : await tx.users.list({ email, status: ['registered', 'blocked'] })
  const user = users.find(({ companyId }) => workspace.companyIds.includes(companyId))
  return user && (await holdsDomainOf(tx, user)) ? user : undefined
}

const mayRegister = async (tx: ReadTx, { companyIds }: Workspace, domain: string): Promise<boolean> => {
  const held = await tx.domains.list({ companyId: companyIds, domain, state: 'verified' })
  const companies = await Promise.all(held.map(({ companyId }) => tx.companies.get(companyId)))
  return companies.some((company) => company?.settings.freeRegistration)
}
