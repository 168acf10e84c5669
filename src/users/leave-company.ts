import type { DomainEvent, EventOf } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Grant } from '../licences/access.ts'
import type { ReadTx } from '../ports/store.ts'
import type { CompanyRequest } from '../requests/request.ts'
import { ended } from '../requests/settle.ts'
import { administratorsOf } from '../trail/announce.ts'
import type { User } from './user.ts'

/** What a user has in the company that he is about to leave. */
export interface Belongings {
  readonly grants: readonly Grant[]
  readonly open: readonly CompanyRequest[]
  /** Of that company, for the rule that it keeps one. */
  readonly administrators: readonly User[]
}

export const loadBelongings = async (tx: ReadTx, user: User, now: Instant): Promise<Belongings> => ({
  grants: await tx.grants.list({ userId: user.id, state: 'live' }),
  open: await tx.requests.list({ requesterId: user.id, state: 'open' }),
  administrators: await administratorsOf(tx, user.companyId, now),
})

/** Leaving a company ends the grants there and withdraws the open requests. */
export const leaveCompany = (
  { id: userId, companyId }: User,
  { grants, open }: Belongings,
  because: EventOf<'access.ended'>['because'],
  now: Instant,
): {
  readonly grants: readonly Grant[]
  readonly requests: readonly CompanyRequest[]
  readonly events: readonly DomainEvent[]
} => ({
  grants: grants.map((grant) => ({ ...grant, endedAt: now })),
  requests: open.map((request) => ended(request, 'withdrawn', now)),
  events: [
    ...grants.map(({ licenceId }) => ({ type: 'access.ended', companyId, userId, licenceId, because }) as const),
    ...open.map(({ id: requestId }) => ({ type: 'request.withdrawn', companyId, requestId, userId }) as const),
  ],
})
