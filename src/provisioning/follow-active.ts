import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Writes } from '../kernel/record.ts'
import type { ReadTx } from '../ports/store.ts'
import { administratorsOf } from '../trail/announce.ts'
import { heirOfBreakGlass, isLastAdministrator, type User } from '../users/user.ts'

/** What an account may be ended with. */
export interface ActiveFacts {
  readonly administrators: readonly User[]
  readonly sessionIds: readonly string[]
  readonly signInLinkIds: readonly string[]
}

export const loadActiveFacts = async (tx: ReadTx, user: User | undefined, now: Instant): Promise<ActiveFacts> => ({
  administrators: user ? await administratorsOf(tx, user.companyId, now) : [],
  sessionIds: user ? (await tx.sessions.list({ userId: user.id })).map(({ id }) => id) : [],
  signInLinkIds: user ? (await tx.signInLinks.list({ userId: user.id })).map(({ id }) => id) : [],
})

/** An account as the identity provider's word about it leaves it. */
export interface Followed {
  readonly user: User
  readonly blockedHere: boolean
  /** Who becomes break-glass administrator. */
  readonly heirs: readonly User[]
  readonly remove: NonNullable<Writes['remove']>
  readonly events: readonly DomainEvent[]
}

/**
 * Blocks the account of whoever is active no longer: sessions and links end, chats lose their power, grants count for nothing; and
 * lifts that very block when the person is active again. A block that an administrator set stays. The last administrator is kept,
 * and the administrators are told.
 */
export const followActive = (
  user: User,
  said: { readonly active: boolean; readonly wasActive: boolean; readonly blockedHere: boolean },
  facts: ActiveFacts,
  connectionId: string,
  now: Instant,
): Followed => {
  const about = { companyId: user.companyId, userId: user.id }
  const as = (status: User['status'], more: Partial<Followed> = {}): Followed => ({
    user: status === user.status ? user : { ...user, status },
    blockedHere: said.blockedHere && status === 'blocked',
    heirs: [],
    remove: {},
    events: [],
    ...more,
  })
  if (said.active)
    return said.blockedHere && user.status === 'blocked'
      ? as('registered', { events: [{ type: 'user.unblocked', ...about }] })
      : as(user.status)
  if (user.status !== 'registered') return as(user.status)
  if (isLastAdministrator(user, facts.administrators, now))
    return as(user.status, {
      events: said.wasActive ? [{ type: 'provisioning.administrator_kept', ...about, connectionId }] : [],
    })
  const heir = heirOfBreakGlass(user, facts.administrators)
  return {
    user: { ...user, status: 'blocked', breakGlass: undefined },
    blockedHere: true,
    heirs: heir ? [heir] : [],
    remove: { sessions: facts.sessionIds, signInLinks: facts.signInLinkIds },
    events: [
      { type: 'user.blocked', ...about },
      ...(heir ? [{ type: 'user.changed' as const, companyId: heir.companyId, userId: heir.id }] : []),
    ],
  }
}
