import type { CommandName, FoundOf, QueryName, ResultOf } from '../catalogue.ts'
import type { Card } from './card.ts'
import { confirmationCard, whoamiCard } from './chat-account-cards.ts'
import { licenceCard, licencesCard } from './licences-card.ts'
import { previewCard } from './preview-card.ts'
import { requestCard } from './request-card.ts'
import { decidedCard, requestsCard } from './requests-card.ts'
import type { See } from './see.ts'
import { invitedCard, settingsCard, switchableCard, usersCard } from './users-cards.ts'

type Shows = {
  readonly [N in CommandName | QueryName]?: (
    result: N extends CommandName ? ResultOf<N> : N extends QueryName ? FoundOf<N> : never,
    see: See,
  ) => Card
}

/** How an answer looks when one sentence is not enough. A command that is not here answers with its `done` text. */
export const shows: Shows = {
  'licences.list': licencesCard,
  'licences.look_at': licenceCard,
  'requests.list': requestsCard,
  'requests.show': (view, { texts }) => requestCard(view, texts),
  'requests.decide': decidedCard,
  'users.search': usersCard,
  'users.invite': invitedCard,
  'users.switchable': switchableCard,
  'companies.show': settingsCard,
  'links.preview': previewCard,
  'chat.whoami': whoamiCard,
  'chat.start_confirmation': confirmationCard,
}
