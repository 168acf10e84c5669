import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { domainTag, howAllowed } from './domain-section.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { addOperatorLicence, licenceFields, licenceInput, licenceList } from './operator-licence.ts'
import { addOperatorUsers } from './operator-users.ts'
import { languageOptions } from './options.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { facts } from './parts.ts'
import type { OperatorVisit, Portal } from './visit.ts'

const companyOf = (visit: OperatorVisit) => ({ companyId: visit.param('company') })
const here = ({ request }: OperatorVisit): string => request.path

const details = (language?: string): WebRules => ({
  name: { kind: 'line', required: true },
  customerNumber: { kind: 'line', clears: true },
  locale: { kind: 'choice', label: language, required: true, options: languageOptions },
  contactName: { kind: 'line', clears: true },
  contactPhone: { kind: 'line', clears: true },
  contactEmail: { kind: 'email', clears: true },
  freeRegistration: { kind: 'flag' },
})
const domain: WebRules = { domain: { kind: 'line', required: true } }

/** `/operator/companies/:company`: its details, domains and licences; its users and each licence have a page below it. */
export const addOperatorCompany = (routes: Router, portal: Portal): void => {
  addPage(routes, portal, {
    path: '/operator/companies/:company',
    who: 'operator',
    show: companyPage,
    acts: {
      details: runs(
        'companies.change',
        (posted, visit) => ({ ...inputOf(details(), posted), ...companyOf(visit) }),
        here,
      ),
      allow: runs('domains.allow', (posted, visit) => ({ ...inputOf(domain, posted), ...companyOf(visit) }), here),
      'domain-remove': runs(
        'domains.remove',
        (posted, visit) => ({ domain: posted.one('domain'), ...companyOf(visit) }),
        here,
      ),
      assign: runs('licences.assign', (posted, visit) => ({ ...licenceInput(posted), ...companyOf(visit) }), here),
    },
  })
  addOperatorLicence(routes, portal)
  addOperatorUsers(routes, portal)
}

const companyPage = async (visit: OperatorVisit): Promise<Answer> => {
  const { texts } = visit
  const found = await visit.core.ask('companies.show', visit.claim, companyOf(visit))
  if (!found.ok) return found
  const bought = await visit.core.ask('licences.of_company', visit.claim, companyOf(visit))
  if (!bought.ok) return bought
  const company = found.result
  const { id, name, users } = company
  const { web, operator, command } = texts
  return {
    title: name,
    body: html`${facts([
      {
        label: web.company.users,
        value: html`<a href="/operator/companies/${id}/users">${web.general.people(users.registered, users.invited, users.blocked)}</a>`,
      },
      { label: web.company.trail, value: html`<a href="/operator/trail?company=${id}">${operator.seeTrail}</a>` },
    ])}
<h2>${web.general.details}</h2>
${detailsForm(visit, company)}
<h2>${web.general.domains}</h2>
${domainList(visit, company)}
<details${visit.problem?.act === 'allow' && html` open`}><summary>${command['domains.allow']}</summary>${form(visit, { act: 'allow', fields: fieldsFor('domains.allow', domain, {}, texts), submit: command['domains.allow'] })}</details>
<h2>${web.company.licences}</h2>
${licenceList(id, bought.result.licences, texts)}
<details${visit.problem?.act === 'assign' && html` open`}><summary>${command['licences.assign']}</summary>${form(visit, { act: 'assign', fields: licenceFields('licences.assign', {}, texts), submit: command['licences.assign'] })}</details>
<p><a href="/operator/companies">${operator.allCompanies}</a></p>`,
  }
}

type Company = FoundOf<'companies.show'>

const detailsForm = (visit: OperatorVisit, { contact, language, settings, ...company }: Company): Html => {
  const { texts } = visit
  const filled = {
    name: company.name,
    customerNumber: company.customerNumber,
    locale: language,
    contactName: contact.name,
    contactPhone: contact.phone,
    contactEmail: contact.email,
    freeRegistration: settings.freeRegistration,
  }
  return form(visit, {
    act: 'details',
    fields: fieldsFor('companies.change', details(texts.field.language), filled, texts),
    submit: texts.web.form.save,
  })
}

const domainList = (visit: OperatorVisit, { domains }: Company): Html => {
  const { texts } = visit
  if (domains.length === 0) return html`<p>${texts.operator.noDomains}</p>`
  return html`<ul class="rows">${domains.map(
    (one) =>
      html`<li><div><h3>${one.domain}</h3><p>${howAllowed(one, texts)}</p></div><div>${domainTag(one.state, texts)} ${form(visit, { act: 'domain-remove', hidden: { domain: one.domain }, submit: texts.command['domains.remove'], style: 'danger', inline: true })}</div></li>`,
  )}</ul>`
}
