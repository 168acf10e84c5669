import type { Router } from 'express'
import type { Option } from '../../src/cards/form.ts'
import type { FoundOf } from '../../src/catalogue.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { html } from './html.ts'
import { type Answer, addPage, runs } from './pages.ts'
import type { Portal, UserVisit } from './visit.ts'

/** `/requests/access` and `/requests/standard`: asking for a licence, or for a standard in a licence's collection. */
export const addAskPages = (routes: Router, portal: Portal): void => {
  addPage(routes, portal, {
    path: '/requests/access',
    who: 'user',
    show: accessPage,
    acts: {
      ask: runs(
        'requests.ask_access',
        (posted) => inputOf(accessRules([], false), posted),
        (_visit, { reference }) => `/requests/${reference}`,
      ),
    },
  })
  addPage(routes, portal, {
    path: '/requests/standard',
    who: 'user',
    show: standardPage,
    acts: {
      ask: runs(
        'requests.ask_standard',
        (posted) => inputOf(standardRules([], false), posted),
        (_visit, { reference }) => `/requests/${reference}`,
      ),
    },
  })
}

const accessRules = (options: readonly Option[], reasonMandatory: boolean): WebRules => ({
  licenceId: { kind: 'choice', required: true, options },
  reason: { kind: 'text', required: reasonMandatory },
})

const standardRules = (options: readonly Option[], reasonMandatory: boolean): WebRules => ({
  number: { kind: 'line' },
  title: { kind: 'line' },
  licenceId: { kind: 'choice', options },
  reason: { kind: 'text', required: reasonMandatory },
})

type MyLicences = FoundOf<'licences.list'>

const optionsOf = (licences: MyLicences['licences']): Option[] =>
  licences.map(({ id, name }) => ({ value: id, label: name }))

const note = ({ requestText }: MyLicences) => requestText && html`<p class="note">${requestText}</p>`

const accessPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, actor } = visit
  const found = await visit.core.ask('licences.list', visit.claim, {})
  if (!found.ok) return found
  const open = found.result.licences.filter(
    ({ access, asked, shown }) => shown && !asked && access.because === 'no_grant',
  )
  const rules = accessRules(optionsOf(open), actor.company.settings.reasonMandatory)
  return {
    title: texts.command['requests.ask_access'],
    body:
      open.length === 0
        ? html`<p>${texts.refused.nothing_to_ask({})}</p><p><a href="/requests/standard">${texts.command['requests.ask_standard']}</a></p>`
        : html`${note(found.result)}${form(visit, {
            act: 'ask',
            fields: fieldsFor('requests.ask_access', rules, { licenceId: visit.query.one('licence') }, texts),
            submit: texts.card.send,
          })}`,
  }
}

const standardPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, actor } = visit
  const found = await visit.core.ask('licences.list', visit.claim, {})
  if (!found.ok) return found
  const live = found.result.licences.filter(({ access }) => access.because !== 'expired')
  const rules = standardRules(optionsOf(live), actor.company.settings.reasonMandatory)
  return {
    title: texts.command['requests.ask_standard'],
    body: html`<p>${texts.web.requests.standardText}</p>${note(found.result)}${form(visit, {
      act: 'ask',
      fields: fieldsFor('requests.ask_standard', rules, { number: visit.query.one('number') }, texts),
      submit: texts.card.send,
    })}`,
  }
}
