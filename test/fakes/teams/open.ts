import type { AddressInfo } from 'node:net'
import { openChanges } from './changes.ts'
import { serveConnector } from './connector.ts'
import { type Answer, deliver, type Tamper } from './deliver.ts'
import { type Faults, openFaults, type Route } from './faults.ts'
import { narrowPermissions, serveGraph } from './graph.ts'
import type { Json } from './json.ts'
import { openKeyRing } from './keys.ts'
import { openBearerCheck, serveLogin } from './login.ts'
import { openPeople, type People } from './people.ts'
import { addChannel, addUser, lookUpConversation, type NewUser, personalChat } from './population.ts'
import { type LoggedCall, openRouter } from './server.ts'
import { documentedQuotas, openThrottle, type Quotas } from './throttle.ts'
import { type BlockedAs, openWorld, shown, type TeamsChannel, type TeamsMessage, type TeamsUser } from './world.ts'

export interface TeamsFakeSettings {
  readonly appId: string
  readonly appPassword: string
  readonly tenantId: string
  /** Where the product listens, without `/api/messages`; can be set later. */
  readonly appUrl?: string
  /** The documented rates unless given; false = none. */
  readonly quotas?: Quotas | false
  readonly graphPermissions?: readonly string[]
}

export interface TeamsFake extends People {
  /** Root of everything below; no slash at the end. */
  readonly url: string
  /** As in activities: ends in a slash, one per tenant. */
  readonly serviceUrl: string
  readonly openIdMetadataUrl: string
  /** Stands for https://login.microsoftonline.com; tokens at `/<tenant>/oauth2/v2.0/token`. */
  readonly loginEndpoint: string
  /** Stands for https://graph.microsoft.com (add `/v1.0`). */
  readonly graphUrl: string
  readonly appId: string
  readonly appPassword: string
  readonly tenantId: string
  appUrl: string | undefined
  /** Everything the product sent that Microsoft, or the product's own rules, would object to. Tests expect it empty. */
  readonly violations: readonly string[]
  readonly calls: readonly LoggedCall[]
  /** Everything that people did, as it was sent to the product, in order. */
  readonly activities: readonly Json[]
  readonly faults: Faults
  addUser(user: NewUser): TeamsUser
  addChannel(channel: { name: string; team?: string; tenantId?: string; members?: readonly TeamsUser[] }): TeamsChannel
  /** Posts to this person are refused from now on. */
  block(user: TeamsUser, as?: BlockedAs): void
  unblock(user: TeamsUser): void
  isInstalled(user: TeamsUser): boolean
  /** A new signing key, published beside the old one, signs from now on. */
  rotateKeys(): Promise<void>
  /** The bot's messages in this person's chat and channels, oldest first, each with the card that this person sees. */
  messagesTo(user: TeamsUser): TeamsMessage[]
  /** All messages of a conversation, the people's own too, with the base card. Takes a user, a channel or a conversation id. */
  messagesIn(place: TeamsUser | TeamsChannel | string): TeamsMessage[]
  /** How often a route was called. */
  count(route: Route): number
  /** Any activity at all, laid on the wire as it is. */
  sendActivity(activity: Json, tamper?: Tamper): Promise<Answer>
  waitFor<T>(predicate: () => T | undefined | null | false, timeoutMs?: number): Promise<T>
  close(): Promise<void>
}

/** Opens a fake Microsoft on a free port of 127.0.0.1: login, Bot Connector, Graph, and the people with their clients. */
export const openTeamsFake = async (settings: TeamsFakeSettings): Promise<TeamsFake> => {
  const world = openWorld(settings.appId, settings.tenantId)
  const keys = await openKeyRing()
  const faults = openFaults()
  const changes = openChanges()
  const calls: LoggedCall[] = []
  const { web, on } = openRouter(faults.next, (call) => {
    calls.push(call)
    changes.changed()
  })
  const server = web.listen(0, '127.0.0.1')
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const serviceUrl = (tenantId: string) => `${url}/emea/${tenantId}/`

  let appUrl = settings.appUrl
  const activities: Json[] = []
  const send = async (activity: Json, tamper?: Tamper): Promise<Answer> => {
    if (!appUrl) throw new Error('the fake does not know where the product listens: set appUrl')
    const answer = await deliver(keys, settings.appId, appUrl, activity, tamper)
    changes.changed()
    return answer
  }
  const people = openPeople(world, serviceUrl, (activity, tamper) => {
    activities.push(activity)
    return send(activity, tamper)
  })
  const bearer = openBearerCheck(keys, settings.appId)
  const graphPermissions = settings.graphPermissions ?? narrowPermissions
  const background = new Set<Promise<unknown>>()
  serveLogin(on, keys, { ...settings, graphPermissions }, () => url)
  serveConnector(on, world, bearer, openThrottle(settings.quotas ?? documentedQuotas))
  serveGraph(
    on,
    world,
    bearer,
    () => url,
    (user) => {
      // Microsoft tells the bot afterwards; a product that is not listening yet misses it.
      const told = people.install(user).catch(() => undefined)
      background.add(told)
      void told.finally(() => background.delete(told))
    },
  )
  const member = (user: TeamsUser, channel: TeamsChannel | undefined) => channel?.members.includes(user) ?? false

  return {
    ...people,
    url,
    serviceUrl: serviceUrl(settings.tenantId),
    openIdMetadataUrl: `${url}/v1/.well-known/openidconfiguration`,
    loginEndpoint: url,
    graphUrl: url,
    appId: settings.appId,
    appPassword: settings.appPassword,
    tenantId: settings.tenantId,
    get appUrl() {
      return appUrl
    },
    set appUrl(value) {
      appUrl = value
    },
    violations: world.violations,
    calls,
    activities,
    faults,
    addUser: (user) => addUser(world, user),
    addChannel: (channel) => addChannel(world, channel),
    block: (user, as = 'MessageWritesBlocked') => void world.blocked.set(user.objectId, as),
    unblock: (user) => void world.blocked.delete(user.objectId),
    isInstalled: (user) => world.installed.has(user.objectId),
    rotateKeys: keys.rotate,
    messagesTo: (user) =>
      world.messages
        .filter(({ from, deleted }) => from === 'bot' && !deleted)
        .filter(({ conversation }) => conversation.user === user || member(user, conversation.channel))
        .map((message) => shown(message, user)),
    messagesIn: (place) => {
      const personal = typeof place !== 'string' && 'objectId' in place
      const id = typeof place === 'string' ? place : place.id
      const conversation = personal ? personalChat(world, place) : lookUpConversation(world, id)?.conversation
      return world.messages
        .filter((message) => message.conversation === conversation && !message.deleted)
        .map((message) => shown(message))
    },
    count: (route) => calls.filter((call) => call.route === route).length,
    sendActivity: send,
    waitFor: changes.waitFor,
    close: async () => {
      await Promise.all(background)
      server.closeAllConnections()
      await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
    },
  }
}
