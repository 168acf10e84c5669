import type { NextFunction, Request, Response } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import type { SignInFault } from '../../src/sign-in/trace.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { languageOf } from '../../src/texts/language.ts'
import type { Texts } from '../../src/texts/texts.ts'
import type { Setting } from '../channel.ts'
import { claimOf } from './claim.ts'
import type { Fault } from './fault.ts'
import type { Judge } from './judge-response.ts'
import { type OwnKeys, openOwnKeys } from './own-keys.ts'
import { refusedPage } from './pages.ts'

/** A connection with our keys at it, as the core knows it. */
export type Known = FoundOf<'sign_in.connection'>

type Handle = (connection: Known, request: Request, response: Response, next: NextFunction) => Promise<void> | void

/** What the routes of single sign-on share. */
export interface Scene extends Setting {
  readonly judge: Judge
  keysOf(connection: Known): Promise<OwnKeys>
  /** Finds the connection of the address; there is nothing to see for any other. */
  withConnection(handle: Handle): (request: Request, response: Response, next: NextFunction) => Promise<void>
  refuse(request: Request, response: Response, refused: { readonly reason: SignInFault; readonly code: string }): void
  /** A message that can't be believed: the trace has what was wrong with it, the person its code. */
  refuseMessage(
    connection: Known,
    request: Request,
    response: Response,
    fault: Fault,
    message?: string | undefined,
  ): Promise<void>
}

export const textsFor = (request: Request): Texts => textsIn(languageOf(request.headers['accept-language']) ?? 'nl')

const policy = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'"

export const openScene = (setting: Setting, judge: Judge): Scene => {
  const { core } = setting
  const refuse: Scene['refuse'] = (request, response, { reason, code }) =>
    void response
      .status(403)
      .type('html')
      .send(refusedPage(textsFor(request), reason, code))
  return {
    ...setting,
    judge,
    keysOf: openOwnKeys(core),
    withConnection: (handle) => async (request, response, next) => {
      response.setHeader('Cache-Control', 'no-store')
      response.setHeader('Content-Security-Policy', policy)
      const asked = await core.ask('sign_in.connection', claimOf(String(request.params['connection'])), {})
      return asked.ok ? handle(asked.result, request, response, next) : next()
    },
    refuse,
    refuseMessage: async ({ id }, request, response, { code: reason, detail, expected, received }, message) => {
      const seen = { reason, detail, expected, received, message }
      const outcome = await core.run('sign_in.refuse', claimOf(id), seen)
      if (!outcome.ok) throw new Error(`a refused sign-in could not be recorded: ${outcome.code}`)
      refuse(request, response, outcome.result)
    },
  }
}
