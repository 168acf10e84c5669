import type { Request, Response } from 'express'
import type { CommandName, FoundOf, QueryName, ResultOf } from '../../src/catalogue.ts'
import type { Claim } from '../../src/kernel/actor.ts'
import type { Core } from '../../src/kernel/answer.ts'
import type { Resource } from './attribute.ts'
import { faultOf, ScimFault } from './fault.ts'
import type { Places } from './list.ts'
import { type Projection, project } from './project.ts'
import { tagOf } from './render.ts'

/** One provisioning call of somebody whose token was right. */
export interface Call {
  readonly core: Core
  readonly claim: Claim
  /** Where the resources of the connection are. */
  readonly root: string
  readonly places: Places
  readonly request: Request
  readonly response: Response
}

/** What a command gives; a refusal is thrown as SCIM says it. */
export const run = async <N extends CommandName>(
  { core, claim }: Call,
  name: N,
  input: unknown,
): Promise<ResultOf<N>> => {
  const outcome = await core.run(name, claim, input)
  if (!outcome.ok) throw faultOf(outcome)
  return outcome.result
}

/** What a query finds; a refusal is thrown as SCIM says it. */
export const ask = async <N extends QueryName>({ core, claim }: Call, name: N, input: unknown): Promise<FoundOf<N>> => {
  const outcome = await core.ask(name, claim, input)
  if (!outcome.ok) throw faultOf(outcome)
  return outcome.result
}

/** The identifier in the path. */
export const idOf = ({ request }: Call): string => String(request.params['id'] ?? '')

export const sendJson = (response: Response, status: number, body: unknown): void => {
  response.status(status)
  response.type('application/scim+json').send(JSON.stringify(body))
}

/** Sends a resource with its entity tag; nothing but the tag when the caller has it already. */
export const sendResource = (
  { request, response }: Call,
  status: number,
  resource: Resource,
  version: number,
  projection: Projection,
): void => {
  const tag = tagOf(version)
  response.setHeader('ETag', tag)
  if (status === 201) response.setHeader('Location', String((resource['meta'] as Resource)['location']))
  if (request.method === 'GET' && request.headers['if-none-match'] === tag) return void response.status(304).end()
  sendJson(response, status, project(resource, projection))
}

/** A list of resources (RFC 7644, section 3.4.2). */
export const sendList = (response: Response, resources: readonly Resource[], total: number, startIndex: number): void =>
  sendJson(response, 200, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  })

/** The version that a change is meant for, when the caller named one (RFC 7644, section 3.14). */
export const wantedVersion = ({ request }: Call): number | undefined => {
  const tag = request.headers['if-match']
  if (tag === undefined || tag.trim() === '*') return undefined
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(tag.trim()) ?? []
  if (version === undefined) throw new ScimFault(412, 'If-Match names no version that there ever was.')
  return Number(version)
}
