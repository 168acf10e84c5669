/** What people write to the bot, and its welcome. */
import * as z from 'zod'
import { hear as hearWords } from '../../src/chat/words.ts'
import type { Sender } from './activity.ts'
import { readPressed } from './buttons.ts'
import { type Conversation, writePlace } from './conversation.ts'
import type { Json } from './elements.ts'
import { submitPressed } from './press.ts'
import { ownChat, post } from './speak.ts'
import { suggestionsFor } from './suggestions.ts'
import { asCard, guarded, hear, type Tools, textsFor } from './tools.ts'

const shape = z.looseObject({
  text: z.string().default(''),
  value: z.unknown(),
  replyToId: z.string().optional(),
  recipient: z.looseObject({ id: z.string() }).optional(),
  entities: z
    .array(
      z.looseObject({
        type: z.string(),
        text: z.string().optional(),
        mentioned: z.looseObject({ id: z.string() }).optional(),
      }),
    )
    .default([]),
})

const longestText = 4000

/** Answers a message. Names and reasons are personal, so what was asked in a channel is answered in the person's own chat. */
export const answerMessage = async (activity: unknown, sender: Sender, tools: Tools): Promise<void> => {
  const message = shape.parse(activity)
  const { chat } = textsFor(sender)
  const own = await ownChat(sender, tools)
  if (!own) return post({ tone: 'plain', title: chat.openChatFirst }, sender.conversation, tools)
  const pressed = readPressed(message.value)
  if (pressed) return submitPressed(pressed, message.replyToId, sender, tools)
  await answerTyped(typed(message), sender, own, tools)
  if (!sender.personal) await post({ tone: 'plain', title: chat.answeredPersonally }, sender.conversation, tools)
}

/** Shows somebody who just got the app what it can do. In a team it waits until it is asked. */
export const welcome = async (_activity: unknown, sender: Sender, tools: Tools): Promise<void> => {
  if (!sender.personal) return
  await answerTyped('', sender, sender.conversation, tools)
}

/** The app was removed by or for this person: nobody writes there any more. Nothing can be asked about somebody in a chat that is gone. */
export const farewell = async (_activity: unknown, sender: Sender, { core }: Tools): Promise<void> => {
  const { tenantId, objectId, personal } = sender
  if (!personal) return
  await core.run('chat.leave', { channel: 'teams', workspaceId: tenantId, accountId: objectId }, {})
}

/** Whoever knows what to say needs no suggestions. */
const isLost = (text: string): boolean => {
  const heard = hearWords(text)
  return heard.kind !== 'command' || heard.command === 'help'
}

const answerTyped = async (text: string, sender: Sender, own: Conversation, tools: Tools): Promise<void> => {
  let beside: Json = {}
  const answer = await guarded(sender, tools, async () => {
    const claim = await hear(sender, tools)
    const said = await tools.core.say(
      text,
      sender.personal ? claim : { ...claim, place: writePlace(sender.conversation) },
    )
    if (isLost(text)) beside = suggestionsFor(await tools.core.actor(claim), own.memberId)
    return said
  })
  await post(asCard(answer), own, tools, beside)
}

/** What was typed: without the mention of the bot, and with the names of others who are mentioned. */
const typed = ({ text, entities, recipient }: z.output<typeof shape>): string =>
  entities
    .filter(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient?.id)
    .reduce((left, mention) => (mention.text ? left.replace(mention.text, ' ') : left), text)
    .replace(/<\/?at\b[^>]*>/g, '')
    .trim()
    .slice(0, longestText)
