import express, { type NextFunction, type Request, type Response } from 'express'
import passport from 'passport'
import type { ResultOf } from '../../src/catalogue.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Connection } from '../../src/sign-in/connection.ts'
import type { SignInFault } from '../../src/sign-in/trace.ts'
import { textsIn } from '../../src/texts/in-language.ts'
import { languageOf } from '../../src/texts/language.ts'
import type { Texts } from '../../src/texts/texts.ts'
import type { Channel, Setting } from '../channel.ts'
import { verifyResponse } from './assertion.ts'
import { openPost, openRedirect } from './envelope.ts'
import { readFacts } from './facts.ts'
import { type Fault, fault } from './fault.ts'
import { openIdentityProviders } from './identity-providers.ts'
import { linksOf } from './links.ts'
import { verifyLogoutRequest } from './logout.ts'
import { choosePage, refusedPage } from './pages.ts'
import { writeSpMetadata } from './sp-metadata.ts'
import { strategyFor } from './strategy.ts'

/** Our own machine may only be an identity provider where Toegang itself is tried out on it. */
const isLoopback = (baseUrl: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(baseUrl)

type Refused = Extract<ResultOf<'sign_in.refuse'>, { reason: SignInFault }>

/**
 * Single sign-on by SAML 2.0: sign-in, assertion consumer, metadata and logout of each connection. This adapter judges messages;
 * what a verified assertion is worth, the core decides.
 */
export const openSaml = ({
  core,
  web,
  browser,
  baseUrl,
  log,
}: Setting): Channel & { readonly identityProviders: ReturnType<typeof openIdentityProviders> } => {
  const routes = express.Router({ mergeParams: true })
  const raw = express.text({ type: 'application/x-www-form-urlencoded', limit: '1mb' })

  const claimOf = (connectionId: string): Claim => ({ channel: 'saml', connectionId })

  /** The connection of the address; there is nothing to see for any other. */
  const connectionOf = async (request: Request): Promise<Connection | undefined> => {
    const asked = await core.ask('sign_in.connection', claimOf(String(request.params['connection'])), {})
    return asked.ok ? asked.result : undefined
  }
  const withConnection =
    (
      handle: (
        connection: Connection,
        request: Request,
        response: Response,
        next: NextFunction,
      ) => Promise<void> | void,
    ) =>
    async (request: Request, response: Response, next: NextFunction): Promise<void> => {
      response.setHeader('Cache-Control', 'no-store')
      response.setHeader(
        'Content-Security-Policy',
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
      )
      const connection = await connectionOf(request)
      if (!connection) return next()
      await handle(connection, request, response, next)
    }

  const refuse = (response: Response, texts: Texts, { reason, code }: Refused): void =>
    void response
      .status(403)
      .type('html')
      .send(refusedPage(texts, reason, code))

  /** A message that can't be believed: the trace has what was wrong with it, the person its code. */
  const refuseMessage = async (
    connection: Connection,
    request: Request,
    response: Response,
    { code: reason, detail, expected, received }: Fault,
  ): Promise<void> => {
    const outcome = await core.run('sign_in.refuse', claimOf(connection.id), { reason, detail, expected, received })
    if (!outcome.ok) throw new Error(`a refused sign-in could not be recorded: ${outcome.code}`)
    refuse(response, textsFor(request), outcome.result)
  }

  routes.get(
    '/login',
    withConnection(async (connection, request, response, next) => {
      const requestId = `_${core.ports.secrets.make()}`
      const browserHash = core.ports.secrets.hash(browser.key(request, response))
      // Somebody who wants to switch company is known by the session as well.
      const session = request.query['for'] === 'switch' ? browser.session(request) : undefined
      const asked = { requestId, browserHash, returnTo: String(request.query['returnTo'] ?? '/'), session }
      const outcome = await core.run('sign_in.request', claimOf(connection.id), asked)
      if (!outcome.ok) throw new Error(`a sign-in could not be started: ${outcome.code}`)
      const strategy = strategyFor(connection, linksOf(baseUrl, connection.id), requestId)
      // The page that posts itself needs its own script; there is nothing else on it.
      if (connection.identityProvider.ssoBinding === 'post')
        response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'unsafe-inline'")
      // The two packages describe one class with types that differ in what `this` is.
      passport.authenticate(strategy as unknown as passport.Strategy, { session: false })(request, response, next)
    }),
  )

  routes.get(
    '/metadata',
    withConnection((connection, _request, response) => {
      const { entityId, acsUrl, sloUrl } = linksOf(baseUrl, connection.id)
      response
        .type('application/samlmetadata+xml')
        .send(writeSpMetadata({ entityId, acsUrl, sloUrl, certificates: [] }))
    }),
  )

  routes.post(
    '/acs',
    raw,
    withConnection(async (connection, request, response) => {
      const { acsUrl, entityId, loginUrl } = linksOf(baseUrl, connection.id)
      const said = await readResponse(connection, request, { acsUrl, entityId })
      if (!said.ok) return refuseMessage(connection, request, response, said)
      const outcome = await core.run('sign_in.hold', claimOf(connection.id), said.held)
      if (!outcome.ok) throw new Error(`an assertion could not be kept: ${outcome.code}`)
      if (!outcome.result.held) return refuse(response, textsFor(request), outcome.result)
      // The form came from another site, without the cookie that tells which browser asked. The next request brings it.
      response.redirect(303, `${loginUrl.replace(/login$/, 'finish')}?code=${outcome.result.secret}`)
    }),
  )

  const finish = async (
    connection: Connection,
    request: Request,
    response: Response,
    given: { readonly code: string; readonly companyId?: string },
  ): Promise<void> => {
    const browserSecret = browser.key(request, response)
    const outcome = await core.run('sign_in.finish', claimOf(connection.id), { ...given, browserSecret })
    if (!outcome.ok) throw new Error(`a sign-in could not be finished: ${outcome.code}`)
    const { result } = outcome
    if ('choose' in result)
      return void response
        .type('html')
        .send(choosePage(textsFor(request), request.baseUrl + '/finish', given.code, result.choose))
    if ('proved' in result) return response.redirect(303, result.returnTo)
    if (!result.signedIn) return refuse(response, textsFor(request), result)
    browser.signIn(response, result.session)
    response.redirect(303, result.returnTo)
  }
  routes.get(
    '/finish',
    withConnection((connection, request, response) =>
      finish(connection, request, response, { code: String(request.query['code'] ?? '') }),
    ),
  )
  routes.post(
    '/finish',
    express.urlencoded({ extended: false, limit: '10kb' }),
    withConnection((connection, request, response) => {
      const { code, companyId } = request.body as { code?: unknown; companyId?: unknown }
      return finish(connection, request, response, { code: String(code ?? ''), companyId: String(companyId ?? '') })
    }),
  )

  const logout = withConnection(async (connection, request, response) => {
    const envelope =
      request.method === 'GET'
        ? openRedirect(request.url.split('?').slice(1).join('?'))
        : openPost(typeof request.body === 'string' ? request.body : '')
    if (!envelope.ok) return refuseMessage(connection, request, response, envelope)
    // The identity provider's answer to a logout of ours: this side is signed out already.
    if (envelope.kind === 'response') return response.redirect(303, '/login')
    const { identityProvider } = connection
    const judged = verifyLogoutRequest(envelope, {
      destination: linksOf(baseUrl, connection.id).sloUrl,
      idpEntityId: identityProvider.entityId,
      certificates: identityProvider.certificates,
      now: new Date(),
    })
    if (!judged.ok) return refuseMessage(connection, request, response, judged)
    const { nameId, sessionIndexes } = judged.request
    await core.run('sessions.end_by_index', claimOf(connection.id), { nameId, sessionIndexes })
    browser.signOut(response)
    response.redirect(303, '/login')
  })
  routes.get('/slo', logout)
  routes.post('/slo', raw, logout)

  web.use('/saml/:connection', routes)
  // A body that is too large or cut off is the sender's mistake, in words of this page.
  web.use('/saml', (error: { status?: number }, request: Request, response: Response, next: NextFunction) => {
    if (!error.status || error.status >= 500) return next(error)
    const reason: SignInFault = error.status === 413 ? 'http.too_large' : 'http.bad_request'
    const code = core.ports.ids.reference(6)
    log.info({ reason, code }, 'a SAML message could not be read')
    response
      .status(error.status)
      .type('html')
      .send(refusedPage(textsFor(request), reason, code))
  })
  return { identityProviders: openIdentityProviders(baseUrl, isLoopback(baseUrl)), close: async () => undefined }
}

const textsFor = (request: Request): Texts => textsIn(languageOf(request.headers['accept-language']) ?? 'nl')

/** From the posted body to what `sign_in.hold` takes, or the first thing that is wrong with it. */
const readResponse = async (
  connection: Connection,
  request: Request,
  { acsUrl, entityId }: { readonly acsUrl: string; readonly entityId: string },
) => {
  if (typeof request.body !== 'string') return fault('http.bad_request', 'the body is no posted form')
  const envelope = openPost(request.body)
  if (!envelope.ok) return envelope
  if (envelope.kind !== 'response') return fault('http.bad_request', 'a request where a response is expected')
  const { identityProvider, idpInitiated, attributes } = connection
  const verified = await verifyResponse(envelope.xml, {
    entityId,
    acsUrl,
    idpEntityId: identityProvider.entityId,
    certificates: identityProvider.certificates,
    now: new Date(),
    idpInitiatedAllowed: idpInitiated,
  })
  if (!verified.ok) return verified
  const { assertion } = verified
  const read = readFacts(assertion, attributes)
  if (!read.ok) return read
  const { nameId, nameIdFormat, email, name } = read.facts
  const held = {
    assertionId: assertion.assertionId,
    assertionExpiresAt: assertion.notOnOrAfter.toISOString(),
    nameId,
    nameIdFormat,
    inResponseTo: assertion.inResponseTo,
    email,
    name,
    sessionIndex: assertion.sessionIndex,
    sessionEndsAt: assertion.sessionNotOnOrAfter?.toISOString(),
  }
  return { ok: true as const, held }
}
