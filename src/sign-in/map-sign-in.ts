import type { ConnectionActor } from '../kernel/actor.ts'
import type { Context } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Grant } from '../licences/access.ts'
import type { ReadTx } from '../ports/store.ts'
import type { User } from '../users/user.ts'
import type { Connection } from './connection.ts'
import { applyMapping, loadMapping, type MappingFacts } from './group-mapping.ts'
import type { Judged } from './identity.ts'
import type { Provisioned } from './provision-user.ts'

/** What the groups may bring, in the company of the user or in each that a new person may join. */
export const loadMappings = async (
  tx: ReadTx,
  judged: Judged,
  { mapping = [] }: Connection,
  now: Instant,
): Promise<ReadonlyMap<string, MappingFacts>> => {
  if (judged.kind === 'refused') return new Map()
  const userId = judged.kind === 'join' ? undefined : judged.user.id
  const companyIds = judged.kind === 'join' ? judged.companyIds : [judged.user.companyId]
  const facts = companyIds.map(async (id) => [id, await loadMapping(tx, mapping, id, userId, now)] as const)
  return new Map(await Promise.all(facts))
}

/** Somebody who signs in, with what the groups of that moment bring and no longer bring. */
export const mapSignIn = (
  { user: before, writes }: Provisioned,
  groups: readonly string[],
  mappings: ReadonlyMap<string, MappingFacts>,
  { actor, now, newId }: Pick<Context<ConnectionActor>, 'actor' | 'now' | 'newId'>,
): {
  readonly user: User
  readonly users: readonly User[]
  readonly grants: readonly Grant[]
  readonly events: readonly DomainEvent[]
  /** For the trace: why something was not given or taken. */
  readonly remarks: string | undefined
} => {
  const written = { users: writes.save.users ?? [], grants: writes.save.grants ?? [] }
  const { licences = [], administrators = [], grants = [] } = mappings.get(before.companyId) ?? {}
  const own = [...grants, ...written.grants.filter(({ userId }) => userId === before.id)]
  const mapped = applyMapping(
    before,
    groups,
    actor.connection,
    { licences, administrators, grants: own },
    { now, newId },
  )
  const others = written.users.filter(({ id }) => id !== before.id)
  const isWritten = others.length < written.users.length || mapped.user !== before
  const remarks = [
    ...mapped.full.map(({ name }) => `no seat left in ${name}`),
    ...(mapped.keptLast ? ['the last administrator keeps the role'] : []),
  ]
  return {
    user: mapped.user,
    users: isWritten ? [...others, mapped.user] : others,
    grants: [...written.grants, ...mapped.grants],
    events: mapped.events,
    remarks: remarks.length > 0 ? remarks.join('; ') : undefined,
  }
}
