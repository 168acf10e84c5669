import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { counted } from '../../src/kernel/counted.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { licenceRows } from './licence-rows.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { facts, nextPage } from './parts.ts'
import { isAdministrator, type Portal, type UserVisit } from './visit.ts'

const giveRules: WebRules = {
  user: { kind: 'email', required: true },
  until: { kind: 'date' },
  reason: { kind: 'text' },
}

const licenceOf = (visit: UserVisit) => ({ licenceId: visit.param('licence') })
const here = ({ request }: UserVisit): string => request.path

/** `/company/licences`, Licenties, and `/company/licences/:licence`, Licentiedetails. */
export const addLicencePages = (routes: Router, portal: Portal): void => {
  addPage(routes, portal, { path: '/company/licences', who: 'user', show: licencesPage })
  addPage(routes, portal, {
    path: '/company/licences/:licence',
    who: 'administrator',
    show: licencePage,
    acts: {
      switches: runs(
        'licences.set_switches',
        (posted, visit) => ({ ...licenceOf(visit), ...inputOf(switchRules(), posted) }),
        here,
      ),
      give: runs('access.give', (posted, visit) => ({ ...licenceOf(visit), ...inputOf(giveRules, posted) }), here),
      withdraw: runs('access.end', (posted, visit) => ({ ...licenceOf(visit), user: posted.one('user') }), here),
    },
  })
}

const licencesPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts } = visit
  const found = await visit.core.ask('licences.list', visit.claim, {})
  if (!found.ok) return found
  const { licences } = found.result
  return {
    title: texts.web.company.licences,
    body: html`<h2 class="hidden">${texts.chat.licencesTitle}</h2>
${licences.length === 0 ? html`<p>${texts.chat.noLicences}</p>` : licenceRows(licences, texts, isAdministrator(visit))}
<p><a href="/requests/standard">${texts.command['requests.ask_standard']}</a></p>`,
  }
}

type Shown = FoundOf<'licences.show'>

/** Each switch says what it does before it is set, with the numbers of this company. */
const switchRules = (shown?: Shown, texts?: Texts): WebRules => ({
  companyWide: {
    kind: 'flag',
    hint: shown && texts?.web.licences.companyWideEffect(shown.registered, shown.openRequests),
  },
  shown: { kind: 'flag', hint: texts?.web.licences.shownEffect },
})

const licencePage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, query } = visit
  const found = await visit.core.ask('licences.show', visit.claim, {
    ...licenceOf(visit),
    ...(query.one('after') && { after: query.one('after') }),
  })
  if (!found.ok) return found
  const shown = found.result
  const { licence, seats } = shown
  const { web } = texts
  const { companyWide, shown: isShown } = licence
  return {
    title: licence.name,
    body: html`<p class="muted">${web.licences.details}</p>
${facts([
  {
    label: texts.field.seats,
    value: html`${texts.chat.seats(seats.used, seats.of)}${seats.of !== undefined && html` <meter min="0" max="${seats.of}" value="${seats.used}" aria-label="${texts.field.seats}"></meter>`}`,
  },
  { label: web.licences.end, value: licence.expiresAt && texts.until(licence.expiresAt) },
  {
    label: web.licences.open,
    value: shown.openRequests > 0 ? html`<a href="/requests">${counted(shown.openRequests)}</a>` : undefined,
  },
])}
<h2>${web.licences.switches}</h2>
${form(visit, {
  act: 'switches',
  fields: fieldsFor('licences.set_switches', switchRules(shown, texts), { companyWide, shown: isShown }, texts),
  after: html`<p class="muted">${web.licences.bothOff}</p>`,
  submit: web.form.save,
})}
<h2>${web.licences.holders}</h2>
${companyWide && html`<p class="note">${web.licences.everybody(shown.registered)}</p>`}
${holderRows(visit, shown)}
${nextPage(visit, shown.next)}
<details${visit.problem?.act === 'give' && html` open`}><summary>${texts.command['access.give']}</summary>${form(visit, { act: 'give', fields: fieldsFor('access.give', giveRules, {}, texts), submit: texts.command['access.give'] })}</details>
<h2>${web.licences.collection}</h2>
${licence.standards.length === 0 ? html`<p>${web.licences.emptyCollection}</p>` : html`<ul>${licence.standards.map(({ number, title }) => html`<li>${number}${title && html` <span class="muted">${title}</span>`}</li>`)}</ul>`}
<p><a href="/company/licences">${web.licences.back}</a></p>`,
  }
}

const holderRows = (visit: UserVisit, { holders, licence }: Shown): Html => {
  const { texts } = visit
  const { web } = texts
  if (holders.length === 0)
    return html`<p>${licence.companyWide ? web.licences.noOwnGrants : web.licences.noHolders}</p>`
  return html`<ul class="rows">${holders.map(
    ({ userId, name, email, grant, givenBy }) =>
      html`<li><div><h3><a href="/company/users/${userId}">${name || email}</a></h3><p>${web.licences.given(grant.givenAt, givenBy)}${grant.until && html` · ${texts.until(grant.until)}`}</p>${grant.why && html`<p class="muted">${grant.why}</p>`}</div>${form(visit, { act: 'withdraw', hidden: { user: userId }, submit: texts.command['access.end'], style: 'secondary', inline: true })}</li>`,
  )}</ul>`
}
