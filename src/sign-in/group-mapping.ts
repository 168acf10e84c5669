/**
 * What groups at the identity provider bring: the administrator role, and licences. What a mapping gave is marked with its connection,
 * so that it takes away that and nothing else once the group is gone.
 */
import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Grant, isLive } from '../licences/access.ts'
import { hasExpired, type Licence } from '../licences/licence.ts'
import { liveGrants, noSeatsLeft } from '../licences/seats.ts'
import type { ReadTx } from '../ports/store.ts'
import { administratorsOf } from '../trail/announce.ts'
import { isLastAdministrator, type User } from '../users/user.ts'
import type { Connection } from './connection.ts'

/** What whoever is in a group gets, for as long as that lasts. Groups are compared to the letter. */
export interface GroupRule {
  readonly group: string
  readonly role?: 'administrator' | undefined
  readonly licenceIds?: readonly string[] | undefined
}

/** Whether these companies hold every licence that the rules name. */
export const areLicencesOf = async (
  tx: ReadTx,
  mapping: readonly GroupRule[] = [],
  companyIds: readonly string[],
): Promise<boolean> => {
  const ids = new Set(mapping.flatMap(({ licenceIds = [] }) => licenceIds))
  const licences = await Promise.all([...ids].map((id) => tx.licences.get(id)))
  return licences.every((licence) => licence !== undefined && companyIds.includes(licence.companyId))
}

/** What a mapping rests on, in the company of one user. */
export interface MappingFacts {
  /** Those of the rules that this company holds and that still run, with how many users have each. */
  readonly licences: readonly { readonly licence: Licence; readonly given: number }[]
  /** The user's own that were not ended. */
  readonly grants: readonly Grant[]
  readonly administrators: readonly User[]
}

export const loadMapping = async (
  tx: ReadTx,
  mapping: readonly GroupRule[],
  companyId: string,
  userId: string | undefined,
  now: Instant,
): Promise<MappingFacts> => {
  const ids = [...new Set(mapping.flatMap(({ licenceIds = [] }) => licenceIds))]
  const licences = (await Promise.all(ids.map((id) => tx.licences.get(id)))).filter(
    (licence) => licence?.companyId === companyId && !hasExpired(licence, now),
  )
  return {
    licences: await Promise.all(
      licences.flatMap((licence) =>
        licence ? [liveGrants(tx, licence, now).then((given) => ({ licence, given }))] : [],
      ),
    ),
    grants: userId === undefined ? [] : await tx.grants.list({ userId, state: 'live' }),
    administrators: await administratorsOf(tx, companyId, now),
  }
}

/** A user as a mapping leaves them. */
export interface Mapped {
  readonly user: User
  /** Grants to keep: those that end before those that begin. */
  readonly grants: readonly Grant[]
  readonly given: readonly Licence[]
  /** Ids of licences that are taken away. */
  readonly taken: readonly string[]
  /** Licences that had no seat left. */
  readonly full: readonly Licence[]
  /** The role should end, but nobody else would manage the company. */
  readonly keptLast: boolean
  readonly events: readonly DomainEvent[]
}

/** Gives what the groups bring, and takes away what this connection's mapping gave before and they no longer bring. */
export const applyMapping = (
  user: User,
  groups: readonly string[],
  { id: connectionId, mapping = [] }: Pick<Connection, 'id' | 'mapping'>,
  facts: MappingFacts,
  { now, newId }: { readonly now: Instant; newId(): string },
): Mapped => {
  const rules = mapping.filter(({ group }) => groups.includes(group))
  const wanted = new Set(rules.flatMap(({ licenceIds = [] }) => licenceIds))
  const own = facts.grants.filter(({ endedAt }) => endedAt === undefined)
  const lacking = facts.licences.filter(
    ({ licence }) => wanted.has(licence.id) && !own.some((one) => one.licenceId === licence.id && isLive(one, now)),
  )
  const given = lacking
    .filter(({ licence, given: count }) => !noSeatsLeft(licence, count))
    .map(({ licence }) => licence)
  const over = own.filter((one) => one.mappedBy === connectionId && isLive(one, now) && !wanted.has(one.licenceId))
  // A grant whose end nobody noticed yet gives way to the new one.
  const unnoticed = own.filter((one) => !isLive(one, now) && given.some(({ id }) => id === one.licenceId))
  const about = { companyId: user.companyId, userId: user.id }
  const begun = given.map(
    ({ id: licenceId, companyId }): Grant => ({
      id: newId(),
      companyId,
      userId: user.id,
      licenceId,
      givenAt: now,
      mappedBy: connectionId,
    }),
  )
  const role = roleOf(
    user,
    rules.some((rule) => rule.role === 'administrator'),
    connectionId,
    facts,
    now,
  )
  return {
    user: role.user,
    grants: [...[...over, ...unnoticed].map((one) => ({ ...one, endedAt: now })), ...begun],
    given,
    taken: over.map(({ licenceId }) => licenceId),
    full: lacking.map(({ licence }) => licence).filter((licence) => !given.includes(licence)),
    keptLast: role.keptLast,
    events: [
      ...(role.user.role === user.role ? [] : [{ type: 'user.role_changed' as const, ...about, role: role.user.role }]),
      ...over.map(({ licenceId }) => ({ type: 'access.ended', ...about, licenceId, because: 'group' }) as const),
      ...begun.map(({ id: grantId, licenceId }) => ({ type: 'access.given', ...about, licenceId, grantId }) as const),
    ],
  }
}

const roleOf = (
  user: User,
  isWanted: boolean,
  connectionId: string,
  { administrators }: MappingFacts,
  now: Instant,
): { readonly user: User; readonly keptLast: boolean } => {
  if (isWanted && user.role === 'user')
    return { user: { ...user, role: 'administrator', roleMappedBy: connectionId }, keptLast: false }
  if (isWanted || user.role !== 'administrator' || user.roleMappedBy !== connectionId) return { user, keptLast: false }
  if (isLastAdministrator(user, administrators, now)) return { user, keptLast: true }
  return { user: { ...user, role: 'user', roleMappedBy: undefined }, keptLast: false }
}
