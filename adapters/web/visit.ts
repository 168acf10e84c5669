import type { Request, Response } from 'express'
import type { Actor, Claim, OperatorActor, UserActor } from '../../src/kernel/actor.ts'
import type { Core } from '../../src/kernel/answer.ts'
import type { Refused } from '../../src/kernel/refusal.ts'
import * as operators from '../../src/operators/operator-session.ts'
import { isWorthTouching } from '../../src/sign-in/session.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { type Language, languages } from '../../src/texts/language.ts'
import type { Texts } from '../../src/texts/texts.ts'
import type { Channel, Setting } from '../channel.ts'
import type { FormGuard, Signer } from './csrf.ts'
import type { Flash } from './flash.ts'
import type { IdentityProviders } from './identity-providers.ts'
import { type Posted, readPosted } from './posted.ts'

/** What the portal needs of the other adapters. */
export interface PortalSettings {
  readonly signer: Signer
  readonly slack?: Pick<Channel, 'workspaces' | 'installer'> | undefined
  readonly teams?: Pick<Channel, 'workspaces'> | undefined
  readonly identityProviders: IdentityProviders
}

/** What every page may lean on. */
export interface Portal extends PortalSettings, Pick<Setting, 'core' | 'browser' | 'log' | 'baseUrl'> {
  readonly guard: FormGuard
  readonly flash: Flash
}

export type WebClaim = Claim & { readonly channel: 'web' }

/** A refused form: which one, why, and what was filled in. */
export interface Problem {
  readonly act: string
  readonly refused: Refused
  readonly posted: Posted
}

/** One request for a page, by whoever it is. */
export interface Visit {
  readonly portal: Portal
  readonly core: Core
  readonly request: Request
  readonly response: Response
  readonly claim: WebClaim
  readonly actor: Actor
  readonly texts: Texts
  /** The path with what follows the question mark, to come back to. */
  readonly here: string
  readonly query: Posted
  readonly problem?: Problem
  param(name: string): string
  /** The token of every form on the page. */
  readonly token: string
}

/** A visit by somebody who is signed in. */
export interface UserVisit extends Visit {
  readonly actor: UserActor
}

/** A visit by an operator who is signed in, with a second factor. */
export interface OperatorVisit extends Visit {
  readonly actor: OperatorActor
}

/** The pages for operators are a portal of their own: there a user's session counts for nothing, and elsewhere an operator's. */
const isForOperators = ({ path }: Request): boolean => /^\/operator(\/|$)/i.test(path)

/** Reads who comes and in which language: the user's own, or before sign-in the browser's (RFC 9110, 12.5.4). */
export const openVisit = async (portal: Portal, request: Request, response: Response): Promise<Visit> => {
  const language = languageFor(request)
  const claim: WebClaim = { channel: 'web', language, ...sessionOf(portal, request) }
  const actor = await portal.core.actor(claim)
  const now = portal.core.ports.clock.now()
  const attended = !isUnattended(request)
  if (attended && actor.kind === 'user' && actor.session && isWorthTouching(actor.session, now))
    await portal.core.run('sessions.touch', claim, {})
  if (attended && actor.kind === 'operator' && actor.session && operators.isWorthTouching(actor.session, now))
    await portal.core.run('operators.touch', claim, {})
  return {
    portal,
    core: portal.core,
    request,
    response,
    claim,
    actor,
    texts: textsIn(actor.language),
    here: request.originalUrl,
    query: readPosted(request.query),
    param: (name) => String(request.params[name] ?? ''),
    token: portal.guard.token(request, response),
  }
}

/** A page that follows comes back by itself, with nobody there perhaps: it keeps no session from ending for want of use. */
const isUnattended = ({ query }: Request): boolean => query['follow'] !== undefined

const sessionOf = ({ browser }: Portal, request: Request): Pick<WebClaim, 'session' | 'operatorSession'> => {
  const operatorSession = browser.operator.session(request)
  const session = browser.session(request)
  if (isForOperators(request)) return operatorSession ? { operatorSession } : {}
  return session ? { session } : {}
}

/** The language that a browser asks for. */
export const languageFor = (request: Request): Language => {
  const accepted = request.acceptsLanguages([...languages])
  return languages.find((language) => language === accepted) ?? 'nl'
}

/** What binds something to this browser: the hash of a secret that it keeps. */
export const browserHash = ({ portal, core, request, response }: Visit): string =>
  core.ports.secrets.hash(portal.browser.key(request, response))

export const isUserVisit = (visit: Visit): visit is UserVisit => visit.actor.kind === 'user'

export const isOperatorVisit = (visit: Visit): visit is OperatorVisit => visit.actor.kind === 'operator'

export const homePath = ({ request }: Visit): string => (isForOperators(request) ? '/operator' : '/')

/** Where to sign in, in order to come back; operators begin at their first page. */
export const loginPath = (visit: Visit): string => {
  const path = signInPath(visit)
  return path === '/login' && visit.here !== '/' ? `/login?returnTo=${encodeURIComponent(visit.here)}` : path
}

export const signInPath = ({ request }: Visit): string => (isForOperators(request) ? '/operator/sign-in' : '/login')

export const isAdministrator = ({ actor }: Visit): boolean => actor.kind === 'user' && actor.administrator === 'yes'

/** What the chat systems call themselves. */
export const chatName = { slack: 'Slack', teams: 'Microsoft Teams' } as const
