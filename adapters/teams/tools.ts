import type { Card } from '../../src/cards/card.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Answer, Core } from '../../src/kernel/answer.ts'
import type { ChatAddress, ChatPerson } from '../../src/ports/chat.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import type { Texts } from '../../src/texts/texts.ts'
import type { Log } from '../log.ts'
import type { Sender } from './activity.ts'
import type { Connector } from './connector.ts'
import { writeConversation } from './conversation.ts'
import type { Patience } from './patience.ts'

/** What every handler works with. */
export interface Tools {
  readonly core: Core
  readonly baseUrl: string
  readonly connector: Connector
  readonly personOf: (sender: Sender) => Promise<ChatPerson | undefined>
  readonly patience: Patience
  readonly log: Log
}

/** The words for this person, by the language of the client; Dutch when it speaks neither of ours. */
export const textsFor = (sender: Sender | undefined): Texts => textsIn(sender?.language ?? 'nl')

/** What somebody in Teams may claim. */
type TeamsClaim = Extract<Claim, ChatAddress>

/** The claim of who sent an activity. Remembers the account, and how to reach it when it was met in its own chat. */
export const hear = async (sender: Sender, { core, personOf }: Tools): Promise<TeamsClaim> => {
  const { tenantId, objectId, language, conversation, personal } = sender
  const person = await personOf(sender)
  const claim: TeamsClaim = {
    channel: 'teams',
    workspaceId: tenantId,
    accountId: objectId,
    ...(person && { person }),
    ...(language && { language }),
    ...(personal && { conversation: writeConversation(conversation) }),
  }
  await core.run('chat.meet', claim, {})
  return claim
}

/** What a person sees of a fault: a reference, under which the log has the rest. */
export const faultCard = (error: unknown, sender: Sender, { core, log }: Tools): Card => {
  const reference = core.ports.ids.reference(6)
  log.error({ err: error, reference }, 'a Teams interaction failed')
  return { tone: 'bad', title: textsFor(sender).card.somethingWrong(reference) }
}

/** The answer, or the fault in its place. */
export const guarded = async (sender: Sender, tools: Tools, work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work()
  } catch (error) {
    return { kind: 'card', card: faultCard(error, sender, tools) }
  }
}

/** A form that was asked for in words is offered as a button, since only a button can open a dialog. */
export const asCard = (answer: Answer): Card => {
  if (answer.kind === 'card') return answer.card
  const { title, name, hidden, fields } = answer.form
  const filled = Object.fromEntries(fields.map((field) => [field.name, field.value]))
  const input = { ...hidden, ...filled }
  return { tone: 'plain', title, actions: [{ kind: 'form', label: title, name, input, style: 'primary' }] }
}

/** A card where there is room for words only. */
export const inWords = ({ title, text }: Card): string => [title, ...(text ?? [])].join(' ')
