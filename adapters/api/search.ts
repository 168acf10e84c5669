/** The search APIs (sections 8.4 to 8.6): who may use something, what somebody may use, and what somebody may do. */
import type * as z from 'zod'
import type { Core } from '../../src/kernel/answer.ts'
import type {
  actionSearchAnswer,
  actionSearchBody,
  resourceSearchBody,
  searchAnswer,
  subjectSearchBody,
} from './access-shapes.ts'
import { claim, decide, isResourceKind, use } from './decide.ts'

type Found = z.output<typeof searchAnswer>

const nothing: Found = { results: [], page: { next_token: '' } }
const mostResults = 500

const tokenOf = (page: { readonly token?: string | undefined; readonly next_token?: string | undefined } | undefined) =>
  page?.token || page?.next_token || undefined

export const searchSubjects = async (core: Core, asked: z.output<typeof subjectSearchBody>): Promise<Found> => {
  const { subject, action, resource, page } = asked
  if (subject.type !== 'user' || action.name !== use || !isResourceKind(resource.type)) return nothing
  const after = tokenOf(page)
  const outcome = await core.ask('access.search_users', claim, {
    resource: { kind: resource.type, id: resource.id },
    limit: Math.min(page?.limit ?? mostResults, mostResults),
    ...(after && { after }),
  })
  if (!outcome.ok) return nothing
  const { users, next = '' } = outcome.result
  return {
    results: users.map(({ id, name, email }) => ({ type: 'user', id, properties: { email, name } })),
    page: { next_token: next },
  }
}

export const searchResources = async (core: Core, asked: z.output<typeof resourceSearchBody>): Promise<Found> => {
  const { subject, action, resource, page } = asked
  const { type } = resource
  if (subject.type !== 'user' || action.name !== use || !isResourceKind(type)) return nothing
  const outcome = await core.ask('access.search_resources', claim, { user: subject.id, kind: type })
  if (!outcome.ok) return nothing
  const from = Number(tokenOf(page) ?? 0) || 0
  const until = from + Math.min(page?.limit ?? mostResults, mostResults)
  const { resources } = outcome.result
  return {
    results: resources.slice(from, until).map(({ id, name }) => ({ type, id, ...(name && { properties: { name } }) })),
    page: { next_token: until < resources.length ? String(until) : '' },
  }
}

export const searchActions = async (
  core: Core,
  { subject, resource }: z.output<typeof actionSearchBody>,
): Promise<z.output<typeof actionSearchAnswer>> => {
  const { decision } = await decide(core, { subject, resource, action: { name: use } }, '')
  return { results: decision ? [{ name: use }] : [], page: { next_token: '' } }
}
