import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { domainSection } from './domain-section.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { languageOptions } from './options.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { facts } from './parts.ts'
import type { Portal, UserVisit } from './visit.ts'

const path = '/company/general'

const details: WebRules = {
  contactName: { kind: 'line', clears: true },
  contactPhone: { kind: 'line', clears: true },
  contactEmail: { kind: 'email', clears: true },
}
const requests = (hint?: string): WebRules => ({
  requestText: { kind: 'text', clears: true, hint },
  reasonMandatory: { kind: 'flag' },
})
const notifications = (timeHint?: string): WebRules => ({
  remindAfterDays: { kind: 'number', required: true },
  expireAfterDays: { kind: 'number', required: true },
  digest: { kind: 'flag' },
  quietFrom: { kind: 'line', clears: true, hint: timeHint },
  quietTo: { kind: 'line', clears: true },
  quietWeekends: { kind: 'flag' },
})
const stepUp = (hint?: string): WebRules => ({
  confirmSensitive: { kind: 'flag', hint },
  confirmBulkOver: { kind: 'number', clears: true },
  signInEveryDays: { kind: 'number', clears: true },
})
const registration = (hint?: string): WebRules => ({ freeRegistration: { kind: 'flag', hint } })
const domain: WebRules = { domain: { kind: 'line', required: true } }
const domainRequest: WebRules = { ...domain, removal: { kind: 'flag' }, reason: { kind: 'text' } }

type Company = FoundOf<'companies.show'>

/** `/company/general`, Algemeen: contact person, allowed domains, what a request form says, who is told when, and free registration. */
export const addGeneralPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path,
    who: 'administrator',
    show: generalPage,
    acts: {
      details: runs(
        'companies.change',
        (posted) => ({ ...inputOf(details, posted), locale: posted.one('language') || undefined }),
        () => path,
      ),
      requests: runs(
        'companies.change',
        (posted) => inputOf(requests(), posted),
        () => path,
      ),
      notifications: runs(
        'companies.change',
        (posted) => inputOf(notifications(), posted),
        () => path,
      ),
      'step-up': runs(
        'companies.change',
        (posted) => inputOf(stepUp(), posted),
        () => path,
      ),
      registration: runs(
        'companies.change',
        (posted) => inputOf(registration(), posted),
        () => path,
      ),
      'domain-request': runs(
        'requests.ask_domain',
        (posted) => inputOf(domainRequest, posted),
        () => path,
      ),
      'domain-prove': runs(
        'domains.start_proof',
        (posted) => inputOf(domain, posted),
        () => path,
      ),
      'domain-check': runs(
        'domains.check_proof',
        (posted) => inputOf(domain, posted),
        () => path,
      ),
    },
  })

const generalPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts } = visit
  const found = await visit.core.ask('companies.show', visit.claim, {})
  if (!found.ok) return found
  const company = found.result
  const { web } = texts
  return {
    title: web.company.general,
    body: html`<h2>${web.general.details}</h2>
${facts([
  { label: texts.field.name, value: company.name },
  { label: web.general.customerNumber, value: company.customerNumber },
  {
    label: web.company.users,
    value: web.general.people(company.users.registered, company.users.invited, company.users.blocked),
  },
])}
${detailsForm(visit, company)}
<h2>${web.general.domains}</h2>
${domainSection(visit, company.domains)}
<h2>${web.general.requests}</h2>
${form(visit, {
  act: 'requests',
  fields: fieldsFor(
    'companies.change',
    requests(web.general.requestTextHint),
    { requestText: company.settings.requestText, reasonMandatory: company.settings.reasonMandatory },
    texts,
  ),
  submit: web.form.save,
})}
<h2>${web.general.notifications}</h2>
${notificationsForm(visit, company)}
<h2>${web.general.stepUp}</h2>
${stepUpForm(visit, company)}
<h2>${web.general.registration}</h2>
${form(visit, {
  act: 'registration',
  fields: fieldsFor(
    'companies.change',
    registration(web.general.registrationHint),
    { freeRegistration: company.settings.freeRegistration },
    texts,
  ),
  submit: web.form.save,
})}`,
  }
}

const notificationsForm = (visit: UserVisit, { settings }: Company): Html => {
  const { remindAfterDays, expireAfterDays, digest, quietFrom, quietTo, quietWeekends } = settings
  return form(visit, {
    act: 'notifications',
    fields: fieldsFor(
      'companies.change',
      notifications(visit.texts.web.general.timeHint),
      { remindAfterDays, expireAfterDays, digest, quietFrom, quietTo, quietWeekends },
      visit.texts,
    ),
    submit: visit.texts.web.form.save,
  })
}

const stepUpForm = (visit: UserVisit, { settings }: Company): Html => {
  const { confirmSensitive, confirmBulkOver, signInEveryDays } = settings
  const { web } = visit.texts
  return form(visit, {
    act: 'step-up',
    fields: fieldsFor(
      'companies.change',
      stepUp(web.general.stepUpHint),
      { confirmSensitive, confirmBulkOver, signInEveryDays },
      visit.texts,
    ),
    submit: web.form.save,
  })
}

/** The company's language has the name of a person's, which every form shows in the same words. */
const detailsForm = (visit: UserVisit, { contact, language }: Company): Html => {
  const { texts } = visit
  const filled = { contactName: contact.name, contactPhone: contact.phone, contactEmail: contact.email }
  return form(visit, {
    act: 'details',
    fields: [
      ...fieldsFor('companies.change', details, filled, texts),
      {
        name: 'language',
        label: texts.field.language,
        kind: 'choice',
        required: true,
        options: languageOptions,
        value: language,
      },
    ],
    submit: texts.web.form.save,
  })
}
