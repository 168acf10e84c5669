import * as z from 'zod'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { line } from '../kernel/input.ts'
import { later } from '../kernel/instant.ts'
import type { Ports } from '../kernel/ports.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
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
  decide: (domains, { domain }, context) => startProving(context.actor.company.id, domains, domain, context),
})

/** A domain begins to be proved for this company. Refuses what no company can hold, and what is held already. */
export const startProving = (
  companyId: string,
  domains: readonly AllowedDomain[],
  written: string,
  { names, secrets, newId }: Pick<Context, 'names' | 'secrets' | 'newId'>,
) => {
  const read = companyDomain(written, names)
  if ('fault' in read) return refuse('domain_not_possible', { domain: written, fault: read.fault })
  const { domain } = read
  const held = domains.find((one) => one.domain === domain)
  if (needsNoProof(held)) return refuse('domain_already_allowed', { domain })
  if (held?.proof) return accept({}, { domain, ...proofOf(domain, held.proof) })
  const proof = secrets.make()
  const started: AllowedDomain = { id: newId(), companyId, domain, state: 'proving', how: 'dns', proof }
  return accept(
    { save: { domains: [started] }, events: [{ type: 'domain.proof_started', companyId, domain }] },
    { domain, ...proofOf(domain, proof) },
  )
}

/** The TXT records at the place of the proof. A name server that is silent proves as little as one that says no. */
export const lookForProof = async (
  { dns, names }: Pick<Ports, 'dns' | 'names'>,
  { domain: written }: { readonly domain: string },
): Promise<string[]> => {
  const read = companyDomain(written, names)
  return 'fault' in read ? [] : dns.txt(proofName(read.domain)).catch(() => [])
}

/** Looks whether the TXT record is there; then the domain is allowed, without the operator. */
export const checkProof = defineCommand({
  name: 'domains.check_proof',
  input,
  who: ['administrator'],
  look: lookForProof,
  load: (tx, _input, { actor }, records) => loadProof(tx, actor.company.id, records),
  decide: (facts, { domain }, context) => settleProof(context.actor.user.id, facts, domain, context),
})

/** What a found proof settles, with the records that were found. */
export const loadProof = async (tx: ReadTx, companyId: string, records: readonly string[]) => ({
  records,
  domains: await tx.domains.list({ companyId }),
  open: await tx.requests.list({ companyId, kind: 'domain', state: 'open' }),
})

/** The domain is allowed when its record is there, on behalf of the administrator `by`. */
export const settleProof = (
  by: string,
  { records, domains, open }: Awaited<ReturnType<typeof loadProof>>,
  written: string,
  context: Pick<Context, 'actor' | 'names' | 'now'>,
) => {
  const { names, now } = context
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
    verifiedBy: by,
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
}
