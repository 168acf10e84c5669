import express, { type Router } from 'express'
import * as z from 'zod'
import type { Core } from '../../src/kernel/answer.ts'
import { requireBearer } from './bearer.ts'
import { sendPlainProblem } from './problem.ts'

/**
 * The body of an evaluation (OpenID AuthZEN Authorization API 1.0, section 6.1). The subject is a user by id or address, the
 * resource a licence (by id or name) or a standard (by number); the one action is to use it.
 */
const evaluation = z.object({
  subject: z.object({ type: z.literal('user'), id: z.string().min(1).max(320) }),
  action: z.object({ name: z.literal('use') }),
  resource: z.object({ type: z.enum(['licence', 'standard']), id: z.string().min(1).max(200) }),
  context: z.record(z.string(), z.unknown()).optional(),
})

/** `POST /access/v1/evaluation`: may this user use this licence or standard? */
export const accessRoutes = (core: Core, token: string, baseUrl: string): Router => {
  const routes = express.Router()
  routes.use(requireBearer(token), express.json({ limit: '100kb' }))
  routes.post('/evaluation', async (request, response) => {
    const asked = evaluation.safeParse(request.body)
    if (!asked.success)
      return sendPlainProblem(
        response,
        400,
        'Bad Request',
        'Send {"subject":{"type":"user","id":…},"action":{"name":"use"},"resource":{"type":"licence"|"standard","id":…}}.',
      )
    const { subject, resource } = asked.data
    const outcome = await core.ask(
      'access.evaluate',
      { channel: 'api' },
      { user: subject.id, resource: { kind: resource.type, id: resource.id } },
    )
    if (!outcome.ok) return sendPlainProblem(response, 400, 'Bad Request', outcome.code)
    const { allowed, because, until, licence, canAsk } = outcome.result
    response.json({
      decision: allowed,
      context: {
        reason: because,
        ...(until && { until }),
        ...(licence && { licence }),
        ...(canAsk && licence && { request_url: `${baseUrl}/company/licences/${licence.id}` }),
      },
    })
    return undefined
  })
  return routes
}
