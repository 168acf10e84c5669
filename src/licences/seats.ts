import { type Instant, later } from '../kernel/instant.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { countUsers } from '../users/count-users.ts'
import type { Licence } from './licence.ts'

/** How many seats of a licence are in use: its live grants, or every registered user when it is company-wide. */
export const seatsInUse = async (tx: ReadTx, licence: Licence, now: Instant): Promise<number> =>
  licence.companyWide ? countUsers(tx, licence.companyId, 'registered') : liveGrants(tx, licence, now)

/** How many users have been given a licence, each by a grant that has not ended; however many there are, this is quick. */
export const liveGrants = async (tx: ReadTx, { id: held }: Licence, now: Instant): Promise<number> => {
  const over = await tx.grants.count({ held, until: { before: later(now, { milliseconds: 1 }) } })
  return (await tx.grants.count({ held })) - over
}

/**
 * Refuses one grant more when the seats are given away. Grants count also while the licence is company-wide: they are what is left
 * once that is switched off.
 */
export const noSeatsLeft = ({ name, seats }: Licence, given: number): Refused | undefined =>
  seats !== undefined && given >= seats ? refuse('no_seats_left', { licence: name, seats }) : undefined
