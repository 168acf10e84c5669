import type { Instant } from '../kernel/instant.ts'
import type { ReadTx } from '../ports/store.ts'
import { isLive } from './access.ts'
import type { Licence } from './licence.ts'

/** How many seats of a licence are in use: its live grants, or every registered user when it is company-wide. */
export const seatsInUse = async (tx: ReadTx, licence: Licence, now: Instant): Promise<number> => {
  if (licence.companyWide) return tx.users.count({ companyId: licence.companyId, status: 'registered' })
  const grants = await tx.grants.list({ licenceId: licence.id, state: 'live' })
  return grants.filter((grant) => isLive(grant, now)).length
}
