import type { Router } from 'express'
import type { Input } from '../../src/cards/card.ts'
import type { FoundOf } from '../../src/catalogue.ts'
import { refuse } from '../../src/kernel/refusal.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { fieldsFor, form, inputOf, type WebField, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { dayOf } from './parts.ts'
import type { Posted } from './posted.ts'
import type { OperatorVisit, Portal } from './visit.ts'

type Licence = FoundOf<'licences.of_company'>['licences'][number]

const rules = (): WebRules => ({
  name: { kind: 'line', required: true },
  seats: { kind: 'number' },
  expiresAt: { kind: 'date' },
  companyWide: { kind: 'flag' },
  shown: { kind: 'flag' },
})
const changing = (): WebRules => ({
  ...rules(),
  seats: { kind: 'number', clears: true },
  expiresAt: { kind: 'date', clears: true },
})
const collection = (hint?: string): WebRules => ({ standards: { kind: 'text', hint } })

/** What a company buys, in a form. */
export const licenceFields = (name: 'licences.assign', filled: Input, texts: Texts): WebField[] =>
  fieldsFor(name, { ...rules(), ...collection(texts.operator.standardsHint) }, filled, texts)

export const licenceInput = (posted: Posted): object => ({
  ...inputOf(rules(), posted),
  ...standardsIn(posted),
})

/** One standard a line: its number, and after `=` its title. */
const standardsIn = (posted: Posted): { readonly standards: readonly { number: string; title?: string }[] } => ({
  standards: posted
    .one('standards')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [number = '', title] = line.split(/=(.*)/s).map((part) => part.trim())
      return { number, ...(title && { title }) }
    }),
})

/** The licences of a company, each with a page of its own. */
export const licenceList = (companyId: string, licences: readonly Licence[], texts: Texts): Html => {
  if (licences.length === 0) return html`<p>${texts.operator.noLicences}</p>`
  return html`<ul class="rows">${licences.map(({ id, name, seats, seatsUsed, expiresAt, companyWide }) => {
    const more = [companyWide && texts.chat.companyWide, expiresAt && texts.web.licences.lasts(expiresAt)]
    return html`<li><div><h3><a href="/operator/companies/${companyId}/licences/${id}">${name}</a></h3><p>${[texts.chat.seats(seatsUsed, seats), ...more].filter(Boolean).join(' · ')}</p></div></li>`
  })}</ul>`
}

const named = (visit: OperatorVisit) => ({ companyId: visit.param('company'), licenceId: visit.param('licence') })
const here = ({ request }: OperatorVisit): string => request.path

/** `/operator/companies/:company/licences/:licence`: what the company bought, its switches and its standards. */
export const addOperatorLicence = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path: '/operator/companies/:company/licences/:licence',
    who: 'operator',
    show: licencePage,
    acts: {
      change: runs('licences.change', (posted, visit) => ({ ...inputOf(changing(), posted), ...named(visit) }), here),
      standards: runs('licences.change', (posted, visit) => ({ ...standardsIn(posted), ...named(visit) }), here),
    },
  })

/** More of them make a page that no browser sends back; those are changed through the API. */
const mostStandards = 500

const licencePage = async (visit: OperatorVisit): Promise<Answer> => {
  const { companyId, licenceId } = named(visit)
  const found = await visit.core.ask('licences.of_company', visit.claim, { companyId })
  if (!found.ok) return found
  const licence = found.result.licences.find(({ id }) => id === licenceId)
  if (!licence) return refuse('not_found')
  const { texts } = visit
  const { name, seats, seatsUsed, expiresAt, companyWide, shown, standards } = licence
  const filled = { name, seats, expiresAt: dayOf(expiresAt), companyWide, shown }
  const lines = standards.map(({ number, title }) => (title ? `${number} = ${title}` : number))
  return {
    title: name,
    body: html`<p>${texts.chat.seats(seatsUsed, seats)}</p>
${form(visit, { act: 'change', fields: fieldsFor('licences.change', changing(), filled, texts), submit: texts.web.form.save })}
<h2>${texts.web.licences.collection}</h2>
${
  standards.length > mostStandards
    ? html`<p>${texts.operator.manyStandards(standards.length)}</p>`
    : form(visit, {
        act: 'standards',
        fields: fieldsFor('licences.change', collection(texts.operator.standardsHint), { standards: lines }, texts),
        submit: texts.web.form.save,
      })
}
<p><a href="/operator/companies/${companyId}">${texts.operator.backToCompany}</a></p>`,
  }
}
