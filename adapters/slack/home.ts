/** The Home tab of the app. */
import type { Card } from '../../src/cards/card.ts'
import { invitationsCard } from '../../src/cards/users-cards.ts'
import { waitingCard } from '../../src/cards/waiting-card.ts'
import type { Actor, Claim, UserActor } from '../../src/kernel/actor.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { type Account, attend, claimOf, type Tools } from './attend.ts'
import { viewBlocksOf } from './blocks.ts'
import { asRetry } from './web-api.ts'

/**
 * Shows somebody the Home tab that this person looks at: who they are, what they can use and asked; to administrators also what
 * waits for them, requests and invitations alike. From then on it is kept up to date.
 */
export const showHome = async (account: Account, tools: Tools): Promise<void> => {
  const fault = await attend<Card | undefined>(
    account,
    tools,
    async (claim) => {
      await tools.core.run('chat.open_home', claim, {})
      await publishCurrent(account, claim, tools)
      return undefined
    },
    (card) => card,
  )
  if (fault) await tools.insist(() => publish(account, [fault], tools))
}

/** Shows the Home tab anew. Throws what went wrong, for whoever tries it again. */
export const refreshHome = async (account: Account, tools: Tools): Promise<void> => {
  try {
    await publishCurrent(account, await claimOf(account, tools), tools)
  } catch (error) {
    throw asRetry(error)
  }
}

/** The command whose answer is the Home tab itself. */
export const filterOfHome = 'chat.filter_home'

/** How often a Home tab may change while it is being shown. */
const mostRounds = 5

/**
 * Slack shows what came last, and two may be at it, perhaps on two instances: whoever published looks once more whether that is
 * what there is, so that the last one to publish leaves the truth behind.
 */
const publishCurrent = async (account: Account, claim: Claim, tools: Tools): Promise<void> => {
  let shown: readonly Card[] | undefined
  for (let round = 0; round < mostRounds; round++) {
    const cards = await homeCards(claim, tools)
    if (shown && JSON.stringify(shown) === JSON.stringify(cards)) return
    await tools.insist(() => publish(account, cards, tools))
    shown = cards
  }
}

const publish = async (
  { workspaceId, accountId: user_id }: Account,
  cards: readonly Card[],
  { clientFor, baseUrl }: Pick<Tools, 'clientFor' | 'baseUrl'>,
): Promise<void> => {
  const client = await clientFor(workspaceId)
  await client?.views.publish({ user_id, view: { type: 'home', blocks: viewBlocksOf(cards, baseUrl) } })
}

const homeCards = async (claim: Claim, { core }: Tools): Promise<Card[]> => {
  const actor = await core.actor(claim)
  const answered = async (name: string, input: object): Promise<Card[]> => {
    const answer = await core.answer(name, claim, input)
    return answer.kind === 'card' ? [answer.card] : []
  }
  const whoami = answered('chat.whoami', {})
  if (actor.kind !== 'user') return whoami
  const shown = [
    whoami,
    ...(actor.administrator === 'yes'
      ? [waitingRequests(claim, actor, core), waitingInvitations(claim, actor, core)]
      : []),
    answered('licences.list', {}),
    answered('requests.list', { show: 'mine' }),
  ]
  return (await Promise.all(shown)).flat()
}

const waitingRequests = async (claim: Claim, actor: UserActor, { ask, ports }: Tools['core']): Promise<Card[]> => {
  const found = await ask('requests.waiting', claim, actor.chat?.account?.homeShows ?? {})
  if (!found.ok) return []
  return [waitingCard(found.result, { actor, texts: textsIn(actor.language), now: ports.clock.now() })]
}

const waitingInvitations = async (claim: Claim, actor: Actor, { ask, ports }: Tools['core']): Promise<Card[]> => {
  const found = await ask('users.search', claim, { status: 'invited', sort: 'newest' })
  if (!found.ok || found.result.total === 0) return []
  return [invitationsCard(found.result, { actor, texts: textsIn(actor.language), now: ports.clock.now() })]
}
