import { mentionActivity, messageActivity } from './activity.ts'
import type { ClientSide } from './client.ts'
import type { Answer, Tamper } from './deliver.ts'
import type { Json } from './json.ts'
import { findConversation, personalChat } from './population.ts'
import type { Conversation, TeamsChannel, TeamsUser } from './world.ts'

export interface Speaking {
  /** A personal message to the bot. Somebody without the app gets it on the way, without an event. */
  say(user: TeamsUser, text: string, tamper?: Tamper): Promise<Answer>
  /** A channel message that mentions the bot; with `thread`, below that message. */
  mention(user: TeamsUser, channel: TeamsChannel, text: string, tamper?: Tamper & { thread?: string }): Promise<Answer>
}

/** What people type. */
export const openSpeaking = ({ world, send, base }: ClientSide): Speaking => {
  const keep = (id: string, conversation: Conversation, thread: string | undefined, user: TeamsUser, activity: Json) =>
    world.messages.push({
      id,
      conversation,
      thread,
      from: user,
      sentAt: new Date().toISOString(),
      replyToId: undefined,
      activity,
      edits: [],
      views: new Map(),
      deleted: false,
    })
  return {
    say: (user, text, tamper) => {
      const conversation = personalChat(world, user)
      world.installed.add(user.objectId)
      const id = world.nextId()
      const activity = messageActivity(base(user, conversation), id, text)
      keep(id, conversation, undefined, user, activity)
      return send(activity, tamper)
    },
    mention: (user, channel, text, tamper) => {
      const { conversation } = findConversation(world, channel.id)
      const id = world.nextId()
      const thread = tamper?.thread ?? id
      const activity = mentionActivity(world, base(user, conversation, thread), id, text)
      keep(id, conversation, thread, user, activity)
      return send(activity, tamper)
    },
  }
}
