import type { Texts } from '../../src/texts/texts.ts'
import { type Html, html } from './html.ts'
import type { Page } from './pages.ts'
import { styleAddress } from './style.ts'
import { homePath, isAdministrator, isOperatorVisit, isUserVisit, type OperatorVisit, type Visit } from './visit.ts'

/** Sends a page in its frame: title, menus, what was just done, the page itself. */
export const sendPage = (visit: Visit, page: Page): void => {
  const { request, response, portal } = visit
  const said = portal.flash.take(request, response)
  if (page.leadsAway) allowLeaving(response)
  response
    .status(page.status ?? 200)
    .type('html')
    .send(documentOf(visit, page, said))
}

/** Browsers hold a form to its policy through every redirect, and whose identity provider it will be is not known yet. */
const allowLeaving = (response: Visit['response']): void => {
  const policy = String(response.getHeader('Content-Security-Policy') ?? '')
  response.setHeader('Content-Security-Policy', policy.replace(/;?\s*form-action [^;]*/, ''))
}

const documentOf = (visit: Visit, page: Page, said: string | undefined): string => {
  const texts = page.texts ?? visit.texts
  const title = visit.problem ? texts.web.form.mistakeIn(page.title) : page.title
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${texts.page.product}</title>
<link rel="stylesheet" href="${styleAddress}">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#main">${texts.web.frame.skip}</a>
${frame(visit, texts)}
<main id="main"${!isUserVisit(visit) && !isOperatorVisit(visit) && html` class="narrow"`}>
${said && html`<p class="said" role="status">${said}</p>`}
<h1>${page.title}</h1>
${page.body}
</main>
<footer><small>${texts.page.product} · ${texts.web.frame.about}</small></footer>
</body>
</html>
`.html
}

const frame = (visit: Visit, texts: Texts): Html => {
  const { frame: words } = texts.web
  const { product } = texts.page
  if (isOperatorVisit(visit)) return operatorFrame(visit, texts)
  if (!isUserVisit(visit))
    return html`<header><div><a class="brand" href="${homePath(visit)}">${product}</a></div></header>`
  const { user, company } = visit.actor
  return html`<header><div><a class="brand" href="/">${product}</a>
<span class="who">${user.name || user.email} · ${company.name}</span>
<form method="post" action="/logout" class="inline"><input type="hidden" name="_token" value="${visit.token}"><button type="submit" class="secondary">${texts.command.sign_out}</button></form></div>
<nav aria-label="${words.menu}"><ul>${link(visit, '/', words.home)}${link(visit, '/requests', words.requests)}${
    isAdministrator(visit) && link(visit, '/company/general', words.company, '/company')
  }${link(visit, '/profile', words.profile)}</ul></nav></header>
${isAdministrator(visit) && visit.request.path.startsWith('/company') && companyMenu(visit, texts)}`
}

const operatorFrame = (visit: OperatorVisit, { operator: words, page, web, command }: Texts): Html =>
  html`<header><div><a class="brand" href="/operator">${page.product}</a>
<span class="who">${visit.actor.operator?.name} · ${words.operator}</span>
<form method="post" action="/operator/sign-out" class="inline"><input type="hidden" name="_token" value="${visit.token}"><input type="hidden" name="_do" value="sign_out"><button type="submit" class="secondary">${command['operators.sign_out']}</button></form></div>
<nav aria-label="${web.frame.menu}"><ul>${link(visit, '/operator/companies', words.companies)}${link(visit, '/operator/requests', words.domainRequests)}${link(visit, '/operator/webhooks', words.webhooks)}${link(visit, '/operator/trail', web.company.trail)}</ul></nav></header>`

const companyMenu = (visit: Visit, { web }: Texts): Html => {
  const words = web.company
  return html`<nav class="sub" aria-label="${web.frame.company}"><ul>${[
    link(visit, '/company/general', words.general),
    link(visit, '/company/users', words.users),
    link(visit, '/company/licences', words.licences),
    link(visit, '/company/connections', words.connections),
    link(visit, '/company/delivery', words.delivery),
    link(visit, '/company/trail', words.trail),
  ]}</ul></nav>`
}

const link = ({ request: { path } }: Visit, to: string, label: string, section = to): Html => {
  const current = path === to ? 'page' : to !== '/' && path.startsWith(`${section}/`) ? 'true' : undefined
  return html`<li><a href="${to}"${current && html` aria-current="${current}"`}>${label}</a></li>`
}
