import type { Context } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { CompanyRequest } from './request.ts'
import { decided } from './settle.ts'

/** A domain that came, or went (`removal`), answers the open requests for that, whoever made them. */
export const answerDomainRequests = (
  open: readonly CompanyRequest[],
  domain: string,
  { actor, now }: Pick<Context, 'actor' | 'now'>,
  removal = false,
): { readonly requests: readonly CompanyRequest[]; readonly events: readonly DomainEvent[] } => {
  const asked = open.filter(
    (request) => request.kind === 'domain' && request.domain === domain && (request.removal ?? false) === removal,
  )
  return {
    requests: asked.map((request) => decided(request, { verdict: 'approved', at: now, via: actor.channel })),
    events: asked.map(({ companyId, id, requesterId }) => ({
      type: 'request.approved',
      companyId,
      requestId: id,
      userId: requesterId,
    })),
  }
}
