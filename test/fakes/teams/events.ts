import { installationActivity, invokeActivity, membersActivity } from './activity.ts'
import type { ClientSide } from './client.ts'
import type { Answer, Tamper } from './deliver.ts'
import type { Json } from './json.ts'
import { findConversation, personalChat } from './population.ts'
import type { TeamsChannel, TeamsUser } from './world.ts'

export interface Events {
  /** Adds the app for one person: `installationUpdate` and `conversationUpdate`, in that order. */
  install(user: TeamsUser, tamper?: Tamper): Promise<Answer[]>
  /** Removes it: one `installationUpdate`. */
  uninstall(user: TeamsUser, tamper?: Tamper): Promise<Answer[]>
  /** Adds the app to the team of a channel, which is then the channel chosen. */
  addToChannel(user: TeamsUser, channel: TeamsChannel, tamper?: Tamper): Promise<Answer[]>
  removeFromChannel(user: TeamsUser, channel: TeamsChannel, tamper?: Tamper): Promise<Answer[]>
  /** Any other invoke (`composeExtension/query`, …) from a personal chat. */
  invoke(user: TeamsUser, name: string, value: Json, tamper?: Tamper): Promise<Answer>
}

/** What Teams tells of itself; "Conversation events in your Teams bot" in Microsoft's documentation. */
export const openEvents = ({ world, send, base }: ClientSide): Events => {
  const tell = async (user: TeamsUser, channel: TeamsChannel | undefined, added: boolean, tamper?: Tamper) => {
    const conversation = channel ? findConversation(world, channel.id).conversation : personalChat(world, user)
    const subject = channel?.team.id ?? user.objectId
    if (added) world.installed.add(subject)
    else world.installed.delete(subject)
    const where = base(user, conversation)
    const first = await send(installationActivity(where, added ? 'add' : 'remove', channel), tamper)
    // Somebody who removes the app from a personal chat causes no second event.
    if (!added && !channel) return [first]
    const change = added ? 'membersAdded' : 'membersRemoved'
    return [first, await send(membersActivity(world, where, change, channel), tamper)]
  }
  return {
    install: (user, tamper) => tell(user, undefined, true, tamper),
    uninstall: (user, tamper) => tell(user, undefined, false, tamper),
    addToChannel: (user, channel, tamper) => tell(user, channel, true, tamper),
    removeFromChannel: (user, channel, tamper) => tell(user, channel, false, tamper),
    invoke: (user, name, value, tamper) =>
      send(invokeActivity(base(user, personalChat(world, user)), name, value), tamper),
  }
}
