import type { RequestHandler, Router } from 'express'
import { claimOf } from './claim.ts'
import { openPost, openRedirect } from './envelope.ts'
import { linksOf } from './links.ts'
import { verifyLogoutRequest, verifyLogoutResponse } from './logout.ts'
import { logoutResponseUrl } from './logout-message.ts'
import type { Scene } from './scene.ts'

/** Single logout: the identity provider ends sessions here, and answers when we asked it to end its own. Signed messages only. */
export const addLogout = (
  routes: Router,
  raw: RequestHandler,
  { core, browser, baseUrl, keysOf, withConnection, refuse, refuseMessage }: Scene,
): void => {
  const logout = withConnection(async (connection, request, response) => {
    const envelope =
      request.method === 'GET'
        ? openRedirect(request.url.split('?').slice(1).join('?'))
        : openPost(typeof request.body === 'string' ? request.body : '')
    if (!envelope.ok) return refuseMessage(connection, request, response, envelope)
    const { identityProvider } = connection
    const { sloUrl, entityId } = linksOf(baseUrl, connection.id)
    const expected = {
      destination: sloUrl,
      idpEntityId: identityProvider.entityId,
      certificates: identityProvider.certificates,
      now: new Date(),
    }
    if (envelope.kind === 'response') {
      const judged = verifyLogoutResponse(envelope, expected)
      // This side is signed out already, whatever the answer says.
      return judged.ok ? response.redirect(303, '/login') : refuseMessage(connection, request, response, judged)
    }
    const judged = verifyLogoutRequest(envelope, expected)
    if (!judged.ok) return refuseMessage(connection, request, response, judged)
    const { id, nameId, sessionIndexes, notOnOrAfter } = judged.request
    const ended = await core.run('sessions.end_by_index', claimOf(connection.id), {
      nameId,
      sessionIndexes,
      messageId: id,
      messageExpiresAt: notOnOrAfter.toISOString(),
    })
    if (!ended.ok) throw new Error(`a logout could not be carried out: ${ended.code}`)
    if (ended.result.refused) return refuse(request, response, ended.result.refused)
    browser.signOut(response)
    const answerTo = identityProvider.sloResponseUrl ?? identityProvider.sloUrl
    if (!answerTo) return response.redirect(303, '/login')
    const answer = { destination: answerTo, issuer: entityId, inResponseTo: id, relayState: envelope.theirRelayState }
    response.redirect(303, logoutResponseUrl(answer, (await keysOf(connection)).privateKey))
  })
  routes.get('/slo', logout)
  routes.post('/slo', raw, logout)
}
