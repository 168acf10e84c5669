import { requestCard } from '../../src/cards/request-card.ts'
import type { RequestView } from '../../src/requests/list-requests.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { type Html, html } from './html.ts'

const tones = { open: 'waiting', approved: 'good', declined: 'bad', withdrawn: 'plain', expired: 'plain' } as const

/** A list of requests, each with what its reader may see; `pick` puts a box before those that can be decided. */
export const requestRows = (views: readonly RequestView[], texts: Texts, pick = false): Html =>
  html`<ul class="rows">${views.map(
    (view) =>
      html`<li><div>${heading(view, texts, pick)}<p>${summary(view, texts)}</p></div><div>${stateTag(view, texts)}</div></li>`,
  )}</ul>`

const heading = (view: RequestView, texts: Texts, pick: boolean): Html => {
  const { request } = view
  const { title } = requestCard(view, texts)
  const link = html`<a href="/requests/${request.reference}">${title}</a>`
  const canPick = pick && view.mayDecide && request.state === 'open' && request.kind !== 'domain'
  return canPick
    ? html`<h3><input type="checkbox" name="requests" value="${request.reference}" aria-label="${texts.web.requests.pick(request.reference)}"> ${link}</h3>`
    : html`<h3>${link}</h3>`
}

const summary = ({ request, viewer, requesterName, deciderName }: RequestView, texts: Texts): string => {
  const { card } = texts
  const asked = viewer === 'administrator' ? `${requesterName ?? card.removedUser} · ` : ''
  const reason = viewer !== 'other' && request.reason ? ` · “${request.reason}”` : ''
  const decided =
    request.decision && viewer !== 'other' && deciderName
      ? ` · ${card.decidedBy(request.decision.verdict, deciderName, request.decision.at)}`
      : ''
  return `${request.reference} · ${asked}${texts.day(request.at)}${reason}${decided}`
}

/** The state in one word, with a colour that says nothing by itself. */
const stateTag = ({ request }: RequestView, { card }: Texts): Html => {
  const { state } = request
  const words = state === 'approved' || state === 'declined' ? card.verdict[state] : card.state[state]
  return html`<span class="tag ${tones[state]}">${words}</span>`
}
