import * as z from 'zod'
import { countedTo } from '../kernel/counted.ts'
import { id, line } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { standardKey } from '../licences/licence.ts'
import type { ReadTx } from '../ports/store.ts'
import { viewOf } from './list-requests.ts'
import type { CompanyRequest } from './request.ts'

/** What narrows the requests that wait: all of what is given must hold. */
export const waitingFilter = {
  kind: z.enum(['access', 'standard']).optional(),
  /** The licence that is asked for, or whose collection a standard should join. */
  licenceId: id.optional(),
  /** In the code, standard or reason of a request, or in the name of its licence or requester. */
  query: line(100).optional(),
}

export type WaitingFilter = z.output<z.ZodObject<typeof waitingFilter>>

/** As many as fit in a chat. */
export const pageSize = 10
export const mostPages = 100

/**
 * The open requests of a company that pass the filter, the newest first: a part of them, and how many there are, counted to
 * one more than `countedTo`.
 */
export const waitingRequests = async (
  tx: ReadTx,
  companyId: string,
  filter: WaitingFilter,
  { from, size }: { readonly from: number; readonly size: number },
): Promise<{ readonly rows: CompanyRequest[]; readonly total: number }> => {
  const { kind, licenceId, query } = filter
  const where = { companyId, state: 'open', ...(kind && { kind }), ...(licenceId && { licenceId }) }
  if (query) {
    const hits = await searched(tx, where, query)
    return { rows: hits.slice(from, from + size), total: hits.length }
  }
  const { rows } = await tx.requests.page(where, { limit: from + size, newestFirst: true })
  return { rows: rows.slice(from), total: await tx.requests.count(where, countedTo + 1) }
}

/** More people or licences of one name than anybody looks through. */
const mostNamed = 100

const searched = async (
  tx: ReadTx,
  where: { readonly companyId: string; readonly licenceId?: string },
  query: string,
): Promise<CompanyRequest[]> => {
  const { companyId } = where
  const people = await tx.users.page({ companyId, text: query }, { limit: mostNamed })
  const licences = await tx.licences.page({ companyId, text: query }, { limit: mostNamed })
  const requesterId = people.rows.map((user) => user.id)
  const named = licences.rows.map((licence) => licence.id).filter((one) => !where.licenceId || one === where.licenceId)
  const newest = async (which: { readonly [key: string]: string | readonly string[] }) =>
    (await tx.requests.page({ ...where, ...which }, { limit: countedTo + 1, newestFirst: true })).rows
  const hits = [
    ...(await newest({ text: query })),
    ...(await newest({ standard: standardKey(query) })),
    ...(requesterId.length > 0 ? await newest({ requesterId }) : []),
    ...(named.length > 0 ? await newest({ licenceId: named }) : []),
  ]
  const each = new Map(hits.map((hit) => [hit.id, hit])).values()
  return [...each].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, countedTo + 1)
}

/** A page of the open requests, for administrators. */
export const listWaiting = defineQuery({
  name: 'requests.waiting',
  input: z.object({
    ...waitingFilter,
    page: z
      .number()
      .int()
      .min(0)
      .max(mostPages - 1)
      .default(0),
  }),
  who: ['administrator'],
  answer: async (tx, { page: asked, ...filter }, { actor, now }) => {
    const { company, user } = actor
    const at = async (page: number) => ({
      page,
      ...(await waitingRequests(tx, company.id, filter, { from: page * pageSize, size: pageSize })),
    })
    let { page, rows, total } = await at(asked)
    // Others decide meanwhile, and a page that was the last may be gone.
    if (rows.length === 0 && page > 0) ({ page, rows, total } = await at(lastPage(total)))
    const requests = await Promise.all(rows.map((one) => viewOf(tx, one, { id: user.id, administrator: true }, now)))
    const licence = filter.licenceId ? await tx.licences.get(filter.licenceId) : undefined
    return found({
      requests,
      total,
      page,
      pages: lastPage(total) + 1,
      filter,
      ...(licence?.companyId === company.id && { licenceName: licence.name }),
    })
  },
})

const lastPage = (total: number): number => Math.min(mostPages, Math.max(1, Math.ceil(total / pageSize))) - 1
