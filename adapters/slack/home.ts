import type { Card } from '../../src/cards/card.ts'
import { invitationsCard } from '../../src/cards/users-cards.ts'
import type { Actor, Claim } from '../../src/kernel/actor.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { type Account, attend, type Tools } from './attend.ts'
import { viewBlocksOf } from './blocks.ts'
import { insist } from './web-api.ts'

/**
 * Shows somebody the Home tab of the app: who they are, what they can use and asked; to administrators also what waits for them,
 * requests and invitations alike.
 */
export const showHome = async (account: Account, tools: Tools): Promise<void> => {
  const cards = await attend<readonly Card[]>(
    account,
    tools,
    (claim) => homeCards(claim, tools),
    (fault) => [fault],
  )
  const client = await tools.clientFor(account.workspaceId)
  await insist(async () =>
    client?.views.publish({
      user_id: account.accountId,
      view: { type: 'home', blocks: viewBlocksOf(cards, tools.baseUrl) },
    }),
  )
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
      ? [answered('requests.list', { show: 'open' }), waitingInvitations(claim, actor, core)]
      : []),
    answered('licences.list', {}),
    answered('requests.list', { show: 'mine' }),
  ]
  return (await Promise.all(shown)).flat()
}

const waitingInvitations = async (claim: Claim, actor: Actor, { ask, ports }: Tools['core']): Promise<Card[]> => {
  const found = await ask('users.search', claim, { status: 'invited', sort: 'newest' })
  if (!found.ok || found.result.total === 0) return []
  return [invitationsCard(found.result, { actor, texts: textsIn(actor.language), now: ports.clock.now() })]
}
