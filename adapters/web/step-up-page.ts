import type { Router } from 'express'
import { type CommandName, commands } from '../../src/catalogue.ts'
import { refuse } from '../../src/kernel/refusal.ts'
import { stepUpPath } from '../../src/sign-in/step-up.ts'
import { form } from './form.ts'
import { html } from './html.ts'
import type { Limits } from './limits.ts'
import { type Answer, addPage, sayDone } from './pages.ts'
import type { Posted } from './posted.ts'
import { secretOf } from './sign-in-pages.ts'
import { browserHash, chatName, isUserVisit, type Portal, type UserVisit, type Visit } from './visit.ts'

/**
 * `/step-up`: what a company wants a fresh sign-in for waits here. It says what that is, leads to the sign-in, and does it as soon as
 * the browser comes back from there.
 */
export const addStepUpPage = (routes: Router, portal: Portal, limits: Limits): void =>
  addPage(routes, portal, {
    path: stepUpPath,
    who: 'anyone',
    limits: limits.secret,
    show: async (visit) => (isUserVisit(visit) ? await doneAfterSignIn(visit) : undefined) ?? question(visit),
    acts: { agree },
  })

const question = async (visit: Visit): Promise<Answer> => {
  const { core, claim, texts } = visit
  const secret = secretOf(visit)
  const shown = await core.ask('step_ups.show', claim, { secret })
  if (!shown.ok) return shown.code === 'invalid_input' ? refuse('link_used_or_expired') : shown
  const { command, channel } = shown.result
  const where = channel === 'slack' || channel === 'teams' ? chatName[channel] : 'Toegang'
  const words = texts.web.stepUp
  const what = isCommand(command) ? texts.command[command] : command
  return {
    title: words.title,
    body: html`<p>${words.question(what, where)}</p><p class="note">${words.warning}</p>
${form(visit, { act: 'agree', hidden: { secret }, submit: words.signIn, action: stepUpPath })}`,
  }
}

/** The session that is there ends: it is no proof of who sits here now. */
const agree = async (visit: Visit, posted: Posted): Promise<Answer> => {
  const { core, claim, portal, response } = visit
  const secret = posted.one('secret')
  const agreed = await core.run('step_ups.agree', claim, { secret, browserHash: browserHash(visit) })
  if (!agreed.ok) return agreed
  if (isUserVisit(visit)) await core.run('sign_out', claim, {})
  portal.browser.signOut(response)
  return { goTo: `/login?returnTo=${encodeURIComponent(`${stepUpPath}?secret=${secret}`)}` }
}

const doneAfterSignIn = async (visit: UserVisit): Promise<Answer | undefined> => {
  const { core, claim, texts } = visit
  const proof = { secret: secretOf(visit), browserHash: browserHash(visit) }
  const waiting = await core.run('step_ups.return', claim, proof)
  if (!waiting.ok) return waiting.code === 'not_allowed' ? waiting : undefined
  const { ready } = waiting.result
  if (!ready || !isCommand(ready.command)) return undefined
  const input: unknown = JSON.parse(core.ports.secrets.open(ready.sealedInput))
  const outcome = await core.run(ready.command, { ...claim, stepUp: proof }, input)
  if (!outcome.ok) return outcome
  return {
    title: texts.web.stepUp.doneTitle,
    body: html`<p role="status">${sayDone(texts, ready.command, outcome.result)}</p><p><a class="button" href="/">${texts.web.stepUp.goOn}</a></p>`,
  }
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name)
