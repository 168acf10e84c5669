import * as z from 'zod'
import { countedTo } from '../kernel/counted.ts'
import { defineQuery, found } from '../kernel/query.ts'
import type { ReadTx } from '../ports/store.ts'
import type { CompanyRequest, DomainRequest } from './request.ts'

/** A request for a domain, with what the operator weighs. Names are absent of who and what was removed since. */
export interface DomainRequestView {
  readonly request: DomainRequest
  readonly company?: string
  readonly requester?: { readonly name: string; readonly email: string }
  /** Other companies that hold the domain. */
  readonly heldBy: readonly string[]
}

/** For the operator: what companies ask about their domains and nobody answered yet, the oldest first. */
export const listDomainRequests = defineQuery({
  name: 'requests.domains',
  input: z.object({
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(25).default(25),
  }),
  who: ['operator'],
  answer: async (tx, { after, limit }) => {
    const where = { kind: 'domain', state: 'open' } as const
    const { rows, next } = await tx.requests.page(where, { limit, ...(after && { after }) })
    return found({
      requests: await Promise.all(rows.filter(isAboutDomain).map((request) => viewOf(tx, request))),
      total: await tx.requests.count(where, countedTo + 1),
      ...(next && { next }),
    })
  },
})

const isAboutDomain = (request: CompanyRequest): request is DomainRequest => request.kind === 'domain'

const viewOf = async (tx: ReadTx, request: DomainRequest): Promise<DomainRequestView> => {
  const company = await tx.companies.get(request.companyId)
  const requester = await tx.users.get(request.requesterId)
  const held = await tx.domains.list({ domain: request.domain, state: 'verified' })
  const others = await Promise.all(
    held.filter(({ companyId }) => companyId !== request.companyId).map(({ companyId }) => tx.companies.get(companyId)),
  )
  return {
    request,
    ...(company && { company: company.name }),
    ...(requester && requester.status !== 'removed' && { requester: { name: requester.name, email: requester.email } }),
    heldBy: others.flatMap((other) => other?.name ?? []),
  }
}
