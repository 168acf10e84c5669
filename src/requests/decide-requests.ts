import * as z from 'zod'
import type { AllowedDomain } from '../companies/domain.ts'
import type { OperatorActor, UserActor } from '../kernel/actor.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import { id, text, until } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Refused } from '../kernel/refusal.ts'
import type { Grant } from '../licences/access.ts'
import type { Licence } from '../licences/licence.ts'
import type { ReadTx } from '../ports/store.ts'
import { administratorsOf } from '../trail/announce.ts'
import { decideOne, type Facts } from './decide-one.ts'
import { findRequest } from './find-request.ts'
import type { AccessRequest, CompanyRequest, Decision } from './request.ts'

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

/** What came of each request, in the order asked. */
export interface Decided {
  readonly results: readonly ({ readonly asked: string } & (
    | { readonly ok: true; readonly id: string; readonly reference: string; readonly verdict: Decision['verdict'] }
    | { readonly ok: false; readonly id?: string; readonly refused: Refused }
  ))[]
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
    const requests = new Map<string, CompanyRequest>()
    const grants: Grant[] = []
    const licences = new Map<string, Licence>()
    const domains = new Map<string, AllowedDomain | undefined>()
    const gone = new Set<string>()
    const along = new Map<string, readonly [CompanyRequest, DomainEvent | undefined]>()
    const events: DomainEvent[] = []
    const results: Decided['results'][number][] = []
    for (const { asked: name, facts } of asked) {
      // What was decided a moment ago counts for what comes after it.
      const now = facts && {
        ...facts,
        licence: facts.licence && (licences.get(facts.licence.id) ?? facts.licence),
        grants: [...facts.grants, ...grants],
        domain: domains.has(domainKey(facts.request)) ? domains.get(domainKey(facts.request)) : facts.domain,
      }
      const outcome = decideOne(now, input, context)
      if ('ok' in outcome) {
        results.push({ asked: name, ok: false, refused: outcome, ...(facts && { id: facts.request.id }) })
        continue
      }
      requests.set(outcome.request.id, outcome.request)
      // The old grant first: two live grants of one licence break the rule of the table, even for a moment.
      if (outcome.ended) grants.push(outcome.ended)
      if (outcome.grant) grants.push(outcome.grant)
      if (outcome.licence) licences.set(outcome.licence.id, outcome.licence)
      if (outcome.domain) domains.set(domainKey(outcome.request), outcome.domain)
      if (outcome.gone) {
        domains.set(domainKey(outcome.request), undefined)
        gone.add(outcome.gone.id)
      }
      for (const [index, request] of (outcome.along?.requests ?? []).entries())
        along.set(request.id, [request, outcome.along?.events[index]])
      events.push(...outcome.events)
      const { id, reference } = outcome.request
      results.push({ asked: name, ok: true, id, reference, verdict: input.verdict })
    }
    const [only] = results
    if (results.length === 1 && only && !only.ok) return only.refused
    for (const [requestId, [request, event]] of along)
      if (!requests.has(requestId)) {
        requests.set(requestId, request)
        if (event) events.push(event)
      }
    const save = {
      requests: [...requests.values()],
      grants,
      licences: [...licences.values()],
      domains: [...domains.values()].filter((one) => one !== undefined),
    }
    return accept({ save, remove: { domains: [...gone] }, events }, { results } satisfies Decided)
  },
})

const domainKey = (request: CompanyRequest): string =>
  request.kind === 'domain' ? `${request.companyId} ${request.domain}` : ''

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
  const { companyId } = request
  const licence = wanted ? await tx.licences.get(wanted) : undefined
  const administrators = await administratorsOf(tx, companyId, now)
  return {
    request,
    requester: await tx.users.get(request.requesterId),
    decider: request.decision?.by ? await tx.users.get(request.decision.by) : undefined,
    licence,
    grants: request.kind === 'access' ? await grantsThatCount(tx, request, licence) : [],
    otherAdministrators: administrators.filter((one) => actor.kind === 'user' && one.id !== actor.user.id).length,
    domain: request.kind === 'domain' ? (await tx.domains.list({ companyId, domain: request.domain }))[0] : undefined,
    openDomainRequests:
      request.kind === 'domain' ? await tx.requests.list({ companyId, kind: 'domain', state: 'open' }) : [],
  }
}

/** With seats every grant of the licence counts; without, only the requester's own, and decisions don't wait for each other. */
const grantsThatCount = (
  tx: ReadTx,
  { licenceId, requesterId }: AccessRequest,
  licence: Licence | undefined,
): Promise<Grant[]> =>
  tx.grants.list({ licenceId, state: 'live', ...(licence?.seats === undefined && { userId: requesterId }) })
