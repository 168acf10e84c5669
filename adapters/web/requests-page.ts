import type { Router } from 'express'
import { periods } from '../../src/requests/list-requests.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { filterChoice, filterForm, nextPage } from './parts.ts'
import { addRequestPage, decisionButtons } from './request-page.ts'
import { requestRows } from './request-rows.ts'
import { isAdministrator, type Portal, type UserVisit } from './visit.ts'

const rules: WebRules = {
  reason: { kind: 'text' },
  until: { kind: 'date' },
}

/** `/requests`, Aanvragen: open, settled or one's own, in a period; administrators decide about one or several at a time. */
export const addRequestPages = (routes: Router, portal: Portal): void => {
  addPage(routes, portal, {
    path: '/requests',
    who: 'user',
    show: requestsPage,
    acts: {
      decide: runs(
        'requests.decide',
        (posted) => ({
          ...inputOf(rules, posted),
          requests: posted.many('requests'),
          verdict: posted.one('verdict'),
        }),
        () => '/requests',
      ),
    },
  })
  addRequestPage(routes, portal)
}

const shows = ['open', 'settled', 'mine'] as const

const requestsPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, query } = visit
  const words = texts.web.requests
  const show = shows.find((one) => one === query.one('show')) ?? 'open'
  const given = { show, period: query.one('period'), kind: query.one('kind'), after: query.one('after') }
  const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  const found = await visit.core.ask('requests.list', visit.claim, asked)
  if (!found.ok) return found
  const { requests, total, next } = found.result
  const mayDecide = show === 'open' && requests.some((view) => view.mayDecide && view.request.kind !== 'domain')
  return {
    title: texts.web.frame.requests,
    body: html`<p class="actions"><a class="button" href="/requests/access">${texts.command['requests.ask_access']}</a> <a class="button" href="/requests/standard">${texts.command['requests.ask_standard']}</a></p>
${filters(visit)}
<h2 class="count">${texts.chat.requestsTitle(show, total)}</h2>
${requests.length > 0 && (mayDecide ? decideForm(visit, requestRows(requests, texts, true)) : requestRows(requests, texts))}
${isAdministrator(visit) && show === 'open' && total === 0 && html`<p>${words.allDecided}</p>`}
${nextPage(visit, next)}`,
  }
}

const filters = (visit: UserVisit): Html => {
  const { web, card } = visit.texts
  const { show, periods: names, kinds } = web.requests
  return filterForm(
    visit,
    html`${filterChoice(
      visit,
      'show',
      card.status,
      shows.map((value) => ({ value, label: show[value] })),
      null,
    )}
${filterChoice(
  visit,
  'kind',
  web.requests.kind,
  (['access', 'standard', 'domain'] as const).map((value) => ({ value, label: kinds[value] })),
)}
${filterChoice(
  visit,
  'period',
  web.requests.period,
  (Object.keys(periods) as (keyof typeof periods)[]).map((value) => ({ value, label: names[value] })),
  names.month,
)}`,
  )
}

const decideForm = (visit: UserVisit, rows: Html): Html => {
  const { texts } = visit
  return form(visit, {
    act: 'decide',
    before: rows,
    fields: fieldsFor('requests.decide', rules, {}, texts),
    submit: decisionButtons(texts),
  })
}
