import { type ChatCommand, chatCommands } from '../../src/chat/words.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import type { Json } from './elements.ts'

/** At most six, which is what Teams shows. */
const suggested: { readonly [who in 'stranger' | 'user' | 'administrator']: readonly ChatCommand[] } = {
  stranger: ['help', 'whoami', 'register'],
  user: ['licences', 'request', 'standard', 'requests', 'help'],
  administrator: ['licences', 'request', 'requests', 'invite', 'users', 'help'],
}

/**
 * What this person may want to say next, as buttons that say it ("Add suggested actions" in Microsoft's documentation). They
 * stand under an answer in the chat of one person alone: Teams shows them nowhere else.
 */
export const suggestionsFor = (actor: Actor, memberId: string): Json => {
  const who = actor.kind !== 'user' ? 'stranger' : actor.administrator === 'yes' ? 'administrator' : 'user'
  const actions = suggested[who].map((command) => {
    const word = chatCommands[command][actor.language]
    return { type: 'imBack', title: word, value: word }
  })
  return { suggestedActions: { to: [memberId], actions } }
}
