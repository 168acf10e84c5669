import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { line } from '../kernel/input.ts'
import { later } from '../kernel/instant.ts'
import { refuse } from '../kernel/refusal.ts'
import { answerDomainRequests } from '../requests/answer-domain-requests.ts'
import { type AllowedDomain, companyDomain, proofName, proofOf } from './domain.ts'
import { recheckEvery } from './recheck-domains.ts'

const input = z.object({ domain: line(253) })

const needsNoProof = (held: AllowedDomain | undefined): boolean => held?.state === 'verified' && !held.missingSince

/**
 * An administrator starts to prove a domain: answers with the DNS name and the TXT record to put there. Starting again gives the
 * same record. Another company may prove the same domain with a record of its own.
 */
export const startProof = defineCommand({
  name: 'domains.start_proof',
  input,
  who: ['administrator'],
  load: (tx, _input, { actor }) => tx.domains.list({ companyId: actor.company.id }),
  decide: (domains, { domain: written }, { actor, names, secrets, newId }) => {
    const read = companyDomain(written, names)
    if ('fault' in read) return refuse('domain_not_possible', { domain: written, fault: read.fault })
    const { domain } = read
    const held = domains.find((one) => one.domain === domain)
    if (needsNoProof(held)) return refuse('domain_already_allowed', { domain })
    if (held?.proof) return accept({}, { domain, ...proofOf(domain, held.proof) })
    const companyId = actor.company.id
    const proof = secrets.make()
    const started: AllowedDomain = { id: newId(), companyId, domain, state: 'proving', how: 'dns', proof }
    return accept(
      { save: { domains: [started] }, events: [{ type: 'domain.proof_started', companyId, domain }] },
      { domain, ...proofOf(domain, proof) },
    )
  },
})

/** Looks whether the TXT record is there; then the domain is allowed, without the operator. */
export const checkProof = defineCommand({
  name: 'domains.check_proof',
  input,
  who: ['administrator'],
  look: async ({ dns, names }, { domain: written }) => {
    const read = companyDomain(written, names)
    if ('fault' in read) return []
    // A name server that is silent proves as little as one that says no.
    return dns.txt(proofName(read.domain)).catch(() => [])
  },
  load: async (tx, _input, { actor }, records) => ({
    records,
    domains: await tx.domains.list({ companyId: actor.company.id }),
    open: await tx.requests.list({ companyId: actor.company.id, kind: 'domain', state: 'open' }),
  }),
  decide: ({ records, domains, open }, { domain: written }, context) => {
    const { actor, names, now } = context
    const read = companyDomain(written, names)
    if ('fault' in read) return refuse('domain_not_possible', { domain: written, fault: read.fault })
    const { domain } = read
    const held = domains.find((one) => one.domain === domain)
    if (needsNoProof(held)) return refuse('domain_already_allowed', { domain })
    if (!held?.proof) return refuse('not_found')
    const { name, record } = proofOf(domain, held.proof)
    if (!records.some((found) => found.trim() === record)) return refuse('proof_not_found', { name, record })
    const { missingSince: _missingSince, ...rest } = held
    const verified: AllowedDomain = {
      ...rest,
      state: 'verified',
      verifiedAt: now,
      verifiedBy: actor.user.id,
      checkAt: later(now, recheckEvery),
    }
    const answered = answerDomainRequests(open, domain, context)
    return accept(
      {
        save: { domains: [verified], requests: answered.requests },
        events: [{ type: 'domain.allowed', companyId: held.companyId, domain, how: 'dns' }, ...answered.events],
      },
      { domain },
    )
  },
})
