import type { Router } from 'express'
import { requestCard } from '../../src/cards/request-card.ts'
import type { RequestView } from '../../src/requests/list-requests.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { facts } from './parts.ts'
import type { Portal, UserVisit } from './visit.ts'

/** `/requests/:request`: one request, by id or reference, as its links in chats and mails open it. */
export const addRequestPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path: '/requests/:request',
    who: 'user',
    show: requestPage,
    acts: {
      decide: runs(
        'requests.decide',
        (posted, visit) => ({
          ...inputOf(rulesFor(['reason', 'until', 'licenceId']), posted),
          requests: [visit.param('request')],
          verdict: posted.one('verdict'),
        }),
        (visit) => visit.request.path,
      ),
      withdraw: runs(
        'requests.withdraw',
        (_posted, visit) => ({ request: visit.param('request') }),
        (visit) => visit.request.path,
      ),
    },
  })

/** Approve and decline, for the form of a decision. */
export const decisionButtons = ({ card }: Texts): Html =>
  html`<button type="submit" name="verdict" value="approved">${card.approve}</button><button type="submit" name="verdict" value="declined" class="danger">${card.decline}</button>`

const requestPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts } = visit
  const found = await visit.core.ask('requests.show', visit.claim, { request: visit.param('request') })
  if (!found.ok) return found
  const view = found.result
  const card = requestCard(view, texts)
  const open = view.request.state === 'open'
  return {
    title: card.title,
    body: html`${facts([{ label: texts.web.requests.askedAt, value: texts.moment(view.request.at) }, ...(card.facts ?? [])])}
${open && view.mayDecide && view.request.kind !== 'domain' && (await decision(visit, view))}
${
  open &&
  view.viewer === 'requester' &&
  html`<details><summary>${texts.card.withdraw}</summary><p>${texts.card.withdrawConfirm(view.request.reference)}</p>${form(visit, { act: 'withdraw', submit: texts.command['requests.withdraw'], style: 'danger' })}</details>`
}
<p><a href="/requests">${texts.web.requests.all}</a></p>`,
  }
}

const rulesFor = (
  names: readonly ('reason' | 'until' | 'licenceId')[],
  licences: WebRules[string]['options'] = [],
): WebRules => {
  const all: WebRules = {
    licenceId: { kind: 'choice', options: licences },
    until: { kind: 'date' },
    reason: { kind: 'text' },
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.some((one) => one === name)))
}

/** A standard joins the collection that the administrator picks; access may have an end. */
const decision = async (visit: UserVisit, { request }: RequestView): Promise<Html> => {
  const { texts } = visit
  const isStandard = request.kind === 'standard'
  const licences = isStandard ? await visit.core.ask('licences.list', visit.claim, {}) : undefined
  const options = licences?.ok
    ? licences.result.licences
        .filter(({ access }) => access.because !== 'expired')
        .map(({ id, name }) => ({ value: id, label: name }))
    : []
  const rules = rulesFor(['reason', isStandard ? 'licenceId' : 'until'], options)
  const filled = { licenceId: isStandard ? request.licenceId : undefined }
  return html`<h2>${texts.command['requests.decide']}</h2>${form(visit, {
    act: 'decide',
    fields: fieldsFor('requests.decide', rules, filled, texts),
    submit: decisionButtons(texts),
  })}`
}
