import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id, line } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { answerDomainRequests } from '../requests/answer-domain-requests.ts'
import { type AllowedDomain, companyDomain } from './domain.ts'

const named = z.object({ companyId: id, domain: line(253) })

/** The operator allows a domain, which also answers the company's requests for it. A proof by DNS gives way to the operator's word. */
export const allowDomain = defineCommand({
  name: 'domains.allow',
  input: named,
  who: ['operator'],
  load: async (tx, { companyId }) => ({
    company: await tx.companies.get(companyId),
    domains: await tx.domains.list({ companyId }),
    open: await tx.requests.list({ companyId, kind: 'domain', state: 'open' }),
  }),
  decide: ({ company, domains, open }, { companyId, domain: written }, context) => {
    if (!company) return refuse('not_found')
    const read = companyDomain(written, context.names)
    if ('fault' in read) return refuse('domain_not_possible', { domain: written, fault: read.fault })
    const { domain } = read
    const held = domains.find((one) => one.domain === domain)
    if (held?.state === 'verified' && !held.missingSince) return refuse('domain_already_allowed', { domain })
    const allowed: AllowedDomain = {
      id: held?.id ?? context.newId(),
      companyId,
      domain,
      state: 'verified',
      how: 'operator',
      verifiedAt: context.now,
    }
    const answered = answerDomainRequests(open, domain, context)
    return accept(
      {
        save: { domains: [allowed], requests: answered.requests },
        events: [{ type: 'domain.allowed', companyId, domain, how: 'operator' }, ...answered.events],
      },
      allowed,
    )
  },
})

/**
 * The operator takes a domain away from a company, which also answers the requests for that. Nothing of its users is written: whether
 * an address still belongs is read at every use of a session or chat account (see `belongs`), so their way in ends at once and is
 * back if the domain is.
 */
export const removeDomain = defineCommand({
  name: 'domains.remove',
  input: named,
  who: ['operator'],
  load: async (tx, { companyId }) => ({
    domains: await tx.domains.list({ companyId }),
    open: await tx.requests.list({ companyId, kind: 'domain', state: 'open' }),
  }),
  decide: ({ domains, open }, { companyId, domain: written }, context) => {
    // Not `companyDomain`: what became a public mail domain since must be removable.
    const domain = context.names.toAscii(written.trim())
    const held = domains.find((one) => one.domain === domain)
    if (!held) return refuse('not_found')
    const answered = answerDomainRequests(open, held.domain, context, true)
    return accept(
      {
        save: { requests: answered.requests },
        remove: { domains: [held.id] },
        events: [{ type: 'domain.removed', companyId, domain: held.domain }, ...answered.events],
      },
      { domain: held.domain },
    )
  },
})
