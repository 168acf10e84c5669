import type { Router } from 'express'
import { refuse } from '../../src/kernel/refusal.ts'
import { form } from './form.ts'
import { type Html, html } from './html.ts'
import type { Limits } from './limits.ts'
import { multipart } from './multipart.ts'
import { type Answer, addPage, runs, sayDone } from './pages.ts'
import type { Posted } from './posted.ts'
import { stepPath } from './set-up-parts.ts'
import { domainStep, metadataStep, oursStep } from './set-up-steps.ts'
import { onStep, testStep } from './set-up-test.ts'
import { secretOf } from './sign-in-pages.ts'
import type { Portal, Visit } from './visit.ts'

const steps = [oursStep, metadataStep, domainStep, testStep, onStep]

/**
 * `/set-up`: a link from an administrator, which asks for a press on a button, since mail scanners open links too.
 * `/set-up/:setUp`: setting up a connection step by step, by whoever pressed it, who needs no account.
 */
export const addSetUpPages = (routes: Router, portal: Portal, limits: Limits): void => {
  addPage(routes, portal, {
    path: '/set-up',
    who: 'anyone',
    limits: limits.secret,
    show: (visit) => ({
      title: visit.texts.setUp.handOver,
      body: html`<p>${visit.texts.setUp.openText}</p>${form(visit, {
        act: 'open',
        hidden: { secret: secretOf(visit) },
        submit: visit.texts.command['set_ups.open'],
        action: '/set-up',
      })}`,
    }),
    acts: {
      open: async (visit, posted) => {
        const given = { secret: posted.one('secret'), browserSecret: browserOf(visit) }
        const outcome = await visit.core.run('set_ups.open', visit.claim, given)
        return outcome.ok ? { goTo: `/set-up/${outcome.result.id}` } : outcome
      },
    },
  })
  routes.post('/set-up/:setUp', ...multipart)
  addPage(routes, portal, {
    path: '/set-up/:setUp',
    who: 'anyone',
    show: setUpPage,
    acts: {
      metadata: takeMetadata,
      prove: runs('set_ups.start_proof', domainOf, (visit) => stepPath(visit, 3)),
      check: runs('set_ups.check_proof', domainOf, (visit) => stepPath(visit, 3)),
      attributes: runs('set_ups.choose_attributes', attributesOf, (visit) => stepPath(visit, 4)),
      on: runs(
        'set_ups.turn_on',
        (_posted, visit) => whichOf(visit),
        (visit) => stepPath(visit, 5),
      ),
    },
  })
}

const browserOf = ({ portal, request, response }: Visit): string => portal.browser.key(request, response)

const whichOf = (visit: Visit) => ({ setUpId: visit.param('setUp'), browserSecret: browserOf(visit) })

const domainOf = (posted: Posted, visit: Visit) => ({ ...whichOf(visit), domain: posted.one('domain') })

const attributesOf = (posted: Posted, visit: Visit) => ({
  ...whichOf(visit),
  attributes: Object.fromEntries(
    ['email', 'name', 'groups'].flatMap((name) => (posted.one(name) ? [[name, posted.one(name)]] : [])),
  ),
})

const takeMetadata = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const read = await visit.portal.identityProviders.read({
    metadataXml: posted.one('metadataFile').trim() || posted.one('metadataXml').trim(),
    metadataUrl: posted.one('metadataUrl').trim(),
  })
  if (!read) return refuse('invalid_input', { fields: { metadataUrl: ['Required'] } })
  if ('why' in read) return refuse('metadata_unusable', { why: read.why })
  const outcome = await visit.core.run('set_ups.take_metadata', visit.claim, { ...whichOf(visit), ...read })
  if (!outcome.ok) return outcome
  return { goTo: stepPath(visit, 3), say: sayDone(visit.texts, 'set_ups.take_metadata', outcome.result) }
}

/** Which form belongs to which step, so that a refused one is shown again where it stands. */
const stepOfAct: { readonly [act: string]: number } = { metadata: 2, prove: 3, check: 3, attributes: 4, on: 5 }

const setUpPage = async (visit: Visit): Promise<Answer> => {
  const shown = await visit.core.ask('set_ups.show', visit.claim, whichOf(visit))
  if (!shown.ok) return shown
  const words = visit.texts.setUp
  const { company, connection } = shown.result
  if (connection && !connection.draft) return { title: words.isOn, body: html`<p>${words.isOnText}</p>` }
  const asked = visit.problem ? stepOfAct[visit.problem.act] : Number(visit.query.one('step') || 1)
  const current = Math.min(Math.max(1, asked || 1), steps.length)
  const body = await steps[current - 1]?.(visit, shown.result)
  return { title: words.title(company), body: html`${progress(visit, current)}${body}` }
}

const progress = (visit: Visit, current: number): Html =>
  html`<nav aria-label="${visit.texts.setUp.handOver}"><ol>${visit.texts.setUp.steps.map(
    (name, index) =>
      html`<li><a href="${stepPath(visit, index + 1)}"${index + 1 === current && html` aria-current="step"`}>${name}</a></li>`,
  )}</ol></nav><h2>${visit.texts.setUp.steps[current - 1]}</h2>`
