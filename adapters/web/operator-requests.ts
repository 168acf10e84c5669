import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { nextPage } from './parts.ts'
import { decisionButtons } from './request-page.ts'
import type { OperatorVisit, Portal } from './visit.ts'

const rules: WebRules = { reason: { kind: 'text' } }
const path = '/operator/requests'

/** `/operator/requests`, Domeinaanvragen: what companies ask about their domains, to decide one or several at a time. */
export const addOperatorRequests = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path,
    who: 'operator',
    show: requestsPage,
    acts: {
      decide: runs(
        'requests.decide',
        (posted) => ({
          ...inputOf(rules, posted),
          requests: posted.many('requests'),
          verdict: posted.one('verdict'),
        }),
        () => path,
      ),
    },
  })

const requestsPage = async (visit: OperatorVisit): Promise<Answer> => {
  const { texts, query } = visit
  const found = await visit.core.ask('requests.domains', visit.claim, {
    ...(query.one('after') && { after: query.one('after') }),
  })
  if (!found.ok) return found
  const { requests, total, next } = found.result
  return {
    title: texts.operator.domainRequests,
    body: html`<h2 class="count">${texts.chat.requestsTitle('open', total)}</h2>
${
  requests.length > 0 &&
  form(visit, {
    act: 'decide',
    before: html`<ul class="rows">${requests.map((view) => row(view, texts))}</ul>`,
    fields: fieldsFor('requests.decide', rules, {}, texts),
    submit: decisionButtons(texts),
  })
}
${nextPage(visit, next)}`,
  }
}

const row = (
  { request, company, requester, heldBy }: FoundOf<'requests.domains'>['requests'][number],
  texts: Texts,
): Html => {
  const { card, operator } = texts
  const { id, reference, companyId, domain, removal, reason, at } = request
  const title = removal ? card.requestTitle.domainRemoval(domain) : card.requestTitle.domain(domain)
  const who = requester ? `${requester.name || requester.email} (${requester.email})` : card.removedUser
  return html`<li><div><h3><label><input type="checkbox" name="requests" value="${id}" aria-label="${texts.web.requests.pick(reference)}"> ${title}</label></h3><p><a href="/operator/companies/${companyId}">${company ?? companyId}</a> · ${who} · ${reference} · ${texts.day(at)}</p>${reason && html`<p>“${reason}”</p>`}${heldBy.length > 0 && html`<p class="muted">${operator.heldBy(heldBy.join(', '))}</p>`}</div></li>`
}
