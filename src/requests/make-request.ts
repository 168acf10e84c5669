import * as z from 'zod'
import { companyDomain } from '../companies/domain.ts'
import type { UserActor } from '../kernel/actor.ts'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { id, line, text } from '../kernel/input.ts'
import { later } from '../kernel/instant.ts'
import { refuse } from '../kernel/refusal.ts'
import { hasAccess } from '../licences/access.ts'
import { hasExpired, standardKey } from '../licences/licence.ts'
import type { CompanyRequest } from './request.ts'

const reason = text(500).optional()

type Asked = Pick<CompanyRequest, 'id' | 'reference'>

/** What every new request has in common. */
const newRequest = ({ actor, now, newId, newReference }: Context<UserActor>, why: string | undefined) => ({
  id: newId(),
  reference: newReference(),
  companyId: actor.company.id,
  requesterId: actor.user.id,
  ...(why && { reason: why }),
  at: now,
  via: actor.channel,
  state: 'open' as const,
  remindAt: later(now, { days: actor.company.settings.remindAfterDays }),
  expiresAt: later(now, { days: actor.company.settings.expireAfterDays }),
  version: 1,
})

const made = (request: CompanyRequest) =>
  accept(
    {
      save: { requests: [request] },
      events: [
        { type: 'request.made', companyId: request.companyId, requestId: request.id, userId: request.requesterId },
      ],
    },
    { id: request.id, reference: request.reference } satisfies Asked,
  )

/** A user asks for a licence that is shown to users. Asking again refuses with the reference of the open request. */
export const askAccess = defineCommand({
  name: 'requests.ask_access',
  input: z.object({ licenceId: id, reason }),
  who: ['user'],
  load: async (tx, { licenceId }, { actor }) => ({
    licence: await tx.licences.get(licenceId),
    grants: await tx.grants.list({ userId: actor.user.id, licenceId, state: 'live' }),
    open: await tx.requests.list({ requesterId: actor.user.id, licenceId, state: 'open', kind: 'access' }),
  }),
  decide: ({ licence, grants, open: [open] }, { licenceId, reason: why }, context) => {
    const { actor, now } = context
    if (licence?.companyId !== actor.company.id) return refuse('not_found')
    if (hasAccess(actor.user, licence, grants, now).allowed)
      return refuse('already_has_access', { licence: licence.name })
    if (open) return refuse('already_requested', { reference: open.reference })
    if (hasExpired(licence, now)) return refuse('licence_expired', { licence: licence.name })
    if (!licence.shown) return refuse('licence_not_shown', { licence: licence.name })
    if (!why && actor.company.settings.reasonMandatory) return refuse('reason_mandatory')
    return made({ ...newRequest(context, why), kind: 'access', licenceId })
  },
})

/** A user asks that a standard joins a licence's collection; the licence is a proposal, the administrator picks. */
export const askStandard = defineCommand({
  name: 'requests.ask_standard',
  input: z.object({ number: line(60), title: line(200).optional(), licenceId: id.optional(), reason }),
  who: ['user'],
  load: async (tx, { number, licenceId }, { actor }) => ({
    proposed: licenceId ? await tx.licences.get(licenceId) : undefined,
    holding: await tx.licences.list({ companyId: actor.company.id, standard: standardKey(number) }),
    open: await tx.requests.list({ requesterId: actor.user.id, standard: standardKey(number), state: 'open' }),
  }),
  decide: ({ proposed, holding, open: [open] }, { number, title, licenceId, reason: why }, context) => {
    const { actor, now } = context
    if (licenceId && proposed?.companyId !== actor.company.id) return refuse('not_found')
    if (open) return refuse('already_requested', { reference: open.reference })
    const licence = holding.find((one) => !hasExpired(one, now) && (!licenceId || one.id === licenceId))
    if (licence) return refuse('already_in_collection', { number, licence: licence.name })
    if (!why && actor.company.settings.reasonMandatory) return refuse('reason_mandatory')
    const standard = { number, ...(title && { title }) }
    return made({ ...newRequest(context, why), kind: 'standard', standard, ...(licenceId && { licenceId }) })
  },
})

/** An administrator asks the operator to allow another domain, or to take one away. */
export const askDomain = defineCommand({
  name: 'requests.ask_domain',
  input: z.object({ domain: line(253), removal: z.boolean().optional(), reason }),
  who: ['administrator'],
  load: async (tx, _input, { actor }) => ({
    domains: await tx.domains.list({ companyId: actor.company.id }),
    open: await tx.requests.list({ requesterId: actor.user.id, kind: 'domain', state: 'open' }),
  }),
  decide: ({ domains, open }, { domain: written, removal = false, reason: why }, context) => {
    const { names } = context
    // What became a public mail domain since must be able to go.
    const ascii = removal ? names.toAscii(written.trim()) : undefined
    const read = ascii === undefined ? companyDomain(written, names) : { domain: ascii }
    if ('fault' in read) return refuse('domain_not_possible', { domain: written, fault: read.fault })
    const held = domains.find((one) => one.domain === read.domain && one.state !== 'proving')
    if (removal && !held) return refuse('not_found')
    if (!removal && held?.state === 'verified') return refuse('domain_already_allowed', read)
    const same = open.find(
      (one) => one.kind === 'domain' && one.domain === read.domain && (one.removal ?? false) === removal,
    )
    if (same) return refuse('already_requested', { reference: same.reference })
    return made({
      ...newRequest(context, why),
      kind: 'domain',
      domain: read.domain,
      ...(removal && { removal }),
    })
  },
})
