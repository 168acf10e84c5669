import express, { type Request, type Response, type Router } from 'express'
import passport from 'passport'
import { wantsFreshSignIn } from '../../src/sign-in/step-up.ts'
import { claimOf } from './claim.ts'
import { openPost } from './envelope.ts'
import { fault } from './fault.ts'
import { expectedOf, heldOf, packMessage } from './judge-response.ts'
import { linksOf } from './links.ts'
import { choosePage } from './pages.ts'
import { type Known, type Scene, textsFor } from './scene.ts'
import { strategyFor } from './strategy.ts'

/** Sign-in: the request, the assertion consumer, and the browser that comes back for its session. */
export const addSignIn = (
  routes: Router,
  raw: express.RequestHandler,
  scene: Scene,
  /** Reads the metadata again; whether it changed. */
  refresh: (connectionId: string) => Promise<boolean>,
): void => {
  const { core, browser, baseUrl, judge, keysOf, withConnection, refuse, refuseMessage } = scene
  routes.get(
    '/login',
    withConnection(async (connection, request, response, next) => {
      const requestId = `_${core.ports.secrets.make()}`
      const browserHash = core.ports.secrets.hash(browser.key(request, response))
      // Somebody who wants to switch company is known by the session as well.
      const session = request.query['for'] === 'switch' ? browser.session(request) : undefined
      const test = request.query['for'] === 'test'
      const asked = { requestId, browserHash, returnTo: String(request.query['returnTo'] ?? '/'), session, test }
      const outcome = await core.run('sign_in.request', claimOf(connection.id), asked)
      if (!outcome.ok) return next()
      const { identityProvider, signRequests } = connection
      const signs = signRequests || identityProvider.wantsSignedRequests
      const key = signs ? (await keysOf(connection)).privateKey : undefined
      const forceAuthn = connection.forceAuthn || wantsFreshSignIn(asked.returnTo)
      const strategy = strategyFor({ ...connection, forceAuthn }, linksOf(baseUrl, connection.id), requestId, key)
      // The page that posts itself needs its own script; there is nothing else on it.
      if (identityProvider.ssoBinding === 'post')
        response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'unsafe-inline'")
      // The strategy only asks here; a message in the address is not for it to read.
      Object.defineProperty(request, 'query', { value: {} })
      // The two packages describe one class with types that differ in what `this` is.
      passport.authenticate(strategy as unknown as passport.Strategy, { session: false })(request, response, next)
    }),
  )

  const judged = (connection: Known, xml: string) =>
    judge(xml, expectedOf(connection, scene, new Date()), connection.attributes)

  routes.post(
    '/acs',
    raw,
    withConnection(async (connection, request, response) => {
      const envelope = openForm(request)
      if (!envelope.ok) return refuseMessage(connection, request, response, envelope)
      const message = packMessage(envelope.xml)
      let said = await judged(connection, envelope.xml)
      if (!said.ok && said.code === 'sig.untrusted_key' && (await refresh(connection.id))) {
        const renewed = await core.ask('sign_in.connection', claimOf(connection.id), {})
        if (renewed.ok) said = await judged(renewed.result, envelope.xml)
      }
      if (!said.ok) return refuseMessage(connection, request, response, said, message)
      const held = { ...heldOf(said.assertion, said.facts), message }
      const outcome = await core.run('sign_in.hold', claimOf(connection.id), held)
      if (!outcome.ok) throw new Error(`an assertion could not be kept: ${outcome.code}`)
      if (!outcome.result.held) return refuse(request, response, outcome.result)
      // The form came from another site, without the cookie that tells which browser asked. The next request brings it.
      const { loginUrl } = linksOf(baseUrl, connection.id)
      response.redirect(303, `${loginUrl.replace(/login$/, 'finish')}?code=${outcome.result.secret}`)
    }),
  )

  const finish = async (
    connection: Known,
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
        .send(choosePage(textsFor(request), `${request.baseUrl}/finish`, given.code, result.choose))
    if ('proved' in result || 'tested' in result) return response.redirect(303, result.returnTo)
    if (!result.signedIn) return refuse(request, response, result)
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
      const { code, companyId } = (request.body ?? {}) as { code?: unknown; companyId?: unknown }
      return finish(connection, request, response, { code: String(code ?? ''), companyId: String(companyId ?? '') })
    }),
  )
}

const openForm = (request: Request) => {
  if (typeof request.body !== 'string') return fault('http.bad_request', 'the body is no posted form')
  const envelope = openPost(request.body)
  if (envelope.ok && envelope.kind !== 'response')
    return fault('http.bad_request', 'a request where a response is expected')
  return envelope
}
