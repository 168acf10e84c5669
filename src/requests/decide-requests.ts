import * as z from 'zod'
import type { AllowedDomain } from '../companies/domain.ts'
import type { OperatorActor, UserActor } from '../kernel/actor.ts'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import { id, text, until } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { Grant } from '../licences/access.ts'
import { isLive } from '../licences/access.ts'
import { hasExpired, type Licence, standardKey } from '../licences/licence.ts'
import type { ReadTx } from '../ports/store.ts'
import { administratorsOf } from '../trail/announce.ts'
import type { User } from '../users/user.ts'
import { alreadySettled, findRequest } from './find-request.ts'
import type { AccessRequest, CompanyRequest, Decision, DomainRequest, StandardRequest } from './request.ts'
import { decided } from './settle.ts'

const input = z.object({
  /** Ids or references, one or several. */
  requests: z.array(id).min(1).max(25),
  verdict: z.enum(['approved', 'declined']),
  reason: text(500).optional(),
  /** Access until then (approving an access request). */
  until: until.optional(),
  /** Whose collection the standard joins (approving a standard request). */
  licenceId: id.optional(),
})
type DecideInput = z.output<typeof input>

/** What came of each request, in the order asked. */
export interface Decided {
  readonly results: readonly ({ readonly asked: string } & (
    | { readonly ok: true; readonly id: string; readonly reference: string; readonly verdict: Decision['verdict'] }
    | { readonly ok: false; readonly id?: string; readonly refused: Refused }
  ))[]
}

interface Facts {
  readonly request: CompanyRequest
  readonly requester: User | undefined
  readonly decider: User | undefined
  readonly licence: Licence | undefined
  readonly grants: readonly Grant[]
  readonly otherAdministrators: number
  readonly domain: AllowedDomain | undefined
}

/**
 * Approves or declines one or several requests. The first decision counts; a later one is refused with who decided and when.
 * An administrator decides about access and standards, the operator about domains.
 */
export const decideRequests = defineCommand({
  name: 'requests.decide',
  input,
  who: ['administrator', 'operator'],
  load: async (tx, { requests, licenceId }, { actor, now }) => {
    const asked = await Promise.all(
      requests.map(async (name) => ({ asked: name, facts: await factsOf(tx, name, licenceId, actor, now) })),
    )
    // One request may be named twice, by id and by reference; it is decided once.
    const ids = asked.map(({ facts }) => facts?.request.id)
    return asked.filter((_, index) => ids[index] === undefined || ids.indexOf(ids[index]) === index)
  },
  decide: (asked, input, context) => {
    const writes = { requests: [] as CompanyRequest[], grants: [] as Grant[], licences: new Map<string, Licence>() }
    const domains: AllowedDomain[] = []
    const events: DomainEvent[] = []
    const results: Decided['results'][number][] = []
    for (const { asked: name, facts } of asked) {
      const known = facts?.licence && (writes.licences.get(facts.licence.id) ?? facts.licence)
      const now = facts && { ...facts, licence: known, grants: [...facts.grants, ...writes.grants] }
      const outcome = decideOne(now, input, context)
      if ('ok' in outcome) {
        results.push({ asked: name, ok: false, refused: outcome, ...(facts && { id: facts.request.id }) })
        continue
      }
      writes.requests.push(outcome.request)
      // The old grant first: two live grants of one licence break the rule of the table, even for a moment.
      if (outcome.ended) writes.grants.push(outcome.ended)
      if (outcome.grant) writes.grants.push(outcome.grant)
      if (outcome.licence) writes.licences.set(outcome.licence.id, outcome.licence)
      if (outcome.domain) domains.push(outcome.domain)
      events.push(...outcome.events)
      const { id, reference } = outcome.request
      results.push({ asked: name, ok: true, id, reference, verdict: input.verdict })
    }
    const [only] = results
    if (results.length === 1 && only && !only.ok) return only.refused
    const save = { requests: writes.requests, grants: writes.grants, licences: [...writes.licences.values()], domains }
    return accept({ save, events }, { results } satisfies Decided)
  },
})

const sameDomain = ({ companyId, domain }: DomainRequest) => ({ companyId, domain })

const factsOf = async (
  tx: ReadTx,
  asked: string,
  licenceId: string | undefined,
  actor: UserActor | OperatorActor,
  now: Instant,
): Promise<Facts | undefined> => {
  const request = await findRequest(tx, asked, actor)
  if (!request) return undefined
  const wanted =
    request.kind === 'domain'
      ? undefined
      : request.kind === 'access'
        ? request.licenceId
        : (licenceId ?? request.licenceId)
  const administrators = await administratorsOf(tx, request.companyId, now)
  return {
    request,
    requester: await tx.users.get(request.requesterId),
    decider: request.decision?.by ? await tx.users.get(request.decision.by) : undefined,
    licence: wanted ? await tx.licences.get(wanted) : undefined,
    grants: request.kind === 'access' ? await tx.grants.list({ licenceId: request.licenceId, state: 'live' }) : [],
    otherAdministrators: administrators.filter((one) => actor.kind === 'user' && one.id !== actor.user.id).length,
    domain: request.kind === 'domain' ? (await tx.domains.list(sameDomain(request)))[0] : undefined,
  }
}

interface One {
  readonly request: CompanyRequest
  readonly grant?: Grant
  /** A grant that ended unnoticed and gives way to the new one. */
  readonly ended?: Grant
  readonly licence?: Licence
  readonly domain?: AllowedDomain
  readonly events: readonly DomainEvent[]
}

const decideOne = (
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
      return approveStandard(request, decision, facts)
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
  if (!licence || requester?.status !== 'registered') return refuse('not_found')
  if (hasExpired(licence, now)) return refuse('licence_expired', { licence: licence.name })
  if (input.until && input.until <= now) return refuse('must_be_in_future', { field: 'until' })
  const inUse = new Set(
    grants.filter((one) => one.licenceId === licence.id && isLive(one, now)).map((one) => one.userId),
  )
  inUse.delete(request.requesterId)
  if (licence.seats !== undefined && !licence.companyWide && inUse.size >= licence.seats)
    return refuse('no_seats_left', { licence: licence.name, seats: licence.seats })
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

const approveStandard = (request: StandardRequest, decision: Decision, { licence }: Facts): One | Refused => {
  if (!licence) return refuse('choose_licence')
  if (licence.companyId !== request.companyId) return refuse('not_found')
  const { number } = request.standard
  const held = licence.standards.some((one) => standardKey(one.number) === standardKey(number))
  return {
    request: { ...decided(request, decision), licenceId: licence.id },
    licence: held ? licence : { ...licence, standards: [...licence.standards, request.standard] },
    events: [
      settledEvent(request, 'approved'),
      { type: 'standard.added', companyId: request.companyId, licenceId: licence.id, number, requestId: request.id },
    ],
  }
}

const approveDomain = (
  request: DomainRequest,
  decision: Decision,
  { domain: held }: Facts,
  { now, newId }: Context<UserActor | OperatorActor>,
): One => {
  const { companyId, domain } = request
  return {
    request: decided(request, decision),
    domain: { id: held?.id ?? newId(), companyId, domain, state: 'verified', how: 'operator', verifiedAt: now },
    events: [settledEvent(request, 'approved'), { type: 'domain.allowed', companyId, domain, how: 'operator' }],
  }
}
