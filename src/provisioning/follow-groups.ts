/** What a change of a group brings its people, and takes from them: the same mapping as at sign-in. */
import type { ProvisioningActor } from '../kernel/actor.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Grant } from '../licences/access.ts'
import type { ReadTx } from '../ports/store.ts'
import { applyMapping, loadMapping, type MappingFacts } from '../sign-in/group-mapping.ts'
import type { User } from '../users/user.ts'
import type { Group } from './group.ts'
import { groupsOfUser, namesOf } from './person-groups.ts'

export interface GroupFacts {
  /** Absent when no rule names the group. */
  readonly mapping?: MappingFacts
  readonly people: readonly {
    readonly user: User
    readonly grants: readonly Grant[]
    /** Names of the other groups that the user is in. */
    readonly others: readonly string[]
  }[]
}

/** Reads nothing about anybody unless a rule names the group, before or after. */
export const loadGroupFacts = async (
  tx: ReadTx,
  groupId: string | undefined,
  names: readonly string[],
  userIds: readonly string[],
  { connection, company }: ProvisioningActor,
  now: Instant,
): Promise<GroupFacts> => {
  const { mapping = [] } = connection
  if (!mapping.some(({ group }) => names.includes(group))) return { people: [] }
  const people = await Promise.all(
    [...new Set(userIds)].map(async (userId) => {
      const user = await tx.users.get(userId)
      if (user?.companyId !== company.id || user.status === 'removed') return []
      const groups = await groupsOfUser(tx, connection.id, userId)
      const others = groups.filter(({ id }) => id !== groupId).flatMap(namesOf)
      return [{ user, grants: await tx.grants.list({ userId, state: 'live' }), others }]
    }),
  )
  return { mapping: await loadMapping(tx, mapping, company.id, undefined, now), people: people.flat() }
}

/** One after the other, so that seats and the last administrator count for those who follow. */
export const followGroup = (
  { mapping, people }: GroupFacts,
  after: Group | undefined,
  isIn: (userId: string) => boolean,
  { connection }: ProvisioningActor,
  context: { readonly now: Instant; newId(): string },
): { readonly users: readonly User[]; readonly grants: readonly Grant[]; readonly events: readonly DomainEvent[] } => {
  const users: User[] = []
  const grants: Grant[] = []
  const events: DomainEvent[] = []
  let facts = mapping
  for (const { user, grants: own, others } of facts ? people : []) {
    if (!facts) break
    const groups = after && isIn(user.id) ? [...others, ...namesOf(after)] : others
    const mapped = applyMapping(user, groups, connection, { ...facts, grants: own }, context)
    if (mapped.user !== user) users.push(mapped.user)
    grants.push(...mapped.grants)
    events.push(...mapped.events)
    facts = {
      ...facts,
      licences: facts.licences.map(({ licence, given }) => ({
        licence,
        given: given + (mapped.given.includes(licence) ? 1 : 0) - (mapped.taken.includes(licence.id) ? 1 : 0),
      })),
      administrators: facts.administrators.map((one) => (one.id === user.id ? mapped.user : one)),
    }
  }
  return { users, grants, events }
}
