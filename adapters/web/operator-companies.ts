import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage } from './pages.ts'
import { filterForm, filterText, nextPage } from './parts.ts'
import type { OperatorVisit, Portal } from './visit.ts'

/** `/operator/companies`, Bedrijven: all of them, by name. */
export const addOperatorCompanies = (routes: Router, portal: Portal): void => {
  addPage(routes, portal, { path: '/operator', who: 'operator', show: () => ({ goTo: '/operator/companies' }) })
  addPage(routes, portal, { path: '/operator/companies', who: 'operator', show: companiesPage })
}

const companiesPage = async (visit: OperatorVisit): Promise<Answer> => {
  const { query, texts } = visit
  const found = await visit.core.ask('companies.list', visit.claim, {
    query: query.one('query'),
    ...(query.one('after') && { after: query.one('after') }),
  })
  if (!found.ok) return found
  const { companies, next } = found.result
  const { operator } = texts
  return {
    title: operator.companies,
    body: html`${filterForm(visit, filterText(visit, 'query', operator.searchCompanies))}
${companies.length === 0 ? html`<p>${operator.noCompanies}</p>` : html`<ul class="rows">${companies.map(row)}</ul>`}
${nextPage(visit, next)}`,
  }
}

const row = ({ name, customerNumber, domains }: FoundOf<'companies.list'>['companies'][number]): Html =>
  html`<li><div><h2>${name}</h2><p>${customerNumber}</p><p class="muted">${domains.join(', ')}</p></div></li>`
