import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import type { Claim } from '../../src/kernel/actor.ts'
import { Busy } from '../busy.ts'
import type { Channel, Setting } from '../channel.ts'
import { type Call, sendJson, sendList } from './call.ts'
import { resourceTypes, schemaDocuments, serviceProviderConfig } from './discovery.ts'
import { badRequest, ScimFault, sendFault } from './fault.ts'
import { addGroup, getGroup, listGroups, patchGroup, removeGroup, replaceGroup } from './groups.ts'
import { openPlaces } from './list.ts'
import { addUser, getUser, listUsers, patchUser, removeUser, replaceUser } from './users.ts'

/** A group of fifty thousand fits. */
const largest = '10mb'

type Handle = (call: Call) => Promise<void> | void

/**
 * SCIM 2.0 (RFC 7643 and 7644) at `/scim/v2/:connection`: users and groups, for the company of the bearer token. No body is read
 * before the token was right. Every refusal is an error of RFC 7644, section 3.12.
 */
export const openScim = ({ core, web, log, baseUrl }: Setting): Channel => {
  const placesOf = openPlaces()
  const routes: Router = express.Router({ mergeParams: true })

  const handle =
    (work: Handle) =>
    async (request: Request, response: Response): Promise<void> => {
      const { claim, directory } = response.locals as { claim: Claim & { channel: 'scim' }; directory: string }
      const root = `${baseUrl}/scim/v2/${claim.connectionId}`
      await work({ core, claim, root, places: placesOf(`${directory} ${request.path}`), request, response })
    }

  routes.use(async (request, response, next) => {
    const connectionId = String((request.params as { connection?: string }).connection ?? '')
    const [, token = ''] = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '') ?? []
    const claim: Claim = { channel: 'scim', connectionId, token }
    const actor = await core.actor(claim)
    if (actor.kind !== 'provisioning')
      throw new ScimFault(401, 'Send the token of this connection as "Authorization: Bearer <token>".')
    Object.assign(response.locals, { claim, directory: `${connectionId} ${actor.company.id}` })
    next()
  })
  routes.use(express.json({ limit: largest, type: ['application/scim+json', 'application/json'] }))
  routes.use((request, _response, next) => {
    const isWrite = request.method === 'POST' || request.method === 'PUT' || request.method === 'PATCH'
    if (isWrite && request.body === undefined)
      throw new ScimFault(415, 'Send a body as application/scim+json.', 'invalidSyntax')
    next()
  })

  routes.get('/Users', handle(listUsers))
  routes.post('/Users', handle(addUser))
  routes.get('/Users/:id', handle(getUser))
  routes.put('/Users/:id', handle(replaceUser))
  routes.patch('/Users/:id', handle(patchUser))
  routes.delete('/Users/:id', handle(removeUser))
  routes.get('/Groups', handle(listGroups))
  routes.post('/Groups', handle(addGroup))
  routes.get('/Groups/:id', handle(getGroup))
  routes.put('/Groups/:id', handle(replaceGroup))
  routes.patch('/Groups/:id', handle(patchGroup))
  routes.delete('/Groups/:id', handle(removeGroup))
  routes.get(
    '/ServiceProviderConfig',
    handle(({ response, root }) => sendJson(response, 200, serviceProviderConfig(root))),
  )
  addDocuments(routes, handle, 'ResourceTypes', resourceTypes)
  addDocuments(routes, handle, 'Schemas', schemaDocuments)
  routes.use(() => {
    throw new ScimFault(404, 'There is nothing here.')
  })
  routes.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const fault = error instanceof ScimFault ? error : bodyFault(error)
    if (fault) return sendFault(response, fault)
    log.error({ err: error }, 'a provisioning call failed')
    sendFault(response, new ScimFault(500, 'Something went wrong here. Try again later.'))
  })

  web.use('/scim/v2/:connection', routes)
  web.use('/scim', (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof Busy)) return next(error)
    response.setHeader('Retry-After', String(error.retryAfter))
    sendFault(response, new ScimFault(error.status, 'Too much is going on at once. Call again later.'))
  })
  return { close: async () => undefined }
}

/** A list of documents, and each of them by its id. */
const addDocuments = (
  routes: Router,
  handle: (work: Handle) => (request: Request, response: Response) => Promise<void>,
  name: 'ResourceTypes' | 'Schemas',
  documentsAt: (root: string) => readonly { readonly [name: string]: unknown }[],
): void => {
  routes.get(
    `/${name}`,
    handle(({ response, root }) => {
      const documents = documentsAt(root)
      sendList(response, documents, documents.length, 1)
    }),
  )
  routes.get(
    `/${name}/:id`,
    handle(({ request, response, root }) => {
      const document = documentsAt(root).find((one) => one['id'] === request.params['id'])
      if (!document) throw new ScimFault(404, 'There is nothing here.')
      sendJson(response, 200, document)
    }),
  )
}

/** A body that is no JSON, or too large, is the caller's mistake. */
const bodyFault = (error: unknown): ScimFault | undefined => {
  const { status } = error as { status?: number }
  if (status === 413) return new ScimFault(413, `Send at most ${largest}.`)
  return status !== undefined && status >= 400 && status < 500
    ? badRequest('invalidSyntax', 'Send a body in valid JSON.')
    : undefined
}
