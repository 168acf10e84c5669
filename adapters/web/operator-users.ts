import type { Router } from 'express'
import { html } from './html.ts'
import { type Answer, addPage } from './pages.ts'
import { filterForm, filterText, nextPage } from './parts.ts'
import { statusTag } from './users-page.ts'
import type { OperatorVisit, Portal } from './visit.ts'

/** `/operator/companies/:company/users`: who belongs to the company, to look up; its administrators change them. */
export const addOperatorUsers = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, { path: '/operator/companies/:company/users', who: 'operator', show: usersPage })

const usersPage = async (visit: OperatorVisit): Promise<Answer> => {
  const { texts, query } = visit
  const companyId = visit.param('company')
  const found = await visit.core.ask('users.search', visit.claim, {
    companyId,
    query: query.one('query'),
    ...(query.one('after') && { after: query.one('after') }),
  })
  if (!found.ok) return found
  const { users, total, next } = found.result
  const { chat, web, operator } = texts
  return {
    title: web.company.users,
    body: html`${filterForm(visit, filterText(visit, 'query', web.users.search))}
<h2 class="count">${total === 0 ? chat.noUsers : chat.usersTitle(total)}</h2>
<ul class="rows">${users.map(({ name, email, role, licences, ...user }) => {
      const held = licences.map((licence) => licence.name)
      const what = role === 'administrator' ? [chat.role.administrator, ...held] : held
      return html`<li><div><h3>${name || email}</h3><p>${name && email}</p><p class="muted">${what.join(', ')}</p></div>${statusTag(user, texts)}</li>`
    })}</ul>
${nextPage(visit, next)}
<p><a href="/operator/companies/${companyId}">${operator.backToCompany}</a></p>`,
  }
}
