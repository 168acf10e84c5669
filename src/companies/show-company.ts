import * as z from 'zod'
import { id } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { countUsers } from '../users/count-users.ts'
import { companyOf } from './company-of.ts'
import { type AllowedDomain, proofOf } from './domain.ts'

/** An allowed domain as it is shown; `proof` is the TXT record that is, or should be, at that DNS name. */
export interface DomainView extends Omit<AllowedDomain, 'id' | 'companyId' | 'proof' | 'verifiedBy' | 'checkAt'> {
  /** The name of the administrator who proved it. */
  readonly verifiedBy?: string
  readonly proof?: { readonly name: string; readonly record: string }
}

/** The General page: the company, its domains with how and when each was verified, its settings, and how many people it has. */
export const showCompany = defineQuery({
  name: 'companies.show',
  input: z.object({ /** For the operator. */ companyId: id.optional() }),
  who: ['administrator', 'operator'],
  answer: async (tx, { companyId: named }, { actor }) => {
    const companyId = companyOf(actor, named)
    const company = await tx.companies.get(companyId)
    if (!company) return refuse('not_found')
    const domains: DomainView[] = []
    for (const held of await tx.domains.list({ companyId })) {
      const by = held.verifiedBy ? (await tx.users.get(held.verifiedBy))?.name : undefined
      domains.push(domainView(held, by || undefined))
    }
    domains.sort((a, b) => (a.domain < b.domain ? -1 : 1))
    const count = (status: 'registered' | 'invited' | 'blocked') => countUsers(tx, companyId, status)
    return found({
      ...company,
      domains,
      users: {
        registered: await count('registered'),
        invited: await count('invited'),
        blocked: await count('blocked'),
      },
    })
  },
})

/** A domain without what is nobody's to see. */
export const domainView = (held: AllowedDomain, verifiedBy?: string): DomainView => {
  const { id: _id, companyId: _companyId, checkAt: _checkAt, proof, verifiedBy: _by, ...rest } = held
  return { ...rest, verifiedBy, proof: proof ? proofOf(held.domain, proof) : undefined }
}
