import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { roles } from '../../src/users/user.ts'
import { type Html, html } from './html.ts'
import { type Answer, addPage } from './pages.ts'
import { filterChoice, filterForm, filterText, nextPage } from './parts.ts'
import type { Portal, UserVisit } from './visit.ts'

type Row = FoundOf<'users.search'>['users'][number]

const statuses = ['registered', 'invited', 'blocked'] as const
const tones = { registered: 'good', invited: 'waiting', blocked: 'bad', removed: 'bad' } as const

/** `/company/users`, Gebruikers: search, filter and page. */
export const addUsersPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, { path: '/company/users', who: 'administrator', show: usersPage })

const filters = ['query', 'status', 'role', 'licenceId', 'sort', 'after'] as const

const usersPage = async (visit: UserVisit): Promise<Answer> => {
  const { texts, query } = visit
  const asked = Object.fromEntries(filters.map((name) => [name, query.one(name)]).filter(([, value]) => value !== ''))
  const found = await visit.core.ask('users.search', visit.claim, asked)
  if (!found.ok) return found
  const licences = await visit.core.ask('licences.list', visit.claim, {})
  if (!licences.ok) return licences
  const { chat, field, web } = texts
  return {
    title: web.company.users,
    body: html`<p class="actions"><a class="button" href="/company/users/invite">${texts.command['users.invite']}</a> <a class="button" href="/company/users/invite/list">${web.inviteList.title}</a></p>
${filterForm(
  visit,
  html`${filterText(visit, 'query', web.users.search)}
${filterChoice(
  visit,
  'status',
  texts.card.status,
  statuses.map((value) => ({ value, label: chat.userStatus[value] })),
)}
${filterChoice(
  visit,
  'role',
  field.role,
  roles.map((value) => ({ value, label: chat.role[value] })),
)}
${filterChoice(
  visit,
  'licenceId',
  field.licenceId,
  licences.result.licences.map(({ id, name }) => ({ value: id, label: name })),
)}
${filterChoice(visit, 'sort', web.users.sort, [{ value: 'newest', label: web.users.newest }], web.users.byName)}`,
)}
<h2 class="count">${found.result.total === 0 ? chat.noUsers : chat.usersTitle(found.result.total)}</h2>
<ul class="rows">${found.result.users.map((user) => row(user, texts))}</ul>
${nextPage(visit, found.result.next)}`,
  }
}

const row = ({ id, name, email, role, roleUntil, status, invitedUntil, licences }: Row, texts: Texts): Html => {
  const { chat } = texts
  const what = [
    role === 'administrator' && `${chat.role.administrator}${roleUntil ? ` ${texts.until(roleUntil)}` : ''}`,
    licences.map((licence) => licence.name).join(', '),
  ].filter(Boolean)
  return html`<li><div><h3><a href="/company/users/${id}">${name || email}</a></h3><p>${name && email}</p>${what.length > 0 && html`<p class="muted">${what.join(' · ')}</p>`}</div>${statusTag({ status, invitedUntil }, texts)}</li>`
}

/** Invited, with the deadline; registered; or blocked. */
export const statusTag = ({ status, invitedUntil }: Pick<Row, 'status' | 'invitedUntil'>, texts: Texts): Html =>
  html`<div><span class="tag ${tones[status]}">${status === 'removed' ? texts.card.removedUser : texts.chat.userStatus[status]}</span>${status === 'invited' && invitedUntil && html` <span class="muted">${texts.until(invitedUntil)}</span>`}</div>`
