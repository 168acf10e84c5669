/** What the bot answers when no use case does. */
import { allChatCommands, type ChatCommand, chatCommands, usageOf } from '../chat/words.ts'
import type { Actor } from '../kernel/actor.ts'
import { mayTry } from '../kernel/who.ts'
import type { Language } from '../texts/language.ts'
import type { Texts } from '../texts/texts.ts'
import type { Card, CardItem } from './card.ts'
import { refusalCard } from './refusal-card.ts'

/** The command table for this person: administrators see theirs too. */
export const helpCard = (actor: Actor, texts: Texts): Card => {
  const administrator = actor.kind === 'user' && actor.administrator !== 'no'
  const refused = mayTry(actor, ['user'])
  const group = (who: 'everyone' | 'administrator'): CardItem => ({
    title: texts.chat.helpFor(who),
    facts: allChatCommands
      .filter((command) => chatCommands[command].who === who)
      .map((command) => ({ label: usageOf(command, texts.language), value: texts.chat.does[command] ?? '' })),
  })
  return {
    tone: 'plain',
    title: texts.chat.helpTitle,
    text: [texts.chat.helpHow(chatCommands.request[texts.language])],
    items: administrator ? [group('everyone'), group('administrator')] : [group('everyone')],
    // Somebody who can do nothing yet sees what comes first.
    actions: refused
      ? (refusalCard(refused, texts).actions ?? [])
      : [
          {
            kind: 'form',
            label: texts.command['requests.ask_access'],
            name: 'requests.ask_access',
            input: {},
            style: 'primary',
          },
          { kind: 'form', label: texts.command['requests.ask_standard'], name: 'requests.ask_standard', input: {} },
          { kind: 'run', label: texts.chat.licencesTitle, name: 'licences.list', input: {} },
        ],
  }
}

/** Registering happens in the portal, which proves the mailbox. Who can't register hears what to do instead. */
export const registerCard = (actor: Actor, texts: Texts): Card => {
  if (actor.kind === 'user') return { tone: 'plain', title: texts.chat.alreadyRegistered(actor.user.email) }
  const refused = mayTry(actor, ['user'])
  if (refused && refused.code !== 'not_signed_in' && !(refused.code === 'no_account' && refused.detail.canRegister))
    return refusalCard(refused, texts)
  return {
    tone: 'plain',
    title: texts.chat.registerTitle,
    text: [texts.chat.registerText],
    actions: [{ kind: 'link', label: texts.card.register, path: '/register/apply', style: 'primary' }],
  }
}

/** An unknown command, with the nearest one and a button to run it. */
export const nearestCard = (
  { word, command, rest }: { readonly word: string; readonly command: ChatCommand; readonly rest: string },
  language: Language,
  texts: Texts,
): Card => ({
  tone: 'plain',
  title: texts.chat.unknownTitle(word.slice(0, 60)),
  text: [texts.chat.didYouMean(usageOf(command, language))],
  actions: [
    {
      kind: 'run',
      label: chatCommands[command][language],
      name: 'say',
      input: { text: `${chatCommands[command][language]} ${rest}`.trim().slice(0, 1000) },
      style: 'primary',
    },
    { kind: 'run', label: chatCommands.help[language], name: 'say', input: { text: chatCommands.help[language] } },
  ],
})

export const noSuchLicenceCard = (
  { written, names }: { readonly written: string; readonly names: readonly string[] },
  texts: Texts,
): Card => ({
  tone: 'bad',
  title: texts.chat.noSuchLicence(written.slice(0, 60)),
  ...(names.length > 0 && { text: [texts.chat.choiceOfLicences(names.slice(0, 20))] }),
  actions: [
    {
      kind: 'form',
      label: texts.command['requests.ask_access'],
      name: 'requests.ask_access',
      input: {},
      style: 'primary',
    },
    { kind: 'run', label: texts.chat.licencesTitle, name: 'licences.list', input: {} },
  ],
})
