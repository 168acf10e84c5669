import { asJson, asText } from '../teams/json.ts'
import { enveloped, kindOfMessage, subscribed } from './client/speak.ts'
import type { PostOffice } from './delivery.ts'
import { shownMessage } from './posting.ts'
import type { LoggedCall } from './server.ts'
import { installationOf, type World } from './world.ts'

/**
 * Slack tells an app that listens to messages of its own ones too: a post comes back as a message with a `bot_id`, an update
 * as `message_changed`.
 */
export const openEcho = (world: World, office: PostOffice, changed: () => void) => {
  const background = new Set<Promise<unknown>>()
  const send = (call: LoggedCall): void => {
    const { ok, channel: channelId, ts } = asJson(call.result)
    const channel = world.channels.find((one) => one.id === asText(channelId))
    const message = world.messages.find((one) => one.ts === ts && one.channel === channelId)
    if (ok !== true || !channel || !message || !subscribed(world, kindOfMessage(channel))) return
    const shown = shownMessage(world, message, false)
    const where = { channel: channel.id, channel_type: channel.kind === 'im' ? 'im' : 'channel' }
    const event =
      call.method === 'chat.update'
        ? { type: 'message', subtype: 'message_changed', message: shown, hidden: true, ts: world.nextTs(), ...where }
        : { ...shown, ...where }
    const told = office.send({ kind: 'event', payload: enveloped(world, installationOf(world, channel.teamId), event) })
    // A product that is not listening, or not yet, misses it.
    const forgotten = told
      .catch(() => undefined)
      .finally(() => {
        background.delete(forgotten)
        changed()
      })
    background.add(forgotten)
  }
  return {
    heard: (call: LoggedCall): void => {
      if (['chat.postMessage', 'chat.update'].includes(call.method)) send(call)
    },
    settled: async (): Promise<void> => void (await Promise.all(background)),
  }
}
