import express, { type Request, type Response, type Router } from 'express'
import type { CommandName, QueryName, ResultOf } from '../../src/catalogue.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Core } from '../../src/kernel/answer.ts'
import { refuse } from '../../src/kernel/refusal.ts'
import { requireBearer } from './bearer.ts'
import type { IdentityProviders } from './identity-providers.ts'
import { sendProblem } from './problem.ts'

const claim: Claim = { channel: 'api' }

/** The operator's JSON API, under `/operator/v1`. Each route is a use case; its input is the body with the names of the path. */
export const operatorRoutes = (
  core: Core,
  token: string,
  identityProviders: IdentityProviders,
  baseUrl: string,
): Router => {
  const routes = express.Router()
  routes.use(requireBearer(token), express.json({ limit: '1mb' }))

  const run =
    (name: CommandName, status = 200, shape: (result: never) => unknown = (result) => result) =>
    async (request: Request, response: Response): Promise<void> => {
      const outcome = await core.run(name, claim, inputOf(request))
      if (!outcome.ok) return sendProblem(response, outcome)
      response.status(status).json(shape(outcome.result as never) ?? {})
    }
  const ask =
    (name: QueryName) =>
    async (request: Request, response: Response): Promise<void> => {
      const outcome = await core.ask(name, claim, { ...pageOf(request), ...request.params })
      if (!outcome.ok) return sendProblem(response, outcome)
      response.json(outcome.result)
    }

  routes.post('/companies', run('companies.add', 201))
  routes.get('/companies', ask('companies.list'))
  routes.get('/companies/:companyId', ask('companies.show'))
  routes.patch('/companies/:companyId', run('companies.change'))
  routes.post('/companies/:companyId/domains', run('domains.allow', 201))
  routes.delete('/companies/:companyId/domains/:domain', run('domains.remove'))
  routes.post('/companies/:companyId/licences', run('licences.assign', 201))
  routes.patch('/companies/:companyId/licences/:licenceId', run('licences.change'))
  routes.get('/companies/:companyId/users', ask('users.search'))
  routes.get('/companies/:companyId/requests', ask('requests.export'))
  routes.get('/companies/:companyId/audit', ask('trail.search'))
  routes.post('/companies/:companyId/requests/decide', run('requests.decide'))

  const withMetadata =
    (name: 'connections.add' | 'connections.change', status: number) =>
    async (request: Request, response: Response): Promise<void> => {
      const { metadataXml, metadataUrl, ...rest } = inputOf(request)
      const read = await identityProviders.read({ metadataXml, metadataUrl })
      if (read && 'why' in read) return sendProblem(response, refuse('metadata_unusable', { why: read.why }))
      const outcome = await core.run(name, claim, { ...rest, ...read })
      if (!outcome.ok) return sendProblem(response, outcome)
      const { id } = outcome.result
      response.status(status).json({ ...outcome.result, ...identityProviders.links(id) })
    }
  routes.post('/companies/:companyId/connections', withMetadata('connections.add', 201))
  routes.patch('/companies/:companyId/connections/:connectionId', withMetadata('connections.change', 200))
  routes.delete('/companies/:companyId/connections/:connectionId', run('connections.remove'))

  const tokens = '/companies/:companyId/connections/:connectionId/tokens'
  const withAddress = (made: ResultOf<'provisioning.make_token'>) => ({
    ...made,
    scimUrl: `${baseUrl}/scim/v2/${made.connectionId}`,
  })
  routes.post(tokens, run('provisioning.make_token', 201, withAddress))
  routes.get(tokens, ask('provisioning.list_tokens'))
  routes.delete(`${tokens}/:tokenId`, run('provisioning.end_token'))

  routes.post('/webhooks', run('webhooks.add', 201))
  routes.get('/webhooks', ask('webhooks.list'))
  routes.delete('/webhooks/:webhookId', run('webhooks.remove'))
  routes.post('/webhooks/:webhookId/replay', run('webhooks.replay'))

  routes.use((_request, response) => sendProblem(response, refuse('not_found')))
  return routes
}

const inputOf = (request: Request): { [name: string]: unknown } => ({
  ...(typeof request.body === 'object' && request.body !== null && !Array.isArray(request.body) ? request.body : {}),
  ...request.params,
})

const pageOf = ({ query }: Request): { [name: string]: unknown } => ({
  ...(typeof query['query'] === 'string' && { query: query['query'] }),
  ...(typeof query['cursor'] === 'string' && { after: query['cursor'] }),
  ...(typeof query['limit'] === 'string' && { limit: Number(query['limit']) }),
})
