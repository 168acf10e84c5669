import type { Router } from 'express'
import { refuse } from '../../src/kernel/refusal.ts'
import type { Installer } from '../channel.ts'
import { html } from './html.ts'
import { type Answer, addPage, sayDone } from './pages.ts'
import { browserHash, type Portal, type UserVisit } from './visit.ts'

export const installPath = '/slack/install'
const connections = '/company/connections'

/**
 * `/slack/install` leads an administrator to Slack, and `/slack/oauth_redirect` takes what comes back: only with the state that this
 * browser was given counts it. An installation that began in Slack has none, and nobody can tell for which company it is; it is
 * finished by installing again from here.
 */
export const addSlackInstall = (routes: Router, portal: Portal): void => {
  const installer = portal.slack?.installer
  if (!installer) return
  addPage(routes, portal, {
    path: installPath,
    who: 'administrator',
    show: async (visit) => {
      const started = await visit.core.run('installations.start', visit.claim, { browserHash: browserHash(visit) })
      return started.ok ? { goTo: installer.authorizeUrl(started.result.state) } : started
    },
  })
  addPage(routes, portal, {
    path: '/slack/oauth_redirect',
    who: 'administrator',
    show: (visit) => comeBack(visit, installer),
  })
}

const comeBack = async (visit: UserVisit, installer: Installer): Promise<Answer> => {
  const { core, claim, query, texts } = visit
  const words = texts.web.connections
  const given = { state: query.one('state'), browserHash: browserHash(visit) }
  if (query.one('error')) return again(visit, words.notAllowed)
  if (!given.state) return again(visit, words.installUnasked(visit.actor.company.name))
  const expected = await core.ask('installations.expected', claim, given)
  if (!expected.ok) return expected.code === 'invalid_input' ? refuse('installation_not_asked') : expected
  const installed = await installer.exchange(query.one('code'))
  if ('why' in installed) return again(visit, words.refusedBySlack(installed.why))
  const finished = await core.run('installations.finish', claim, { ...given, ...installed })
  return finished.ok ? { goTo: connections, say: sayDone(texts, 'installations.finish', finished.result) } : finished
}

const again = ({ texts: { web } }: UserVisit, why: string): Answer => ({
  title: web.connections.installTitle,
  body: html`<p>${why}</p><p><a class="button" href="${installPath}">${web.connections.install}</a></p>`,
})
