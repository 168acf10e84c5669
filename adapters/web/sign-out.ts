import express, { type Router } from 'express'
import { form } from './form.ts'
import { type Html, html } from './html.ts'
import { readPosted } from './posted.ts'
import type { Portal, UserVisit } from './visit.ts'

/** `POST /logout`: ends this session, and with `at=provider` the one at the identity provider too (SAML Profiles §4.4). */
export const addSignOut = (routes: Router, portal: Portal): void => {
  routes.get('/logout', (_request, response) => response.redirect(303, '/'))
  routes.post(
    '/logout',
    express.urlencoded({ extended: false, limit: '10kb' }),
    portal.guard.check,
    async (request, response) => {
      const session = portal.browser.session(request)
      const outcome = session ? await portal.core.run('sign_out', { channel: 'web', session }, {}) : undefined
      portal.browser.signOut(response)
      const proof = outcome?.ok ? outcome.result.proof : undefined
      const atProvider = proof && readPosted(request.body).one('at') === 'provider'
      const leave = atProvider ? await portal.identityProviders.logoutUrl(proof) : undefined
      response.redirect(303, leave ?? '/login')
    },
  )
}

/** For whoever signed in through an identity provider: a button that signs out there as well. The page must lead away. */
export const signOutAtProvider = (visit: UserVisit): Html | undefined =>
  visit.actor.session?.connectionId === undefined
    ? undefined
    : html`<p>${visit.texts.web.profile.atProviderText}</p>${form(visit, {
        act: 'sign_out',
        hidden: { at: 'provider' },
        submit: visit.texts.web.profile.atProvider,
        style: 'secondary',
        action: '/logout',
      })}`
