import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { batch } from '../kernel/sweep.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Dns } from '../ports/system.ts'
import { type AllowedDomain, proofName, proofOf } from './domain.ts'

export const recheckEvery = { days: 1 }
/** When no name server answers, which says nothing about the record. */
const tryAgainAfter = { hours: 1 }
const grace = { days: 7 }

type Finding = 'found' | 'missing' | 'unanswered'

const dueDomains = async (tx: ReadTx, now: Instant): Promise<AllowedDomain[]> =>
  (await tx.domains.page({ how: 'dns', state: 'verified', checkAt: { before: now } }, { limit: batch })).rows

const lookUp = async (dns: Dns, { domain, proof = '' }: AllowedDomain): Promise<Finding> => {
  try {
    const { record } = proofOf(domain, proof)
    return (await dns.txt(proofName(domain))).some((found) => found.trim() === record) ? 'found' : 'missing'
  } catch {
    return 'unanswered'
  }
}

/**
 * Domains that were proven by DNS are looked up again every day. A record that is gone is told, and when it stays away for longer
 * than the grace of seven days the domain is lost: its people no longer belong to the company. What another instance looked up
 * meanwhile is no longer due, and is left alone.
 */
export const recheckDomains = defineCommand({
  name: 'domains.recheck',
  input: z.object({}),
  who: ['clock'],
  look: async ({ store, clock, dns }) => {
    const due = await store.read((tx) => dueDomains(tx, clock.now()))
    return new Map(await Promise.all(due.map(async (one) => [one.id, await lookUp(dns, one)] as const)))
  },
  load: async (tx, _input, { now }, findings) =>
    (await dueDomains(tx, now)).flatMap((domain) => {
      const finding = findings.get(domain.id)
      return finding ? [{ domain, finding }] : []
    }),
  decide: (looked, _input, { now }) => {
    const settled = looked.map(({ domain, finding }) => afterLook(domain, finding, now))
    return accept(
      { save: { domains: settled.map(({ domain }) => domain) }, events: settled.flatMap(({ events }) => events) },
      { done: looked.length },
    )
  },
})

/** The domain as it is after a look, and what people should know about it. */
export const afterLook = (
  domain: AllowedDomain,
  finding: Finding,
  now: Instant,
): { readonly domain: AllowedDomain; readonly events: readonly DomainEvent[] } => {
  const { missingSince, ...rest } = domain
  const about = { companyId: domain.companyId, domain: domain.domain }
  switch (finding) {
    case 'found':
      return { domain: { ...rest, checkAt: later(now, recheckEvery) }, events: [] }
    case 'unanswered':
      return { domain: { ...domain, checkAt: later(now, tryAgainAfter) }, events: [] }
    case 'missing': {
      const since = missingSince ?? now
      if (later(since, grace) <= now)
        return { domain: { ...domain, state: 'lost' }, events: [{ type: 'domain.lost', ...about }] }
      return {
        domain: { ...domain, missingSince: since, checkAt: later(now, recheckEvery) },
        events: missingSince ? [] : [{ type: 'domain.proof_missing', ...about, since }],
      }
    }
  }
}
