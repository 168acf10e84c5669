import type { Router } from 'express'
import { form } from './form.ts'
import { html } from './html.ts'
import { type Answer, addPage, runs } from './pages.ts'
import { facts, ifAny } from './parts.ts'
import type { Portal, UserVisit } from './visit.ts'

const connectionOf = (visit: UserVisit) => ({ connectionId: visit.param('connection') })
const here = ({ request }: UserVisit): string => request.path

/** `/company/connections/:connection/provisioning`: what an identity provider needs to add, change and end users by itself. */
export const addProvisioningPage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, {
    path: '/company/connections/:connection/provisioning',
    who: 'administrator',
    show: provisioningPage,
    acts: {
      make: makeToken,
      end: runs(
        'provisioning.end_token',
        (posted, visit) => ({ ...connectionOf(visit), tokenId: posted.one('tokenId') }),
        here,
      ),
    },
  })

/** The page that follows at once, and no other, shows the token. */
const makeToken = async (visit: UserVisit): Promise<Answer> => {
  const outcome = await visit.core.run('provisioning.make_token', visit.claim, connectionOf(visit))
  if (!outcome.ok) return outcome
  const { web, done } = visit.texts
  return {
    title: done['provisioning.make_token'](outcome.result),
    body: html`<p>${web.provisioning.once}</p>${facts([
      { label: web.provisioning.address, value: html`<code>${rootOf(visit)}</code>` },
      { label: web.provisioning.token, value: html`<code>${outcome.result.token}</code>` },
    ])}<p><a href="${here(visit)}">${web.provisioning.goOn}</a></p>`,
  }
}

const rootOf = (visit: UserVisit): string => `${visit.portal.baseUrl}/scim/v2/${visit.param('connection')}`

const provisioningPage = async (visit: UserVisit): Promise<Answer> => {
  const found = await visit.core.ask('provisioning.list_tokens', visit.claim, connectionOf(visit))
  if (!found.ok) return found
  const { tokens, people } = found.result
  const { texts } = visit
  const { web, command } = texts
  return {
    title: web.provisioning.title,
    body: html`<p>${web.provisioning.text}</p>
${facts([
  { label: web.provisioning.address, value: html`<code>${rootOf(visit)}</code>` },
  { label: web.provisioning.people, value: String(people) },
])}
<h2>${web.provisioning.tokens}</h2>
${
  ifAny(
    tokens,
    (list) =>
      html`<ul class="rows">${list.map(
        ({ id, madeAt }) =>
          html`<li><div><p>${web.provisioning.made(madeAt)}</p></div>${form(visit, { act: 'end', hidden: { tokenId: id }, submit: command['provisioning.end_token'], style: 'danger', inline: true })}</li>`,
      )}</ul>`,
  ) ?? html`<p>${web.provisioning.none}</p>`
}
${form(visit, { act: 'make', submit: command['provisioning.make_token'] })}
<p><a href="/company/connections/${visit.param('connection')}">${web.connections.back}</a></p>`,
  }
}
