import express, { type Request, type Response, type Router } from 'express'
import { type CommandName, commands, type QueryName, queries } from '../../src/catalogue.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Core } from '../../src/kernel/answer.ts'
import { refuse } from '../../src/kernel/refusal.ts'
import { requireBearer } from './bearer.ts'
import type { IdentityProviders } from './identity-providers.ts'
import { type Operation, operations, queryNames } from './operations.ts'
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

  const command =
    ({ name, status = 200, metadata }: Operation & { readonly name: CommandName }) =>
    async (request: Request, response: Response): Promise<void> => {
      const { metadataXml, metadataUrl, ...rest } = inputOf(request)
      const read = metadata ? await identityProviders.read({ metadataXml, metadataUrl }) : undefined
      if (read && 'why' in read) return sendProblem(response, refuse('metadata_unusable', { why: read.why }))
      const input = metadata ? { ...rest, ...read } : inputOf(request)
      const outcome = await core.run(name, claim, input)
      if (!outcome.ok) return sendProblem(response, outcome)
      response.status(status).json({ ...linksOf(name, outcome.result), ...outcome.result })
    }
  const query =
    ({ name }: Operation & { readonly name: QueryName }) =>
    async (request: Request, response: Response): Promise<void> => {
      const outcome = await core.ask(name, claim, { ...pageOf(request), ...request.params })
      if (!outcome.ok) return sendProblem(response, outcome)
      response.json(outcome.result)
    }
  /** Addresses that whoever made something needs next. */
  const linksOf = (name: CommandName, result: object): object => {
    if ((name === 'connections.add' || name === 'connections.change') && 'id' in result)
      return identityProviders.links(String(result.id))
    if (name === 'provisioning.make_token' && 'connectionId' in result)
      return { scimUrl: `${baseUrl}/scim/v2/${String(result.connectionId)}` }
    if (name === 'operators.add') return { signInUrl: `${baseUrl}/operator` }
    return {}
  }

  for (const operation of operations)
    routes[operation.method](
      operation.path,
      isCommand(operation) ? command(operation) : isQuery(operation) ? query(operation) : [],
    )
  routes.use((_request, response) => sendProblem(response, refuse('not_found')))
  return routes
}

const isCommand = (operation: Operation): operation is Operation & { readonly name: CommandName } =>
  Object.hasOwn(commands, operation.name)
const isQuery = (operation: Operation): operation is Operation & { readonly name: QueryName } =>
  Object.hasOwn(queries, operation.name)

type Input = { readonly [name: string]: unknown }

const inputOf = (request: Request): Input => ({
  ...(typeof request.body === 'object' && request.body !== null && !Array.isArray(request.body) ? request.body : {}),
  ...request.params,
})

const pageOf = ({ query }: Request): Input =>
  Object.fromEntries(
    Object.entries(queryNames).flatMap(([name, field]) => {
      const given = query[name]
      return typeof given === 'string' ? [[field, field === 'limit' ? Number(given) : given]] : []
    }),
  )
