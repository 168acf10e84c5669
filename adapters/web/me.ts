import type { Router } from 'express'
import { openVisit, type Portal } from './visit.ts'

/** `GET /api/me`: who is signed in, as JSON; 401 when nobody is. */
export const addMe = (routes: Router, portal: Portal): void => {
  routes.get('/api/me', async (request, response) => {
    const session = portal.browser.session(request)
    const outcome = await portal.core.ask('sessions.me', { channel: 'web', ...(session && { session }) }, {})
    if (!outcome.ok) return void response.status(401).json({ error: outcome.code })
    response.json(outcome.result)
  })
  // A person may have all that is kept about them (GDPR, article 20).
  routes.get('/profile/data.json', async (request, response) => {
    const visit = await openVisit(portal, request, response)
    const outcome = await portal.core.ask('users.my_data', visit.claim, {})
    if (!outcome.ok) return response.redirect(303, '/login?returnTo=/profile')
    response.attachment('toegang.json').json(outcome.result)
  })
}
