import type { ProvisioningActor } from '../kernel/actor.ts'
import type { ReadTx } from '../ports/store.ts'
import { type Group, type GroupMember, groupLookupKey, memberKey } from './group.ts'
import { directoryOf, isPerson, type Person } from './people.ts'
import { directoryKey } from './provisioned.ts'

/** A group that this actor has a say about; of another company or connection there is none. */
export const findGroup = async (tx: ReadTx, id: string, actor: ProvisioningActor): Promise<Group | undefined> => {
  const group = await tx.groups.get(id)
  return group && directoryKey(group) === directoryKey(directoryOf(actor)) ? group : undefined
}

/** Groups of the directory that have this name or key already. */
export const sameGroups = (
  tx: ReadTx,
  { displayName, externalId }: { readonly displayName?: string; readonly externalId?: string | null },
  actor: ProvisioningActor,
): Promise<Group[]> => {
  const directory = directoryOf(actor)
  const keys = [
    ...(displayName === undefined ? [] : [groupLookupKey(directory, 'displayName', displayName)]),
    ...(externalId == null ? [] : [groupLookupKey(directory, 'externalId', externalId)]),
  ]
  return keys.length === 0 ? Promise.resolve([]) : tx.groups.list({ lookup: keys })
}

/** So many are looked up one by one; for more, the directory is read once. */
const fewPeople = 2000

/** The people with these ids, as far as they are of this directory. */
export const findMembers = async (
  tx: ReadTx,
  ids: readonly string[],
  actor: ProvisioningActor,
): Promise<ReadonlyMap<string, Person>> => {
  const directory = directoryKey(directoryOf(actor))
  const wanted = new Set(ids)
  const rows =
    wanted.size > fewPeople
      ? await tx.identities.list({ directory })
      : await Promise.all([...wanted].map((id) => tx.identities.get(id)))
  const people = rows.filter(isPerson).filter(({ id, connectionId, provisioned }) => {
    return wanted.has(id) && directoryKey({ connectionId, companyId: provisioned.companyId }) === directory
  })
  return new Map(people.map((person) => [person.id, person]))
}

/** The members of a group that are named, or all of them. */
export const membersOf = (tx: ReadTx, groupId: string, identityIds?: readonly string[]): Promise<GroupMember[]> => {
  if (!identityIds) return tx.groupMembers.list({ groupId })
  if (identityIds.length === 0) return Promise.resolve([])
  return tx.groupMembers.list({ member: identityIds.map((identityId) => memberKey(groupId, identityId)) })
}
