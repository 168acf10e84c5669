import type { OperatorActor, UserActor } from '../kernel/actor.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { User } from '../users/user.ts'
import type { CompanyRequest } from './request.ts'
import { referenceOf } from './settle.ts'

/** A request by its id, or by its reference in the actor's own company. */
export const findRequest = async (
  tx: ReadTx,
  asked: string,
  actor: UserActor | OperatorActor,
): Promise<CompanyRequest | undefined> => {
  const byId = await tx.requests.get(asked)
  if (actor.kind === 'operator') return byId
  if (byId) return byId.companyId === actor.company.id ? byId : undefined
  const [byReference] = await tx.requests.list({ companyId: actor.company.id, reference: referenceOf(asked) })
  return byReference
}

/** What a second decision or withdrawal is told: who decided what and when, or how it ended. */
export const alreadySettled = ({ reference, state, decision }: CompanyRequest, decider: User | undefined): Refused => {
  if (decision)
    return refuse('already_decided', {
      reference,
      verdict: decision.verdict,
      by: decider?.name ?? '',
      at: decision.at,
    })
  return refuse('already_settled', { reference, state: state === 'withdrawn' ? 'withdrawn' : 'expired' })
}
