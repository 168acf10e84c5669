import type { FoundOf } from '../catalogue.ts'
import type { Texts } from '../texts/texts.ts'
import type { Action, Card, CardItem, Fact, Input } from './card.ts'
import { requestCard } from './request-card.ts'
import type { See } from './see.ts'

type Waiting = FoundOf<'requests.waiting'>

/** The requests that wait, a page at a time, on an administrator's own page of the bot; each, or several together, can be decided. */
export const waitingCard = (waiting: Waiting, { texts }: See): Card => {
  const { requests, total, page, pages, filter } = waiting
  return {
    tone: 'plain',
    title: texts.chat.requestsTitle('open', total),
    text: [...(total === 0 ? [texts.chat.noRequests] : []), ...(pages > 1 ? [texts.chat.page(page + 1, pages)] : [])],
    facts: factsOf(waiting, texts),
    items: requests.map((view): CardItem => {
      const { title, facts, actions } = requestCard(view, texts, 'list')
      return { title, ...(facts && { facts }), ...(actions && { actions }) }
    }),
    actions: [
      ...(requests.some(({ mayDecide }) => mayDecide) ? [several(waiting, texts)] : []),
      { kind: 'form', label: texts.command['chat.filter_home'], name: 'chat.filter_home', input: given(filter) },
      ...(Object.keys(given(filter)).length > 0 ? [turn(texts.chat.showAll, {})] : []),
      ...(page > 0 ? [turn(texts.chat.previous, { ...given(filter), page: page - 1 })] : []),
      ...(page + 1 < pages ? [turn(texts.chat.next, { ...given(filter), page: page + 1 })] : []),
      { kind: 'link', label: texts.card.openPage, path: '/requests' },
    ],
  }
}

const factsOf = ({ filter, licenceName }: Waiting, { field, chat }: Texts): Fact[] => [
  ...(filter.kind ? [{ label: field.kind, value: chat.kindOfRequest[filter.kind] }] : []),
  ...(licenceName ? [{ label: field.licenceId, value: licenceName }] : []),
  ...(filter.query ? [{ label: field.query, value: filter.query }] : []),
]

const given = (chosen: Input): Input =>
  Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))

const turn = (label: string, input: Input): Action => ({ kind: 'run', label, name: 'chat.filter_home', input })

/** Decides about what is shown: the filter goes along, in names of its own, since a decision has a licence too. */
const several = ({ filter, page }: Waiting, { card }: Texts): Action => ({
  kind: 'form',
  label: card.decideSeveral,
  name: 'requests.decide',
  input: given({ ofKind: filter.kind, ofLicence: filter.licenceId, ofQuery: filter.query, ofPage: page || undefined }),
})
