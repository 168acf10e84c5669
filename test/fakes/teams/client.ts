import { envelope } from './activity.ts'
import type { Answer, Tamper } from './deliver.ts'
import type { Json } from './json.ts'
import { type Conversation, cardOf, type KeptMessage, type TeamsMessage, type TeamsUser, type World } from './world.ts'

/** What every deed of a person needs: how an activity starts, how it is sent, what stands on the screen. */
export interface ClientSide {
  readonly world: World
  readonly send: (activity: Json, tamper?: Tamper) => Promise<Answer>
  /** What every activity from this person in this place carries. */
  base(user: TeamsUser, conversation: Conversation, thread?: string): Json
  /** The message as kept; a mistake of the test when it was deleted. */
  kept(message: TeamsMessage): KeptMessage
  /** The card that this person sees; a mistake of the test when there is none. */
  visible(user: TeamsUser, message: KeptMessage): Json
  complain(place: string, mistakes: readonly string[]): void
}

export const openClientSide = (
  world: World,
  serviceUrl: (tenantId: string) => string,
  send: ClientSide['send'],
): ClientSide => ({
  world,
  send,
  base: (user, conversation, thread) =>
    envelope(world, { user, conversation, thread, serviceUrl: serviceUrl(conversation.tenantId) }),
  kept: ({ id }) => {
    const found = world.messages.find((one) => one.id === id)
    if (!found || found.deleted) throw new Error(`message ${id} is not there any more`)
    return found
  },
  visible: (user, message) => {
    const card = message.views.get(user.objectId) ?? cardOf(message.activity)
    if (!card) throw new Error(`message ${message.id} shows no card`)
    return card
  },
  complain: (place, mistakes) => void world.violations.push(...mistakes.map((mistake) => `${place}: ${mistake}`)),
})
