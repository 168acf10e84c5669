import type { Card } from '../../src/cards/card.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Answer, Core } from '../../src/kernel/answer.ts'
import type { ChatAddress, ChatDirectory, Notifier } from '../../src/ports/chat.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import type { Language } from '../../src/texts/language.ts'
import type { Log } from '../log.ts'
import type { Deliveries } from './deliveries.ts'
import type { ClientFor, Insist } from './web-api.ts'

/** What everything that hears from Slack works with. */
export interface Tools {
  readonly core: Core
  readonly directory: ChatDirectory
  readonly notifier: Notifier
  readonly clientFor: ClientFor
  readonly insist: Insist
  readonly deliveries: Deliveries
  readonly baseUrl: string
  readonly log: Log
}

/** What somebody in Slack may claim. */
export type SlackClaim = Extract<Claim, ChatAddress>

/** Who acts: a user id in a workspace where the app is installed. */
export interface Account {
  readonly workspaceId: string
  readonly accountId: string
}

/**
 * Does what somebody asks, as what Slack vouches for right now; the account is remembered, so that it can be written to. A fault
 * is logged under a reference, and that is what the person sees, in the own language as far as it is known.
 */
export const attend = async <R>(
  account: Account,
  { core, directory, log }: Tools,
  work: (claim: SlackClaim) => Promise<R>,
  otherwise: (fault: Card) => R,
): Promise<R> => {
  let language: Language = 'nl'
  try {
    const claim = await claimOf(account, { directory })
    language = claim.language ?? language
    await core.run('chat.meet', claim, {})
    return await work(claim)
  } catch (error) {
    const reference = core.ports.ids.reference(6)
    log.error({ err: error, reference }, 'a Slack interaction failed')
    return otherwise({ tone: 'bad', title: textsIn(language).card.somethingWrong(reference) })
  }
}

/** What an account may claim, as Slack vouches for it right now. */
export const claimOf = async (
  { workspaceId, accountId }: Account,
  { directory }: Pick<Tools, 'directory'>,
): Promise<SlackClaim> => {
  const person = await directory.person(workspaceId, accountId)
  return {
    channel: 'slack',
    workspaceId,
    accountId,
    ...(person && { person }),
    ...(person?.language && { language: person.language }),
  }
}

/** An answer, or the fault in its place. */
export type Attended = Answer | { readonly kind: 'fault'; readonly card: Card }

/** As `attend`, for what the core answers. */
export const answerTo = (
  account: Account,
  tools: Tools,
  work: (claim: SlackClaim) => Promise<Answer>,
): Promise<Attended> => attend<Attended>(account, tools, work, (card) => ({ kind: 'fault', card }))
