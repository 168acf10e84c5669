import express, { type RequestHandler, type Router } from 'express'
import type { CommandName, ResultOf } from '../../src/catalogue.ts'
import { type Refused, refuse } from '../../src/kernel/refusal.ts'
import type { Texts } from '../../src/texts/texts.ts'
import type { Html } from './html.ts'
import { sendPage } from './layout.ts'
import { type Posted, readPosted } from './posted.ts'
import { refusalPage, statusOf } from './refusal-page.ts'
import {
  isAdministrator,
  isOperatorVisit,
  isUserVisit,
  loginPath,
  type OperatorVisit,
  openVisit,
  type Portal,
  type UserVisit,
  type Visit,
} from './visit.ts'

/** What a page shows. */
export interface Page {
  readonly title: string
  readonly body: Html
  readonly status?: number
  /** The words that the page is in, where they are not the visitor's own. */
  readonly texts?: Texts
  /** A form that may lead to an identity provider, which lives elsewhere. */
  readonly leadsAway?: boolean
}

/** Leads to another page, which tells what was done. */
export interface Redirect {
  readonly goTo: string
  readonly say?: string | undefined
}

export type Answer = Page | Redirect | Refused

interface RuleFor<V extends Visit> {
  readonly path: string
  /** Shows the page; after a refused form, with `problem`. */
  readonly show: (visit: V) => Promise<Answer> | Answer
  /** What its forms do, by the value of their field `_do`. A refusal shows the page again with what was filled in. */
  readonly acts?: { readonly [act: string]: (visit: V, posted: Posted) => Promise<Answer> }
  readonly limits?: readonly RequestHandler[]
}
/** What a page or an act asks of whoever comes; the core asks it again. */
export type PageRule =
  | (RuleFor<Visit> & { readonly who: 'anyone' })
  | (RuleFor<UserVisit> & { readonly who: 'user' | 'administrator' })
  | (RuleFor<OperatorVisit> & { readonly who: 'operator' })

const parse = express.urlencoded({ extended: false, limit: '256kb' })

/** Adds a page: GET shows it, POST does one of its acts and leads on (post, redirect, get). */
export const addPage = (routes: Router, portal: Portal, rule: PageRule): void => {
  const limits = [...(rule.limits ?? [])]
  routes.get(rule.path, ...limits, async (request, response) => {
    const visit = await openVisit(portal, request, response)
    send(visit, await shown(rule, visit))
  })
  if (!rule.acts) return
  routes.post(rule.path, parse, ...limits, portal.guard.check, async (request, response) => {
    const visit = await openVisit(portal, request, response)
    const posted = readPosted(request.body)
    const answer = await acted(rule, visit, posted)
    if (!('ok' in answer) || leavesPage(answer)) return send(visit, answer)
    const problem = { act: posted.one('_do'), refused: answer, posted }
    const again = await shown(rule, { ...visit, problem })
    send(visit, 'body' in again ? { ...again, status: again.status ?? statusOf(answer) } : again)
  })
}

/** The page can't be shown again to whoever gets one of these. */
const leavesPage = ({ code }: Refused): boolean =>
  code === 'not_signed_in' || code === 'sign_in_again' || code === 'not_found' || code === 'not_allowed'

const shown = async (rule: PageRule, visit: Visit): Promise<Answer> => {
  if (rule.who === 'anyone') return rule.show(visit)
  if (rule.who === 'operator') return isOperatorVisit(visit) ? rule.show(visit) : refuse('not_signed_in')
  return isUserVisit(visit) ? (mayNot(rule, visit) ?? rule.show(visit)) : refuse('not_signed_in')
}

const acted = async (rule: PageRule, visit: Visit, posted: Posted): Promise<Answer> => {
  const act = posted.one('_do')
  if (rule.who === 'anyone') return (await ownOf(rule.acts, act)?.(visit, posted)) ?? refuse('not_found')
  if (rule.who === 'operator') {
    if (!isOperatorVisit(visit)) return refuse('not_signed_in')
    return (await ownOf(rule.acts, act)?.(visit, posted)) ?? refuse('not_found')
  }
  if (!isUserVisit(visit)) return refuse('not_signed_in')
  return mayNot(rule, visit) ?? (await ownOf(rule.acts, act)?.(visit, posted)) ?? refuse('not_found')
}

const mayNot = ({ who }: PageRule, visit: UserVisit): Refused | undefined =>
  who === 'administrator' && !isAdministrator(visit) ? refuse('not_allowed') : undefined

const ownOf = <T>(record: { readonly [name: string]: T } | undefined, name: string): T | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined

const send = (visit: Visit, answer: Answer): void => {
  const { portal, request, response } = visit
  if ('body' in answer) sendPage(visit, answer)
  else if ('goTo' in answer) {
    if (answer.say) portal.flash.say(request, response, answer.say)
    response.redirect(303, answer.goTo)
    // What was posted is gone; the page that it came from is still there.
    // What was asked waits there for a sign-in.
  } else if (answer.code === 'sign_in_again') response.redirect(303, answer.detail.path)
  else if (answer.code === 'not_signed_in') response.redirect(303, loginPath(visit))
  else sendPage(visit, refusalPage(visit, answer))
}

/** An act that runs a command and leads to a page which says what was done. */
export const runs =
  <N extends CommandName, V extends Visit>(
    name: N,
    inputOf: (posted: Posted, visit: V) => unknown,
    goTo: (visit: V, result: ResultOf<N>) => string,
  ) =>
  async (visit: V, posted: Posted): Promise<Answer> => {
    const outcome = await visit.core.run(name, visit.claim, inputOf(posted, visit))
    if (!outcome.ok) return outcome
    return { goTo: goTo(visit, outcome.result), say: sayDone(visit.texts, name, outcome.result) }
  }

/** What was done, in words. */
export const sayDone = <N extends CommandName>(texts: Texts, name: N, result: ResultOf<N>): string => {
  const say: (result: ResultOf<N>) => string = texts.done[name]
  return say(result)
}
