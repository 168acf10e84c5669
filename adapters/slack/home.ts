import type { Card } from '../../src/cards/card.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import { type Account, attend, type Tools } from './attend.ts'
import { viewBlocksOf } from './blocks.ts'
import { insist } from './web-api.ts'

/** Shows somebody the Home tab of the app: who they are, what they can use and asked; to administrators also what waits for them. */
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
  const shown = [
    core.answer('chat.whoami', claim, {}),
    ...(actor.kind === 'user'
      ? [
          ...(actor.administrator === 'yes' ? [core.answer('requests.list', claim, { show: 'open' })] : []),
          core.answer('licences.list', claim, {}),
          core.answer('requests.list', claim, { show: 'mine' }),
        ]
      : []),
  ]
  return (await Promise.all(shown)).flatMap((answer) => (answer.kind === 'card' ? [answer.card] : []))
}
