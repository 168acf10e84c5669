import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { languageOptions } from './options.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { filterForm, filterText, nextPage } from './parts.ts'
import type { Posted } from './posted.ts'
import type { OperatorVisit, Portal } from './visit.ts'

/** `/operator/companies`, Bedrijven: all of them, by name; and `/operator/companies/add`. */
export const addOperatorCompanies = (routes: Router, portal: Portal): void => {
  addPage(routes, portal, { path: '/operator', who: 'operator', show: () => ({ goTo: '/operator/companies' }) })
  addPage(routes, portal, { path: '/operator/companies', who: 'operator', show: companiesPage })
  addPage(routes, portal, {
    path: '/operator/companies/add',
    who: 'operator',
    show: addCompanyPage,
    acts: { add: runs('companies.add', newCompany, (_visit, { id }) => `/operator/companies/${id}`) },
  })
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
    body: html`<p class="actions"><a class="button" href="/operator/companies/add">${texts.command['companies.add']}</a></p>
${filterForm(visit, filterText(visit, 'query', operator.searchCompanies))}
${companies.length === 0 ? html`<p>${operator.noCompanies}</p>` : html`<ul class="rows">${companies.map(row)}</ul>`}
${nextPage(visit, next)}`,
  }
}

const row = ({ id, name, customerNumber, domains }: FoundOf<'companies.list'>['companies'][number]): Html =>
  html`<li><div><h2><a href="/operator/companies/${id}">${name}</a></h2><p>${customerNumber}</p><p class="muted">${domains.join(', ')}</p></div></li>`

const rules = (language?: string): WebRules => ({
  name: { kind: 'line' },
  customerNumber: { kind: 'line' },
  locale: { kind: 'choice', label: language, required: true, options: languageOptions },
  domains: { kind: 'emails' },
  administrators: { kind: 'emails' },
  freeRegistration: { kind: 'flag' },
})

const newCompany = (posted: Posted): unknown => ({
  ...inputOf(rules(), posted),
  administrators: posted
    .one('administrators')
    .split(/[\s,;]+/)
    .filter((email) => email !== '')
    .map((email) => ({ email })),
})

const addCompanyPage = (visit: OperatorVisit): Answer => {
  const { texts } = visit
  return {
    title: texts.command['companies.add'],
    body: html`<p>${texts.operator.addText}</p>${form(visit, {
      act: 'add',
      fields: fieldsFor('companies.add', rules(texts.field.language), { locale: 'nl' }, texts),
      submit: texts.command['companies.add'],
    })}<p><a href="/operator/companies">${texts.operator.allCompanies}</a></p>`,
  }
}
