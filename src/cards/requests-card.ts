import type { FoundOf, ResultOf } from '../catalogue.ts'
import { sayRefused } from '../texts/say-refused.ts'
import type { Texts } from '../texts/texts.ts'
import type { Action, Card, CardItem } from './card.ts'
import { requestCard } from './request-card.ts'
import type { See } from './see.ts'

/** More would not fit in one message of any chat. */
const most = 10

/** A list of requests, each with what its reader may do about it. */
export const requestsCard = ({ requests, show, total }: FoundOf<'requests.list'>, { texts }: See): Card => ({
  tone: 'plain',
  title: texts.chat.requestsTitle(show, total),
  text: [...(total === 0 ? [texts.chat.noRequests] : []), ...(total > most ? [texts.chat.more(total, most)] : [])],
  items: requests.slice(0, most).map((view): CardItem => {
    const { title, facts, actions } = requestCard(view, texts, 'list')
    return { title, ...(facts && { facts }), ...(actions && { actions }) }
  }),
  actions: [
    ...(show === 'open' && requests.some(({ mayDecide }) => mayDecide) ? [several(texts)] : []),
    { kind: 'link', label: texts.card.openPage, path: '/requests' },
  ],
})

const several = ({ card }: Texts): Action => ({
  kind: 'form',
  label: card.decideSeveral,
  name: 'requests.decide',
  input: {},
})

/** What came of deciding: one sentence for one request, a line each for several. */
export const decidedCard = ({ results }: ResultOf<'requests.decide'>, { texts }: See): Card => {
  const done = results.filter((result) => result.ok)
  const approved = done.filter((result) => result.verdict === 'approved').length
  const refused = results.length - done.length
  const title = texts.chat.decidedTitle(approved, done.length - approved, refused)
  if (results.length === 1) return { tone: 'good', title: texts.done['requests.decide']({ results }) }
  return {
    tone: refused > 0 ? 'waiting' : 'good',
    title,
    items: results.map((result) =>
      result.ok
        ? { title: result.reference, text: texts.card.verdict[result.verdict] }
        : { title: result.asked, text: sayRefused(texts.refused, result.refused) },
    ),
  }
}
