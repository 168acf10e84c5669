import type { Router } from 'express'
import type { ResultOf } from '../../src/catalogue.ts'
import { returnTo } from '../../src/sign-in/return-to.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { html } from './html.ts'
import type { Limits } from './limits.ts'
import { type Answer, addPage, type Page } from './pages.ts'
import type { Posted } from './posted.ts'
import { addSignOut } from './sign-out.ts'
import type { Portal, Visit } from './visit.ts'

const rules: WebRules = { email: { kind: 'email', autocomplete: 'email' } }

/**
 * `/login`: e-mail first; its domain leads to the identity provider, to a choice, or to a mailbox. `/login/link`: the link from the
 * mail, which asks for a press on a button, since mail scanners open links too. `/logout`.
 */
export const addSignInPages = (routes: Router, portal: Portal, limits: Limits): void => {
  addPage(routes, portal, { path: '/login', who: 'anyone', limits: limits.address, show: loginPage, acts: { start } })
  addPage(routes, portal, {
    path: '/login/sent',
    who: 'anyone',
    show: ({ texts: { web, page, done } }) => ({
      title: web.signIn.sentTitle,
      body: html`<p>${done['sign_in.start']({ kind: 'link' })}</p><p>${web.signIn.sentText}</p><p><a href="/login">${page.backToSignIn}</a></p>`,
    }),
  })
  addPage(routes, portal, {
    path: '/login/link',
    who: 'anyone',
    limits: limits.secret,
    show: linkPage,
    acts: { enter },
  })
  addSignOut(routes, portal)
}

const loginPage = (visit: Visit): Answer => {
  const { texts, query, problem } = visit
  const { web } = texts
  const wanted = problem?.posted.one('returnTo') ?? query.one('returnTo')
  if (visit.actor.kind === 'user') return { goTo: localPath(wanted) }
  const byLink = (problem?.posted.one('by') ?? query.one('by')) === 'link'
  return {
    title: texts.card.signIn,
    leadsAway: true,
    body: html`<p>${byLink ? web.signIn.byLinkIntro : web.signIn.intro}</p>
${form(visit, {
  act: 'start',
  fields: fieldsFor('sign_in.start', rules, {}, texts),
  hidden: { returnTo: wanted, by: byLink ? 'link' : undefined },
  submit: byLink ? web.signIn.sendLink : web.signIn.next,
  action: '/login',
})}
<p>${web.signIn.noAccount} <a href="/register/apply">${texts.card.register}</a></p>
${!byLink && html`<p><a href="/login?by=link${wanted && `&returnTo=${encodeURIComponent(wanted)}`}">${web.signIn.otherwise}</a></p>`}`,
  }
}

const start = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const wanted = posted.one('returnTo')
  const outcome = await visit.core.run('sign_in.start', visit.claim, {
    ...inputOf(rules, posted),
    returnTo: wanted,
    language: visit.actor.language,
    ...(posted.one('by') === 'link' && { by: 'link' }),
  })
  if (!outcome.ok) return outcome
  const realm = outcome.result
  if (realm.kind === 'link') return { goTo: '/login/sent' }
  if (realm.kind === 'connection') return { goTo: connectionPath(realm.connectionId, wanted) }
  return choicePage(visit, realm, posted)
}

/** Connections have no names here: whoever asks has not proved anything yet. */
const choicePage = (
  visit: Visit,
  { connections, link }: Extract<ResultOf<'sign_in.start'>, { kind: 'choose' }>,
  posted: Posted,
): Page => {
  const { web } = visit.texts
  const wanted = posted.one('returnTo')
  return {
    title: web.signIn.chooseTitle,
    body: html`<p>${web.signIn.chooseText}</p>
<ul>${connections.map(({ id }, index) => html`<li><a href="${connectionPath(id, wanted)}">${web.signIn.connection(index + 1)}</a></li>`)}</ul>
${
  link &&
  html`<h2>${web.signIn.orLink}</h2>${form(visit, {
    act: 'start',
    hidden: { email: posted.one('email'), returnTo: wanted, by: 'link' },
    submit: web.signIn.sendLink,
    action: '/login',
  })}`
}`,
  }
}

const linkPage = async (visit: Visit): Promise<Answer> => {
  const secret = secretOf(visit)
  const shown = await visit.core.ask('sign_in.show_link', visit.claim, { secret })
  if (!shown.ok) return shown
  const texts = textsIn(shown.result.language)
  return {
    title: texts.card.signIn,
    texts,
    body: html`<p>${texts.web.signIn.linkText}</p>${form(visit, {
      act: 'enter',
      hidden: { secret },
      submit: texts.card.signIn,
      action: '/login/link',
    })}`,
  }
}

const enter = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const outcome = await visit.core.run('sign_in.by_link', visit.claim, { secret: posted.one('secret') })
  if (!outcome.ok) return outcome
  visit.portal.browser.signIn(visit.response, outcome.result.session)
  return { goTo: localPath(outcome.result.returnTo) }
}

/** The secret of a link: in the address at first, in the form after that. */
export const secretOf = ({ problem, query }: Visit): string => problem?.posted.one('secret') || query.one('secret')

/** Sign-in through a connection, and back. */
export const connectionPath = (connectionId: string, back: string): string =>
  `/saml/${encodeURIComponent(connectionId)}/login?returnTo=${encodeURIComponent(localPath(back))}`

/** A path of this very portal; anything that could lead elsewhere is the home page. */
export const localPath = (path: string): string => returnTo.parse(path)
