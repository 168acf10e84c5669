/** What people type: slash commands, and direct messages to the bot. */
import type { RespondFn, SlashCommand } from '@slack/bolt'
import { hear } from '../../src/chat/words.ts'
import { type Account, answerTo, type SlackClaim, type Tools } from './attend.ts'
import { isPlace } from './place.ts'
import { postCard } from './posting.ts'
import { asCard, besideMessage } from './tell.ts'

/** Answers a slash command where it was typed, for its writer's eyes only. */
export const answerCommand = async (
  account: Account,
  { command, respond }: { readonly command: SlashCommand; readonly respond: RespondFn },
  tools: Tools,
): Promise<void> => {
  /** The channel counts only for who speaks about it; to look it up takes time. */
  const from = async (claim: SlackClaim): Promise<SlackClaim> => {
    const heard = hear(asTyped(command.text))
    const about = heard.kind === 'command' && heard.command === 'channel'
    const place = command.channel_id
    return about && (await isPlace(account, place, tools)) ? { ...claim, place } : claim
  }
  const text = asTyped(command.text)
  const answer = await answerTo(account, tools, async (claim) => tools.core.say(text, await from(claim)))
  await besideMessage(account, command.trigger_id, respond, tools).show(answer)
}

/** Answers a direct message in its conversation, once for each event. A form comes as a button, since no trigger came along. */
export const answerMessage = async (
  account: Account,
  { text, channel, key, again }: { text: string; channel: string; key: string; again: boolean },
  tools: Tools,
): Promise<void> => {
  const answer = await answerTo(account, tools, (claim) => tools.core.say(asTyped(text), claim))
  const client = await tools.clientFor(account.workspaceId)
  if (!client) return
  const { baseUrl, insist } = tools
  await insist((repeated) => postCard(client, channel, asCard(answer), { key, again: again || repeated, baseUrl }))
}

/** Undoes how Slack writes links and the characters `&`, `<` and `>` ("Formatting text for app surfaces"). */
export const asTyped = (text: string): string =>
  text
    .replace(
      /<([a-z][a-z0-9+.-]*:[^<>|\s]+)(?:\|([^<>]*))?>/gi,
      (_link, address: string, label?: string) => label || address.replace(/^mailto:/, ''),
    )
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
