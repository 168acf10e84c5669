import { asJson, asList, type Json } from '../../teams/json.ts'
import type { Answer, Tamper } from '../delivery.ts'
import { post, shownMessage } from '../posting.ts'
import { eventScope } from '../scopes.ts'
import { homeOf, shownView } from '../views.ts'
import {
  channelOf,
  type Installation,
  imOf,
  installationOf,
  manifestAt,
  type SlackChannel,
  type SlackMessage,
  type SlackUser,
  teamOf,
  type World,
} from '../world.ts'
import {
  actedOn,
  type ClientSide,
  current,
  eventTs,
  installedFor,
  interactive,
  needInteractivity,
  newEventId,
} from './side.ts'

const kinds: Readonly<Record<SlackChannel['kind'], { type: string; event: string }>> = {
  im: { type: 'im', event: 'message.im' },
  public: { type: 'channel', event: 'message.channels' },
  private: { type: 'group', event: 'message.groups' },
}

export interface Speaking {
  /** Types a slash command; in the direct messages with the app when no channel is given. */
  slash(
    user: SlackUser,
    channel: SlackChannel | undefined,
    command: string,
    text?: string,
    tamper?: Tamper,
  ): Promise<Answer>
  /** Writes a message, and tells the app when it listens to messages there. */
  say(user: SlackUser, text: string, channel?: SlackChannel, tamper?: Tamper): Promise<Answer | undefined>
  /** Opens the app's Home tab. */
  openHome(user: SlackUser, tamper?: Tamper): Promise<Answer>
  /** Starts a global shortcut. */
  shortcut(user: SlackUser, callbackId: string, tamper?: Tamper): Promise<Answer>
  /** Starts a shortcut on a message. */
  messageShortcut(user: SlackUser, message: SlackMessage, callbackId: string, tamper?: Tamper): Promise<Answer>
  /** Any event of the Events API; throws when the manifest does not subscribe to it or lacks its scope. */
  event(event: Json & { readonly type: string }, teamId?: string, tamper?: Tamper): Promise<Answer>
  /** Removes the app from a team: tokens die at once, and the two events come in the order given. */
  uninstall(teamId?: string, order?: readonly ('app_uninstalled' | 'tokens_revoked')[]): Promise<Answer[]>
}

/** Whether the manifest subscribes to this kind of event (`message.im`, `app_home_opened`, …). */
export const subscribed = (world: World, kind: string): boolean => {
  const events = manifestAt(world, 'settings', 'event_subscriptions', 'bot_events')
  return Array.isArray(events) && events.includes(kind)
}

export const kindOfMessage = (channel: SlackChannel): string => kinds[channel.kind].event

/** An event in its envelope (docs.slack.dev/apis/events-api). */
export const enveloped = (world: World, { teamId, organisation, botUserId }: Installation, event: Json): Json => {
  const enterprise = teamOf(world, teamId).enterprise?.id ?? null
  return {
    token: 'verification-token-of-old',
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: enterprise,
    api_app_id: world.appId,
    event: { event_ts: eventTs(world), ...event },
    type: 'event_callback',
    event_id: newEventId(),
    event_time: Math.floor(world.now() / 1000),
    authorizations: [
      {
        enterprise_id: enterprise,
        team_id: organisation ? null : teamId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: organisation !== undefined,
      },
    ],
    is_ext_shared_channel: false,
  }
}

/** Commands, messages, shortcuts and events. */
export const openSpeaking = ({ world, office, triggers, responseUrls, changed }: ClientSide): Speaking => {
  const defaultTeam = (): string => teamOf(world, world.teams[0]?.id ?? '').id

  const sendEvent = (installation: Installation, kind: string, event: Json, tamper?: Tamper): Promise<Answer> => {
    if (!subscribed(world, kind)) throw new Error(`the manifest does not subscribe to ${kind}`)
    const scope = eventScope[kind]
    if (scope && !installation.scopes.includes(scope)) throw new Error(`${kind} needs the scope ${scope}`)
    return office.send({ kind: 'event', payload: enveloped(world, installation, event) }, tamper).finally(changed)
  }

  /** Slack tells of links to domains that the manifest names, wherever they are posted. */
  const shareLinks = async (installation: Installation, user: SlackUser, message: SlackMessage, tamper?: Tamper) => {
    const domains = manifestAt(world, 'features', 'unfurl_domains')
    const urls = (message.text.match(/https?:\/\/[^\s<>|]+/g) ?? []).map((url) => ({ url, domain: new URL(url).host }))
    const links = urls.filter(({ domain }) => Array.isArray(domains) && domains.includes(domain))
    if (links.length === 0 || !subscribed(world, 'link_shared')) return
    const { channel, ts } = message
    const where = { channel, message_ts: ts, unfurl_id: `${channel} ${ts}`, source: 'conversations_history' }
    const member = channelOf(world, channel).members.has(installation.botUserId)
    const event = { type: 'link_shared', user: user.id, is_bot_user_member: member, links, ...where }
    await sendEvent(installation, 'link_shared', event, tamper)
  }

  const shortcutIn = (type: 'global' | 'message', callbackId: string): void => {
    needInteractivity(world)
    const known = asList(manifestAt(world, 'features', 'shortcuts')).some(
      (one) => one['type'] === type && one['callback_id'] === callbackId,
    )
    if (!known) throw new Error(`the manifest has no ${type} shortcut ${callbackId}`)
  }

  return {
    slash: async (user, at, command, text = '', tamper) => {
      const installation = installedFor(world, user, at)
      const { teamId, organisation, scopes } = installation
      const known = asList(manifestAt(world, 'features', 'slash_commands')).some((one) => one['command'] === command)
      if (!known || !scopes.includes('commands')) throw new Error(`${command} is not a command of this app`)
      const channel = at ?? imOf(world, installation, user.id)
      const { domain, enterprise } = teamOf(world, teamId)
      const place = { teamId, channel: channel.id, userId: user.id, messageTs: undefined }
      const payload: Json = {
        token: 'verification-token-of-old',
        team_id: teamId,
        team_domain: domain,
        ...(enterprise && { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
        channel_id: channel.id,
        channel_name: channel.kind === 'private' ? 'privategroup' : channel.name,
        user_id: user.id,
        user_name: user.name,
        command,
        text: text.trim(),
        api_app_id: world.appId,
        is_enterprise_install: String(organisation !== undefined),
        response_url: responseUrls.give(place),
        trigger_id: triggers.give({ userId: user.id, teamId, viewId: undefined }),
      }
      const answer = await office.send({ kind: 'command', payload }, tamper)
      if (answer.status === 200) responseUrls.answer(place, answer.body)
      changed()
      return answer
    },
    say: async (user, text, at, tamper) => {
      const installation = installedFor(world, user, at)
      const channel = at ?? imOf(world, installation, user.id)
      const tab = asJson(manifestAt(world, 'features', 'app_home'))
      if (
        channel.kind === 'im' &&
        (tab['messages_tab_enabled'] === false || tab['messages_tab_read_only_enabled'] === true)
      )
        throw new Error('the manifest lets nobody write to the app')
      const message = post(world, { text, channel: channel.id, user: user.id, fromBot: false })
      changed()
      await shareLinks(installation, user, message, tamper)
      const kind = kindOfMessage(channel)
      if (!channel.members.has(installation.botUserId) || !subscribed(world, kind)) return undefined
      const event = { ...shownMessage(world, message, false), channel: channel.id, event_ts: message.ts }
      return sendEvent(installation, kind, { ...event, channel_type: kinds[channel.kind].type }, tamper)
    },
    openHome: async (user, tamper) => {
      const installation = installedFor(world, user)
      const home = homeOf(world, user.id)
      const event = {
        type: 'app_home_opened',
        user: user.id,
        channel: imOf(world, installation, user.id).id,
        tab: 'home',
        ...(home && { view: shownView(world, home) }),
      }
      return sendEvent(installation, event.type, event, tamper)
    },
    shortcut: async (user, callbackId, tamper) => {
      shortcutIn('global', callbackId)
      const installation = installedFor(world, user)
      const payload = {
        type: 'shortcut',
        ...interactive(world, user, installation),
        action_ts: eventTs(world),
        callback_id: callbackId,
        trigger_id: triggers.give({ userId: user.id, teamId: installation.teamId, viewId: undefined }),
      }
      return office.send({ kind: 'interactive', payload }, tamper).finally(changed)
    },
    messageShortcut: async (user, shown, callbackId, tamper) => {
      shortcutIn('message', callbackId)
      const message = current(world, user, shown)
      const installation = installedFor(world, user, channelOf(world, message.channel))
      const { teamId } = installation
      const { channel, message: content } = actedOn(world, message)
      const payload = {
        type: 'message_action',
        ...interactive(world, user, installation),
        action_ts: eventTs(world),
        callback_id: callbackId,
        trigger_id: triggers.give({ userId: user.id, teamId, viewId: undefined }),
        // A response URL from a shortcut posts a new message; it never replaces the one that was acted on.
        response_url: responseUrls.give({ teamId, channel: message.channel, userId: user.id, messageTs: undefined }),
        message_ts: message.ts,
        channel,
        message: content,
      }
      return office.send({ kind: 'interactive', payload }, tamper).finally(changed)
    },
    event: async (event, teamId = defaultTeam(), tamper) =>
      sendEvent(installationOf(world, teamId), event.type, event, tamper),
    uninstall: async (teamId = defaultTeam(), order = ['tokens_revoked', 'app_uninstalled']) => {
      const installation = installationOf(world, teamId)
      for (const one of world.installations) if (one.teamId === teamId) one.refused = 'account_inactive'
      const answers: Answer[] = []
      for (const type of order)
        answers.push(
          await sendEvent(installation, type, {
            type,
            ...(type === 'tokens_revoked' && { tokens: { oauth: [], bot: [installation.botUserId] } }),
          }),
        )
      return answers
    },
  }
}
