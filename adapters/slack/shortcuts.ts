/** Shortcuts: from the search bar or the compose box ("global"), and from the menu of a message. */
import type { RespondFn } from '@slack/bolt'
import type { Input } from '../../src/cards/card.ts'
import { findStandard } from '../../src/chat/find-standard.ts'
import { type Account, answerTo, type Tools } from './attend.ts'
import { asTyped } from './say.ts'
import { asCard, inNewView, tell } from './tell.ts'

/** The callback ids of `manifest/slack.json`. */
export const shortcuts = { askAccess: 'ask_access', askStandard: 'ask_standard' } as const

/** Opens the form to ask for access. When it is too late for a modal, the form comes as a button in a direct message. */
export const askAccess = async (account: Account, trigger: string, tools: Tools): Promise<void> => {
  await openForm(account, { trigger, name: 'requests.ask_access', input: {} }, tools, async (card) => {
    await tools.insist((again) => tools.notifier.post({ channel: 'slack', ...account }, card, trigger, again))
  })
}

/**
 * Opens the form to ask for the standard that a message names, or an empty one when it names none. When it is too late for a
 * modal, the form comes as a button that only the one who asked sees.
 */
export const askStandard = async (
  account: Account,
  { trigger, text, respond }: { readonly trigger: string; readonly text: string; readonly respond: RespondFn },
  tools: Tools,
): Promise<void> => {
  const number = findStandard(asTyped(text))
  const asked = { trigger, name: 'requests.ask_standard', input: number ? { number } : {} }
  await openForm(account, asked, tools, (card) => tell(respond, card, tools))
}

interface Asked {
  readonly trigger: string
  readonly name: string
  readonly input: Input
}

const openForm = async (
  account: Account,
  { trigger, name, input }: Asked,
  tools: Tools,
  otherwise: (card: ReturnType<typeof asCard>) => Promise<void>,
): Promise<void> => {
  const stage = await inNewView(account, trigger, tools)
  const answer = await answerTo(account, tools, (claim) => tools.core.form(name, claim, input))
  await (stage ? stage.show(answer) : otherwise(asCard(answer)))
}
