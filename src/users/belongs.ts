import type { ReadTx } from '../ports/store.ts'
import { domainOf } from './address.ts'
import type { User } from './user.ts'

/**
 * Whether this user's address still entitles to the company: its domain is verified there, or the user is a guest. Sessions and
 * chat powers ask this at every use, so that a lost domain ends them at once, on every instance.
 */
export const belongs = async (tx: ReadTx, user: User): Promise<boolean> =>
  user.guest === true || (await holdsDomainOf(tx, user))

/** Whether the domain of this user's address is verified for the company. In a chat that is the only way to be taken for somebody. */
export const holdsDomainOf = async (tx: ReadTx, { companyId, email }: User): Promise<boolean> =>
  (await tx.domains.count({ companyId, domain: domainOf(email), state: 'verified' })) > 0
