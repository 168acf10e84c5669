import type { Router } from 'express'
import { textsIn } from '../../src/texts/in-language.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { languageOptions } from './options.ts'
import { type Answer, addPage, runs, sayDone } from './pages.ts'
import { ifAny } from './parts.ts'
import type { Posted } from './posted.ts'
import { connectionPath } from './sign-in-pages.ts'
import { signOutAtProvider } from './sign-out.ts'
import type { Portal, UserVisit } from './visit.ts'

const rules: WebRules = {
  name: { kind: 'line', required: true, autocomplete: 'name' },
  phone: { kind: 'line', clears: true, autocomplete: 'tel' },
  country: { kind: 'line', clears: true, autocomplete: 'country-name' },
  language: { kind: 'choice', required: true, options: languageOptions },
}

/** `/profile`, Mijn gegevens: details, the company and switching to another, where one is signed in, and the end of the account. */
export const addProfilePage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path: '/profile',
    who: 'user',
    show: profilePage,
    acts: {
      details: changeDetails,
      switch: runs(
        'users.switch_company',
        (posted) => ({ companyId: posted.one('companyId') }),
        () => '/profile',
      ),
      sessions: async (visit) => {
        const outcome = await visit.core.run('sessions.end_all', visit.claim, {})
        if (!outcome.ok) return outcome
        visit.portal.browser.signOut(visit.response)
        return { goTo: '/login', say: sayDone(visit.texts, 'sessions.end_all', outcome.result) }
      },
      leave: async (visit) => {
        const outcome = await visit.core.run('users.leave', visit.claim, {})
        if (!outcome.ok) return outcome
        visit.portal.browser.signOut(visit.response)
        return { goTo: '/login', say: sayDone(visit.texts, 'users.leave', outcome.result) }
      },
    },
  })

/** Says that it was done in the language that was just chosen. */
const changeDetails = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const outcome = await visit.core.run('users.change_own', visit.claim, inputOf(rules, posted))
  if (!outcome.ok) return outcome
  return { goTo: '/profile', say: sayDone(textsIn(outcome.result.language), 'users.change_own', outcome.result) }
}

const profilePage = async (visit: UserVisit): Promise<Answer> => {
  const { core, claim, texts } = visit
  const { web, chat } = texts
  const { user } = visit.actor
  const switchable = await core.ask('users.switchable', claim, {})
  if (!switchable.ok) return switchable
  const sessions = await core.ask('sessions.list', claim, {})
  if (!sessions.ok) return sessions
  const { name, phone, country, language } = user
  return {
    title: web.frame.profile,
    leadsAway: visit.actor.session?.connectionId !== undefined,
    body: html`<h2>${web.profile.details}</h2>
<dl><dt>${chat.address}</dt><dd>${user.email}</dd><dt>${texts.field.role}</dt><dd>${chat.role[user.role]}${user.roleUntil && `, ${texts.until(user.roleUntil)}`}</dd></dl>
${form(visit, { act: 'details', fields: fieldsFor('users.change_own', rules, { name, phone, country, language }, texts), submit: web.form.save })}
<h2>${chat.company}</h2>${companySection(visit, switchable.result)}
<h2>${web.profile.sessions}</h2>
<ul class="rows">${sessions.result.map(
      ({ how, signedInAt, current }) =>
        html`<li><div>${web.profile.signedIn(how, signedInAt)}</div>${current && html`<span class="tag good">${web.profile.thisBrowser}</span>`}</li>`,
    )}</ul>
${form(visit, { act: 'sessions', submit: texts.command['sessions.end_all'], style: 'secondary' })}
${signOutAtProvider(visit)}
<h2>${web.profile.myData}</h2><p><a href="/profile/data.json">${web.profile.download}</a></p>
<details><summary>${texts.command['users.leave']}</summary><p>${web.profile.leaveText}</p>${form(visit, { act: 'leave', submit: texts.command['users.leave'], style: 'danger' })}</details>`,
  }
}

interface Switchable {
  readonly current: { readonly name: string }
  readonly companies: readonly {
    readonly id: string
    readonly name: string
    readonly connectionId?: string | undefined
  }[]
}

const companySection = (visit: UserVisit, { current, companies }: Switchable): Html => {
  const { texts } = visit
  const { web } = texts
  if (companies.length === 0) return html`<p>${web.profile.inCompany(current.name)}</p>`
  const options = companies.map(({ id, name }) => ({ value: id, label: name }))
  const elsewhere = companies.filter(({ connectionId }) => connectionId)
  return html`<p>${web.register.leaves(current.name)}</p>
${form(visit, {
  act: 'switch',
  fields: fieldsFor('users.switch_company', { companyId: { kind: 'choice', required: true, options } }, {}, texts),
  submit: texts.command['users.switch_company'],
})}
${ifAny(
  elsewhere,
  (list) =>
    html`<p>${web.profile.proveFirst}</p><ul>${list.map(
      ({ name, connectionId = '' }) =>
        html`<li><a href="${connectionPath(connectionId, '/profile')}&for=switch">${web.register.signInAt(name)}</a></li>`,
    )}</ul>`,
)}`
}
