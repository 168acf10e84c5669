import * as z from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import { countedTo } from '../kernel/counted.ts'
import { id } from '../kernel/input.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { administratorsOf } from '../trail/announce.ts'
import { findRequest } from './find-request.ts'
import { type CompanyRequest, phase } from './request.ts'

export const periods = { week: 7, month: 30, quarter: 91, year: 365 } as const
export type Period = keyof typeof periods

/** A request with the names that its reader may see. */
export interface RequestView {
  readonly request: CompanyRequest
  readonly viewer: 'administrator' | 'requester' | 'other'
  /** One's own request is for another administrator to decide, as long as there is one. */
  readonly mayDecide: boolean
  /** Absent for readers who may not see who asked. */
  readonly requesterName?: string
  readonly licenceName?: string
  readonly deciderName?: string
  /** Who is on it, while it is open; `own` when that is the reader. */
  readonly taken?: { readonly name?: string; readonly own: boolean }
}

/** What one person may see of a request: administrators see names, others a decline reason but not who asked. */
export const viewOf = async (
  tx: ReadTx,
  request: CompanyRequest,
  reader: { readonly id: string; readonly administrator: boolean },
  now: Instant,
): Promise<RequestView> => {
  const own = request.requesterId === reader.id
  const viewer = own ? 'requester' : reader.administrator ? 'administrator' : 'other'
  const name = async (userId: string | undefined) => (userId ? (await tx.users.get(userId))?.name : undefined)
  const requesterName = viewer === 'other' ? undefined : await name(request.requesterId)
  const licence = request.kind !== 'domain' && request.licenceId ? await tx.licences.get(request.licenceId) : undefined
  const deciderName = await name(request.decision?.by)
  const takerName = await name(request.takenBy)
  return {
    request: viewer === 'other' ? withoutReason(request) : request,
    viewer,
    mayDecide: reader.administrator && (!own || !(await hasOther(tx, request.companyId, reader.id, now))),
    ...(requesterName && { requesterName }),
    ...(licence && { licenceName: licence.name }),
    ...(deciderName && { deciderName }),
    ...(request.takenBy &&
      request.state === 'open' && {
        taken: { own: request.takenBy === reader.id, ...(takerName && { name: takerName }) },
      }),
  }
}

const hasOther = async (tx: ReadTx, companyId: string, userId: string, now: Instant): Promise<boolean> =>
  (await administratorsOf(tx, companyId, now)).some((user) => user.id !== userId)

/** Why somebody asks can tell who asks. */
const withoutReason = (request: CompanyRequest): CompanyRequest => {
  const { reason: _reason, ...rest } = request
  return rest
}

const readerOf = (actor: UserActor) => ({ id: actor.user.id, administrator: actor.administrator === 'yes' })

/** The Requests page: open ones, those settled in the past week, month, quarter or year, or all of one's own. */
export const listRequests = defineQuery({
  name: 'requests.list',
  input: z.object({
    show: z.enum(['open', 'settled', 'mine']).default('open'),
    period: z.enum(['week', 'month', 'quarter', 'year']).default('month'),
    kind: z.enum(['access', 'standard', 'domain']).optional(),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(100).default(25),
  }),
  who: ['user'],
  answer: async (tx, { show, period, kind, after, limit }, { actor, now }) => {
    const from = later(now, { days: -periods[period] })
    const where = {
      ...(kind && { kind }),
      ...(show === 'open' && { phase: phase(actor.company.id, 'open') }),
      ...(show === 'settled' && { phase: phase(actor.company.id, 'approved'), settledAt: { from } }),
      ...(show === 'mine' && { companyId: actor.company.id, requesterId: actor.user.id }),
    }
    const { rows, next } = await tx.requests.page(where, { limit, newestFirst: true, ...(after && { after }) })
    const views = await Promise.all(rows.map((request) => viewOf(tx, request, readerOf(actor), now)))
    return found({
      requests: views,
      period,
      show,
      ...(next && { next }),
      total: await tx.requests.count(where, countedTo + 1),
    })
  },
})

/** One request, by id or reference, with the licences that a standard may join. */
export const showRequest = defineQuery({
  name: 'requests.show',
  input: z.object({ request: id }),
  who: ['user'],
  answer: async (tx, { request: asked }, { actor, now }) => {
    const request = await findRequest(tx, asked, actor)
    if (!request) return refuse('not_found')
    return found(await viewOf(tx, request, readerOf(actor), now))
  },
})

/** All requests of a company, newest first, for the operator. */
export const exportRequests = defineQuery({
  name: 'requests.export',
  input: z.object({
    companyId: id,
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  who: ['operator'],
  answer: async (tx, { companyId, after, limit }) => {
    if (!(await tx.companies.get(companyId))) return refuse('not_found')
    return found(await tx.requests.page({ companyId }, { limit, newestFirst: true, ...(after && { after }) }))
  },
})
