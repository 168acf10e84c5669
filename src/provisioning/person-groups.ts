import type { ReadTx } from '../ports/store.ts'
import type { Group } from './group.ts'
import { isPerson } from './people.ts'
import { directoryKey } from './provisioned.ts'

/** What mappings call a group: its name, and the identity provider's key, which some assertions use. */
export const namesOf = ({ displayName, externalId }: Pick<Group, 'displayName' | 'externalId'>): string[] =>
  externalId === undefined ? [displayName] : [displayName, externalId]

/** The groups that a user is in, of one connection. */
export const groupsOfUser = async (tx: ReadTx, connectionId: string, userId: string): Promise<Group[]> => {
  const members = await tx.groupMembers.list({ userId })
  const groups = await Promise.all(members.map(({ groupId }) => tx.groups.get(groupId)))
  return groups.filter((group) => group?.connectionId === connectionId).filter((group) => group !== undefined)
}

/**
 * The groups that count at a sign-in of somebody who is provisioned: those that are kept, so that a sign-in and a provisioning call
 * bring the same. `undefined` when the identity provider keeps no groups here, or not this person.
 */
export const provisionedGroups = async (
  tx: ReadTx,
  connectionId: string,
  userId: string,
): Promise<readonly string[] | undefined> => {
  const person = (await tx.identities.list({ connectionId, userId, kind: 'provisioned' })).find(isPerson)
  if (!person) return undefined
  const directory = directoryKey({ connectionId, companyId: person.provisioned.companyId })
  if ((await tx.groups.count({ directory })) === 0) return undefined
  return (await groupsOfUser(tx, connectionId, userId)).flatMap(namesOf)
}
