import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { roles } from '../../src/users/user.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { type Html, html } from './html.ts'
import { languageOptions } from './options.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { dayOf, facts, ifAny } from './parts.ts'
import { statusTag } from './users-page.ts'
import type { Portal, UserVisit } from './visit.ts'

const detailRules: WebRules = {
  name: { kind: 'line' },
  phone: { kind: 'line', clears: true },
  country: { kind: 'line', clears: true },
  language: { kind: 'choice', required: true, options: languageOptions },
}
const roleRules = ({ chat, web }: Texts): WebRules => ({
  role: { kind: 'choice', required: true, options: roles.map((role) => ({ value: role, label: chat.role[role] })) },
  roleUntil: { kind: 'date', clears: true, hint: web.users.roleUntilHint },
})
const giveRules: WebRules = {
  licenceId: { kind: 'choice', required: true },
  until: { kind: 'date' },
  reason: { kind: 'text' },
}

const userOf = (_posted: unknown, visit: UserVisit) => ({ user: visit.param('user') })
const here = ({ request }: UserVisit): string => request.path

/** `/company/users/:user`: details, role, licences, and what ends an account. */
export const addUserPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path: '/company/users/:user',
    who: 'administrator',
    show: userPage,
    acts: {
      details: runs(
        'users.change',
        (posted, visit) => ({ ...userOf(posted, visit), ...inputOf(detailRules, posted) }),
        here,
      ),
      role: runs(
        'users.change',
        (posted, visit) => ({ ...userOf(posted, visit), ...inputOf(roleRules(visit.texts), posted) }),
        here,
      ),
      resend: runs('users.resend', userOf, here),
      block: runs('users.block', userOf, here),
      unblock: runs('users.unblock', userOf, here),
      release: runs('identities.release', userOf, here),
      remove: runs('users.remove', userOf, () => '/company/users'),
      give: runs('access.give', (posted, visit) => ({ ...userOf(posted, visit), ...inputOf(giveRules, posted) }), here),
      withdraw: runs(
        'access.end',
        (posted, visit) => ({ ...userOf(posted, visit), licenceId: posted.one('licenceId') }),
        here,
      ),
    },
  })

type Shown = FoundOf<'users.show'>

const userPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts } = visit
  const found = await visit.core.ask('users.show', visit.claim, { user: visit.param('user') })
  if (!found.ok) return found
  const user = found.result
  const { web, chat, field, command } = texts
  const { name, phone, country, language, role, roleUntil } = user
  return {
    title: user.name || user.email,
    body: html`<div class="tags">${statusTag(user, texts)}</div>
${facts([
  { label: chat.address, value: user.email },
  { label: field.role, value: `${chat.role[role]}${roleUntil ? `, ${texts.until(roleUntil)}` : ''}` },
  { label: web.users.registeredAt, value: user.registeredAt && texts.day(user.registeredAt) },
])}
${user.status === 'invited' && form(visit, { act: 'resend', submit: command['users.resend'] })}
<h2>${web.users.details}</h2>
${form(visit, { act: 'details', fields: fieldsFor('users.change', detailRules, { name, phone, country, language }, texts), submit: web.form.save })}
<h2>${field.role}</h2>
${form(visit, { act: 'role', fields: fieldsFor('users.change', roleRules(texts), { role, roleUntil: dayOf(roleUntil) }, texts), submit: web.form.save })}
${user.status === 'registered' && (await licenceSection(visit, user))}
${endings(visit, user)}
<p><a href="/company/users">${web.users.back}</a></p>`,
  }
}

const licenceSection = async (visit: UserVisit, { licences }: Shown): Promise<Html> => {
  const { texts } = visit
  const { chat, command } = texts
  const all = await visit.core.ask('licences.list', visit.claim, {})
  const has = new Set(licences.map(({ id }) => id))
  const options = all.ok
    ? all.result.licences
        .filter(({ id, access, companyWide }) => !has.has(id) && !companyWide && access.because !== 'expired')
        .map(({ id, name }) => ({ value: id, label: name }))
    : []
  const rules: WebRules = { ...giveRules, licenceId: { kind: 'choice', required: true, options } }
  return html`<h2>${chat.licencesTitle}</h2>
<ul class="rows">${licences.map(
    ({ id, name, because, until }) =>
      html`<li><div><h3><a href="/company/licences/${id}">${name}</a></h3><p>${
        because === 'company_wide' ? chat.companyWide : until && texts.until(until)
      }</p></div>${because === 'grant' && form(visit, { act: 'withdraw', hidden: { licenceId: id }, submit: command['access.end'], style: 'secondary', inline: true })}</li>`,
  )}</ul>
${ifAny(options, () => html`<details${visit.problem?.act === 'give' && html` open`}><summary>${command['access.give']}</summary>${form(visit, { act: 'give', fields: fieldsFor('access.give', rules, {}, texts), submit: command['access.give'] })}</details>`)}`
}

/** What can't be undone waits behind a second look. */
const endings = (visit: UserVisit, user: Shown): Html => {
  const { web, command } = visit.texts
  const ending = (act: 'block' | 'remove' | 'release', label: string, text: string) =>
    html`<details${visit.problem?.act === act && html` open`}><summary>${label}</summary><p>${text}</p>${form(visit, { act, submit: label, style: 'danger' })}</details>`
  return html`<h2>${web.users.account}</h2>
${user.linked && ending('release', command['identities.release'], web.users.releaseText)}
${user.status === 'registered' && ending('block', command['users.block'], web.users.blockText)}
${user.status === 'blocked' && form(visit, { act: 'unblock', submit: command['users.unblock'] })}
${ending('remove', command['users.remove'], user.status === 'invited' ? web.users.takeBackText : web.users.removeText)}`
}
