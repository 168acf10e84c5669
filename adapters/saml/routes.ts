import express, { type NextFunction, type Request, type Response } from 'express'
import type { SignInFault } from '../../src/sign-in/trace.ts'
import type { Channel, Setting } from '../channel.ts'
import { type IdentityProviders, openIdentityProviders } from './identity-providers.ts'
import { type Judge, judgeResponse } from './judge-response.ts'
import { linksOf } from './links.ts'
import { addLogout } from './logout-routes.ts'
import { refusedPage } from './pages.ts'
import { openRefresh } from './refresh-metadata.ts'
import { openScene, textsFor } from './scene.ts'
import { addSignIn } from './sign-in-routes.ts'
import { writeSpMetadata } from './sp-metadata.ts'

/** Our own machine may only be an identity provider where Toegang itself is tried out on it. */
const isLoopback = (baseUrl: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(baseUrl)

const refreshEveryMs = 60_000

/** Single sign-on, and what other adapters need of it. */
export interface Saml extends Channel {
  readonly identityProviders: IdentityProviders
  /** Reads the metadata that is due; happens every minute by itself. */
  refresh(): Promise<void>
}

/**
 * Single sign-on by SAML 2.0: sign-in, assertion consumer, metadata and logout of each connection. This adapter judges messages;
 * what a verified assertion is worth, the core decides. Responses are judged here and now, unless threads do that.
 */
export const openSaml = (setting: Setting, judge: Judge = judgeResponse): Saml => {
  const { core, web, baseUrl, log } = setting
  const scene = openScene(setting, judge)
  const identityProviders = openIdentityProviders(scene, isLoopback(baseUrl))
  const refresh = openRefresh(core, identityProviders.read)
  const routes = express.Router({ mergeParams: true })
  const raw = express.text({ type: 'application/x-www-form-urlencoded', limit: '1mb' })

  addSignIn(routes, raw, scene, refresh.one)
  addLogout(routes, raw, scene)
  routes.get(
    '/metadata',
    scene.withConnection(async (connection, _request, response) => {
      const { certificates } = await scene.keysOf(connection)
      const { identityProvider, signRequests, encryption } = connection
      const said = {
        ...linksOf(baseUrl, connection.id),
        certificates,
        signsRequests: signRequests || identityProvider.wantsSignedRequests || false,
        wantsEncryption: encryption !== undefined,
      }
      response.type('application/samlmetadata+xml').send(writeSpMetadata(said))
    }),
  )

  // Whoever sets up a connection tells the identity provider our addresses before we know anything of it.
  routes.get('/metadata', async (request: Request, response: Response, next: NextFunction) => {
    const connectionId = String(request.params['connection'])
    const asked = await core.ask('set_ups.exists', { channel: 'web' }, { connectionId })
    if (!asked.ok || !asked.result.exists) return next()
    const said = { ...linksOf(baseUrl, connectionId), certificates: [] }
    response.type('application/samlmetadata+xml').send(writeSpMetadata(said))
  })

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

  const timer = setInterval(
    () => void refresh.all().catch((error: unknown) => log.warn({ err: error }, 'metadata could not be read again')),
    refreshEveryMs,
  )
  timer.unref()
  return {
    identityProviders,
    refresh: refresh.all,
    close: async () => clearInterval(timer),
  }
}
