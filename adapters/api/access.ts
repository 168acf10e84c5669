import express, { type Response, type Router } from 'express'
import type * as z from 'zod'
import type { Core } from '../../src/kernel/answer.ts'
import {
  actionSearchBody,
  evaluationBody,
  evaluationsBody,
  resourceSearchBody,
  subjectSearchBody,
} from './access-shapes.ts'
import { requireBearer } from './bearer.ts'
import { decide, decideAll } from './decide.ts'
import { sendPlainProblem } from './problem.ts'
import { searchActions, searchResources, searchSubjects } from './search.ts'

/**
 * The OpenID AuthZEN Authorization API 1.0 under `/access/v1`: one decision, several, and searches. The caller is known by the bearer
 * token; a body that is not as the specification says is refused with 400, and a decision is never an error.
 */
export const accessRoutes = (core: Core, token: string, baseUrl: string): Router => {
  const routes = express.Router()
  routes.use((request, response, next) => {
    const id = request.headers['x-request-id']
    if (typeof id === 'string') response.setHeader('X-Request-ID', id)
    next()
  })
  routes.use(requireBearer(token), express.json({ limit: '1mb' }))

  const answer = <Body extends z.ZodType>(
    path: string,
    body: Body,
    work: (asked: z.output<Body>) => Promise<unknown>,
  ) =>
    routes.post(path, async (request, response) => {
      const asked = body.safeParse(request.body)
      if (asked.success) response.json(await work(asked.data))
      else sendWrong(response, asked.error)
    })

  answer('/evaluation', evaluationBody, (asked) => decide(core, asked, baseUrl))
  routes.post('/evaluations', async (request, response) => {
    const several = evaluationsBody.safeParse(request.body)
    if (!several.success) return sendWrong(response, several.error)
    if (several.data.evaluations?.length)
      return void response.json({ evaluations: await decideAll(core, several.data, baseUrl) })
    // Without any, it is a single one (section 7.1).
    const one = evaluationBody.safeParse(request.body)
    if (!one.success) return sendWrong(response, one.error)
    response.json(await decide(core, one.data, baseUrl))
  })
  answer('/search/subject', subjectSearchBody, (asked) => searchSubjects(core, asked))
  answer('/search/resource', resourceSearchBody, (asked) => searchResources(core, asked))
  answer('/search/action', actionSearchBody, (asked) => searchActions(core, asked))
  routes.use((_request, response) => sendPlainProblem(response, 404, 'Not Found', 'There is nothing here.'))
  return routes
}

const sendWrong = (response: Response, { issues: [first] }: z.ZodError): void =>
  sendPlainProblem(
    response,
    400,
    'Bad Request',
    `Send JSON as the AuthZEN Authorization API 1.0 has it: ${first?.path.join('.') || 'the body'} is not right.`,
  )

/** `/.well-known/authzen-configuration` (section 9): where everything is. */
export const accessConfiguration = (baseUrl: string): { readonly [name: string]: string } => ({
  policy_decision_point: baseUrl,
  access_evaluation_endpoint: `${baseUrl}/access/v1/evaluation`,
  access_evaluations_endpoint: `${baseUrl}/access/v1/evaluations`,
  search_subject_endpoint: `${baseUrl}/access/v1/search/subject`,
  search_resource_endpoint: `${baseUrl}/access/v1/search/resource`,
  search_action_endpoint: `${baseUrl}/access/v1/search/action`,
})
