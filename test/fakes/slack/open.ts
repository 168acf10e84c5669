import type { AddressInfo } from 'node:net'
import { openChanges } from '../teams/changes.ts'
import { asJson, type Json } from '../teams/json.ts'
import { type Forms, openForms } from './client/forms.ts'
import { openPressing, type Pressing } from './client/press.ts'
import { openSpeaking, type Speaking } from './client/speak.ts'
import { type Answer, type Delivery, openPostOffice, type Tamper } from './delivery.ts'
import { openEcho } from './echo.ts'
import { type Faults, openFaults } from './faults.ts'
import { chatMethods } from './methods/chat.ts'
import { conversationMethods } from './methods/conversations.ts'
import { type OAuthClient, openOAuth } from './methods/oauth.ts'
import { peopleMethods } from './methods/people.ts'
import { viewMethods } from './methods/views.ts'
import { addChannel, addTeam, addUser, install, type NewChannel, type NewTeam, type NewUser } from './population.ts'
import { remove } from './posting.ts'
import { openResponseUrls } from './response-urls.ts'
import { type LoggedCall, openServer } from './server.ts'
import { openSocketMode } from './socket-mode.ts'
import { openThrottle, type Quotas } from './throttle.ts'
import { openTriggers } from './triggers.ts'
import { homeOf, stackOf } from './views.ts'
import {
  imOf,
  installationOf,
  type Manifest,
  openWorld,
  type SlackChannel,
  type SlackMessage,
  type SlackTeam,
  type SlackUser,
  type SlackView,
  userOf,
} from './world.ts'

export interface SlackFakeSettings {
  /** The app manifest, as in manifest/slack.json. */
  readonly manifest: Manifest
  readonly signingSecret: string
  /** Bot token of the first team, in which the app is installed from the start; absent = installed by OAuth only. */
  readonly botToken?: string
  /** Makes Socket Mode possible. */
  readonly appToken?: string
  readonly oauth?: OAuthClient
  /** Where the product listens; can be set later. Paths come from the manifest. */
  readonly appUrl?: string
  readonly team?: NewTeam
  /** Rate limits; absent = none. `documentedQuotas` are Slack's. */
  readonly quotas?: Quotas
  /** Milliseconds since 1970, for everything but the timestamps of signatures, which Bolt compares with the real time. */
  readonly clock?: () => number
}

export interface SlackFake extends Omit<Pressing, 'fillIn'>, Forms, Speaking {
  /** Root of everything; no slash at the end. */
  readonly url: string
  /** For `SLACK_API_URL` (`slackApiUrl` of the SDK); ends in a slash. */
  readonly apiUrl: string
  /** Stands for https://slack.com/oauth/v2/authorize. */
  readonly authorizeUrl: string
  appUrl: string | undefined
  readonly team: SlackTeam
  /** Everything the product sent that Slack would refuse or warn of. Tests expect it empty. */
  readonly violations: readonly string[]
  readonly calls: readonly LoggedCall[]
  /** Everything that was sent to the product, in order. */
  readonly deliveries: readonly Delivery[]
  readonly faults: Faults
  addTeam(team: NewTeam): SlackTeam
  /** A person of the first team unless `teamId` says otherwise; Dutch, with a confirmed address. */
  addUser(user: NewUser): SlackUser
  addChannel(channel: NewChannel): SlackChannel
  /** The direct messages between this person and the app. */
  im(user: SlackUser): SlackChannel
  botOf(teamId?: string): SlackUser
  /** The bot's messages that this person sees, oldest first, as they stand now; ephemeral ones too. */
  messagesTo(user: SlackUser): SlackMessage[]
  /** All messages of a channel, oldest first, without ephemeral ones. */
  messagesIn(channel: SlackChannel): SlackMessage[]
  /** The client starts anew: ephemeral messages are gone. */
  reload(user: SlackUser): void
  /** Open modals of this person, the top one last. */
  modals(user: SlackUser): SlackView[]
  /** The modal on top, if any. */
  modal(user: SlackUser): SlackView | undefined
  home(user: SlackUser): SlackView | undefined
  /** How often a method was called. */
  count(method: string): number
  /** How many messages were ever posted whose metadata carries this value, deleted ones too. */
  countPosts(value: string): number
  /** Metadata with which more than one message was posted. */
  doubledPosts(): string[]
  /** The person presses "Allow" on the page of this address: where the browser goes next. */
  approveInstall(user: SlackUser, authorizeUrl: string, forOrganisation?: boolean): string
  /** Sends a delivery once more, as Slack's n-th retry. */
  redeliver(delivery: Delivery, retry?: number, tamper?: Tamper): Promise<Answer>
  /** Any body, signed unless tampered with. */
  sendRaw(path: string, contentType: string, body: string, tamper?: Tamper): Promise<Answer>
  readonly socketConnected: boolean
  /** Slack asks all Socket Mode connections to come back. */
  refreshSockets(): void
  /** All Socket Mode connections break. */
  cutSockets(): void
  /** Looks now and after every change of the fake's state, every call and every delivery; answers what is found. */
  waitFor<T>(predicate: () => T | undefined | null | false, timeoutMs?: number): Promise<T>
  close(): Promise<void>
}

/** Opens a fake Slack on a free port of 127.0.0.1: Web API, Socket Mode, OAuth, and the people with their clients. */
export const openSlackFake = async (settings: SlackFakeSettings): Promise<SlackFake> => {
  const world = openWorld(settings.manifest, settings.clock ?? Date.now)
  const team = addTeam(world, settings.team ?? { name: 'Acme' })
  if (settings.botToken) install(world, team.id, settings.botToken)
  const changes = openChanges()
  const faults = openFaults()
  const calls: LoggedCall[] = []
  const triggers = openTriggers(world.now)
  let url = ''
  let appUrl = settings.appUrl
  const responseUrls = openResponseUrls(world, () => url)
  const socket = openSocketMode(world.appId, () => new URL(url).host, changes.changed)
  const oauth = openOAuth(world, settings.oauth ?? { id: 'unset', secret: 'unset' })
  const office = openPostOffice(world, settings.signingSecret, () => appUrl, socket)
  const echo = openEcho(world, office, changes.changed)
  const admin = () => {
    const found = world.users.find((one) => !one.isBot)
    if (!found) throw new Error('nobody is there to install the app')
    return found
  }
  const server = openServer({
    world,
    methods: {
      ...chatMethods(world),
      ...conversationMethods(world),
      ...peopleMethods(world, () => url),
      ...viewMethods(world, triggers),
      ...oauth.methods,
      ...socket.methods,
    },
    appToken: settings.appToken,
    next: faults.next,
    log: (call) => {
      calls.push(call)
      echo.heard(call)
      changes.changed()
    },
    throttle: openThrottle(settings.quotas ?? {}, world.now),
    respond: responseUrls.use,
    authorize: (query: Json) => oauth.authorize(query, admin()),
  })
  server.on('upgrade', socket.accept)
  server.listen(0, '127.0.0.1')
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const side = { world, office, triggers, responseUrls, changed: changes.changed }
  const { fillIn, ...pressing } = openPressing(side)
  const standing = (one: SlackMessage) => !one.deleted
  const firstMetadata = (one: SlackMessage) => (one.before[0] ?? one).metadata
  const values = (metadata: Json | undefined) => Object.values(asJson(metadata?.['event_payload']))

  return {
    ...pressing,
    ...openForms(side, { ...pressing, fillIn }),
    ...openSpeaking(side),
    url,
    apiUrl: `${url}/api/`,
    authorizeUrl: `${url}/oauth/v2/authorize`,
    get appUrl() {
      return appUrl
    },
    set appUrl(value) {
      appUrl = value
    },
    team,
    violations: world.violations,
    calls,
    deliveries: office.sent,
    faults,
    addTeam: (one) => addTeam(world, one),
    addUser: (user) => addUser(world, user.teamId ?? team.id, user),
    addChannel: (channel) => addChannel(world, channel.teamId ?? team.id, channel),
    im: (user) => imOf(world, installationOf(world, user.teamId), user.id),
    botOf: (teamId = team.id) => {
      const { botUserId } = installationOf(world, teamId)
      return userOf(world, botUserId)
    },
    messagesTo: (user) =>
      world.messages
        .filter((one) => one.fromBot && standing(one))
        .filter((one) =>
          one.visibleTo === undefined
            ? world.channels.some((channel) => channel.id === one.channel && channel.members.has(user.id))
            : one.visibleTo === user.id,
        ),
    messagesIn: (channel) =>
      world.messages.filter((one) => one.channel === channel.id && standing(one) && one.visibleTo === undefined),
    reload: (user) => {
      for (const one of world.messages.filter((message) => message.visibleTo === user.id)) remove(world, one)
    },
    modals: (user) => stackOf(world, user.id),
    modal: (user) => stackOf(world, user.id).at(-1),
    home: (user) => homeOf(world, user.id),
    count: (method) => calls.filter((call) => call.method === method).length,
    countPosts: (value) => world.messages.filter((one) => values(firstMetadata(one)).includes(value)).length,
    doubledPosts: () => {
      const all = world.messages.filter((one) => firstMetadata(one)).map((one) => JSON.stringify(firstMetadata(one)))
      return [...new Set(all.filter((one, index) => all.indexOf(one) !== index))]
    },
    approveInstall: (user, authorizeUrl, forOrganisation) => {
      const outcome = oauth.authorize(Object.fromEntries(new URL(authorizeUrl).searchParams), user, forOrganisation)
      if ('refused' in outcome) throw new Error(`Slack's page says ${outcome.refused}`)
      return outcome.redirect
    },
    redeliver: (delivery, retry = 1, tamper) => office.again(delivery, retry, tamper).finally(changes.changed),
    sendRaw: (path, type, body, tamper) => office.raw(path, type, body, tamper).finally(changes.changed),
    get socketConnected() {
      return socket.connected()
    },
    refreshSockets: socket.refresh,
    cutSockets: socket.cut,
    waitFor: changes.waitFor,
    close: async () => {
      await echo.settled()
      socket.cut()
      server.closeAllConnections()
      await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
    },
  }
}
