/** What deciding on one request comes to. Pure: reads and writes are for `decide-requests.ts`. */
import type { AllowedDomain } from '../companies/domain.ts'
import type { OperatorActor, UserActor } from '../kernel/actor.ts'
import type { Context } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import { type Grant, isLive } from '../licences/access.ts'
import { hasExpired, type Licence, standardKey } from '../licences/licence.ts'
import { noSeatsLeft } from '../licences/seats.ts'
import type { User } from '../users/user.ts'
import { answerDomainRequests } from './answer-domain-requests.ts'
import { alreadySettled } from './find-request.ts'
import type { AccessRequest, CompanyRequest, Decision, DomainRequest, StandardRequest } from './request.ts'
import { decided } from './settle.ts'

export interface DecideInput {
  readonly verdict: Decision['verdict']
  readonly reason?: string | undefined
  readonly until?: Instant | undefined
}

/** What a decision on one request rests on. */
export interface Facts {
  readonly request: CompanyRequest
  readonly requester: User | undefined
  readonly decider: User | undefined
  readonly licence: Licence | undefined
  readonly grants: readonly Grant[]
  readonly otherAdministrators: number
  /** The company's row of the domain that is asked for. */
  readonly domain: AllowedDomain | undefined
  /** All open requests of the company for domains. */
  readonly openDomainRequests: readonly CompanyRequest[]
}

/** What one decision writes. */
export interface One {
  readonly request: CompanyRequest
  readonly grant?: Grant
  /** A grant that ended unnoticed and gives way to the new one. */
  readonly ended?: Grant
  readonly licence?: Licence
  readonly domain?: AllowedDomain
  /** A domain that goes. */
  readonly gone?: AllowedDomain
  readonly events: readonly DomainEvent[]
  /** Requests for the same domain, which this answers as well. */
  readonly along?: ReturnType<typeof answerDomainRequests>
}

/** Decides on one request, or says why not. */
export const decideOne = (
  facts: Facts | undefined,
  input: DecideInput,
  context: Context<UserActor | OperatorActor>,
): One | Refused => {
  if (!facts) return refuse('not_found')
  const { request, otherAdministrators } = facts
  const { actor } = context
  if (request.kind === 'domain' && actor.kind !== 'operator')
    return refuse('decided_by_operator', { reference: request.reference })
  if (request.kind !== 'domain' && actor.kind === 'operator') return refuse('not_allowed')
  if (request.state !== 'open') return alreadySettled(request, facts.decider)
  if (actor.kind === 'user' && request.requesterId === actor.user.id && otherAdministrators > 0)
    return refuse('own_request')
  const decision: Decision = {
    verdict: input.verdict,
    at: context.now,
    via: actor.channel,
    ...(actor.kind === 'user' && { by: actor.user.id }),
    ...(input.reason && { reason: input.reason }),
  }
  if (input.verdict === 'declined')
    return { request: decided(request, decision), events: [settledEvent(request, 'declined')] }
  switch (request.kind) {
    case 'access':
      return approveAccess(request, decision, facts, input, context)
    case 'standard':
      return approveStandard(request, decision, facts, context)
    case 'domain':
      return approveDomain(request, decision, facts, context)
  }
}

const settledEvent = ({ companyId, id, requesterId }: CompanyRequest, verdict: Decision['verdict']) =>
  ({ type: `request.${verdict}`, companyId, requestId: id, userId: requesterId }) as const

const approveAccess = (
  request: AccessRequest,
  decision: Decision,
  { licence, grants, requester }: Facts,
  input: DecideInput,
  { now, newId, actor }: Context<UserActor | OperatorActor>,
): One | Refused => {
  if (requester?.status === 'blocked') return refuse('is_blocked')
  if (!licence || requester?.status !== 'registered') return refuse('not_found')
  if (hasExpired(licence, now)) return refuse('licence_expired', { licence: licence.name })
  if (input.until && input.until <= now) return refuse('must_be_in_future', { field: 'until' })
  const inUse = new Set(
    grants.filter((one) => one.licenceId === licence.id && isLive(one, now)).map((one) => one.userId),
  )
  inUse.delete(request.requesterId)
  const full = noSeatsLeft(licence, inUse.size)
  if (full) return full
  const held = grants.find((one) => one.userId === request.requesterId && one.licenceId === licence.id && !one.endedAt)
  const grant: Grant = {
    id: newId(),
    companyId: request.companyId,
    userId: request.requesterId,
    licenceId: licence.id,
    givenAt: now,
    ...(actor.kind === 'user' && { givenBy: actor.user.id }),
    ...(request.reason && { why: request.reason }),
    ...(input.until && { until: input.until }),
  }
  const { companyId, id: requestId, requesterId: userId } = request
  return {
    request: { ...decided(request, decision), ...(input.until && { until: input.until }) },
    grant,
    ...(held && { ended: { ...held, endedAt: now } }),
    events: [
      settledEvent(request, 'approved'),
      {
        type: 'access.given',
        companyId,
        userId,
        licenceId: licence.id,
        grantId: grant.id,
        requestId,
        ...(input.until && { until: input.until }),
      },
    ],
  }
}

const approveStandard = (
  request: StandardRequest,
  decision: Decision,
  { licence }: Facts,
  { now }: Pick<Context, 'now'>,
): One | Refused => {
  if (!licence) return refuse('choose_licence')
  const { companyId, id: requestId } = request
  if (licence.companyId !== companyId) return refuse('not_found')
  if (hasExpired(licence, now)) return refuse('licence_expired', { licence: licence.name })
  const { number } = request.standard
  const approved = { ...decided(request, decision), licenceId: licence.id }
  const event = settledEvent(request, 'approved')
  // It is in already when somebody else asked for it too.
  if (licence.standards.some((one) => standardKey(one.number) === standardKey(number)))
    return { request: approved, events: [event] }
  return {
    request: approved,
    licence: { ...licence, standards: [...licence.standards, request.standard] },
    events: [event, { type: 'standard.added', companyId, licenceId: licence.id, number, requestId }],
  }
}

const approveDomain = (
  request: DomainRequest,
  decision: Decision,
  { domain: held, openDomainRequests }: Facts,
  { now, newId, actor }: Context<UserActor | OperatorActor>,
): One => {
  const { companyId, domain } = request
  const approved = decided(request, decision)
  const event = settledEvent(request, 'approved')
  const others = openDomainRequests.filter((one) => one.id !== request.id)
  const along = answerDomainRequests(others, domain, { actor, now }, request.removal)
  if (request.removal)
    return held
      ? { request: approved, gone: held, events: [event, { type: 'domain.removed', companyId, domain }], along }
      : { request: approved, events: [event], along }
  if (held?.state === 'verified' && !held.missingSince) return { request: approved, events: [event], along }
  return {
    request: approved,
    domain: { id: held?.id ?? newId(), companyId, domain, state: 'verified', how: 'operator', verifiedAt: now },
    events: [event, { type: 'domain.allowed', companyId, domain, how: 'operator' }],
    along,
  }
}
