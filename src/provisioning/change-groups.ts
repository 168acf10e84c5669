/** What an identity provider does with groups of people. */
import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { isSame, withChanges } from '../kernel/with-changes.ts'
import { followGroup, loadGroupFacts } from './follow-groups.ts'
import type { Group, GroupMember } from './group.ts'
import { findGroup, findMembers, membersOf, sameGroups } from './groups.ts'
import { directoryOf, type Person } from './people.ts'
import { namesOf } from './person-groups.ts'

const mostMembers = 100_000
const name = z.string().trim().min(1).max(256)
const members = z.array(id).max(mostMembers)

/** Adds a group with its members. Refuses a second one of that name or key, and members who are not of the directory. */
export const addGroup = defineCommand({
  name: 'provisioning.add_group',
  input: z.object({ displayName: name, externalId: name.optional(), members: members.optional() }),
  who: ['provisioning'],
  load: async (tx, input, { actor, now }) => {
    const people = await findMembers(tx, input.members ?? [], actor)
    const userIds = [...people.values()].map(({ userId }) => userId)
    return {
      same: await sameGroups(tx, input, actor),
      people,
      bring: await loadGroupFacts(tx, undefined, namesOf(input), userIds, actor, now),
    }
  },
  decide: ({ same, people, bring }, { displayName, externalId, members: asked = [] }, context) => {
    const { actor, now, newId } = context
    if (same.length > 0) return refuse('group_already_there', { name: displayName })
    const unknown = asked.find((one) => !people.has(one))
    if (unknown !== undefined) return refuse('unknown_member', { id: unknown })
    const directory = directoryOf(actor)
    const group: Group = {
      ...directory,
      id: newId(),
      displayName,
      ...(externalId !== undefined && { externalId }),
      version: 1,
      createdAt: now,
      changedAt: now,
    }
    const rows = [...people.values()].map(({ id: identityId, userId }) => ({
      id: newId(),
      groupId: group.id,
      identityId,
      userId,
    }))
    const brought = followGroup(bring, group, () => true, actor, context)
    return accept(
      {
        save: { groups: [group], groupMembers: rows, users: brought.users, grants: brought.grants },
        events: [{ type: 'group.added', ...directory, groupId: group.id }, ...brought.events],
      },
      group,
    )
  },
})

/**
 * Changes a group: its name, its key, and its members, either all of them (`set`) or some (`add`, `remove`). Adding whoever is in and
 * removing whoever is not is no mistake. What changes nothing leaves no trace.
 */
export const changeGroup = defineCommand({
  name: 'provisioning.change_group',
  input: z.object({
    id,
    version: z.number().int().optional(),
    displayName: name.optional(),
    externalId: name.nullable().optional(),
    set: members.optional(),
    add: members.optional(),
    remove: members.optional(),
  }),
  who: ['provisioning'],
  load: async (tx, input, { actor, now }) => {
    const group = await findGroup(tx, input.id, actor)
    const { set, add = [], remove = [] } = input
    const present = group ? await membersOf(tx, group.id, set ? undefined : [...add, ...remove]) : []
    const people = group ? await findMembers(tx, set ?? add, actor) : new Map<string, Person>()
    const renamed = group && withChanges(group, { displayName: input.displayName, externalId: input.externalId })
    const isRenamed = group !== undefined && !isSame(group, renamed ?? group)
    // Another name is another group for every member, named or not.
    const touched = isRenamed ? await membersOf(tx, group.id) : present
    const userIds = [...touched, ...people.values()].map(({ userId }) => userId)
    const names = group ? [...namesOf(group), ...namesOf(renamed ?? group)] : []
    return {
      group,
      same: await sameGroups(tx, input, actor),
      present,
      touched,
      people,
      bring: await loadGroupFacts(tx, group?.id, names, userIds, actor, now),
    }
  },
  decide: ({ group, same, present, touched, people, bring }, input, context) => {
    const { actor, now, newId } = context
    if (!group) return refuse('not_found')
    if (input.version !== undefined && input.version !== group.version) return refuse('changed_meanwhile')
    if (same.some((other) => other.id !== group.id))
      return refuse('group_already_there', { name: input.displayName ?? group.displayName })
    const { set, add = [], remove = [] } = input
    const unknown = (set ?? add).find((one) => !people.has(one))
    if (unknown !== undefined) return refuse('unknown_member', { id: unknown })
    const here = new Set(present.map(({ identityId }) => identityId))
    const wanted = new Set(set ?? add)
    const unwanted = set ? undefined : new Set(remove)
    const gone = present.filter(({ identityId }) =>
      unwanted ? unwanted.has(identityId) && !wanted.has(identityId) : !wanted.has(identityId),
    )
    const come = [...people.values()]
      .filter((person) => !here.has(person.id))
      .map(({ id: identityId, userId }): GroupMember => ({ id: newId(), groupId: group.id, identityId, userId }))
    const { displayName, externalId } = input
    const renamed = withChanges(group, { displayName, externalId })
    if (gone.length + come.length === 0 && isSame(group, renamed)) return accept({}, group)
    const changed = { ...renamed, version: group.version + 1, changedAt: now }
    const { connectionId, companyId } = group
    const left = new Set(gone.map(({ userId }) => userId))
    const inside = new Set(
      [...touched, ...present, ...come].map(({ userId }) => userId).filter((one) => !left.has(one)),
    )
    const brought = followGroup(bring, changed, (userId) => inside.has(userId), actor, context)
    return accept(
      {
        save: { groups: [changed], groupMembers: come, users: brought.users, grants: brought.grants },
        remove: { groupMembers: gone.map((member) => member.id) },
        events: [{ type: 'group.changed', connectionId, companyId, groupId: group.id }, ...brought.events],
      },
      changed,
    )
  },
})

/** Removes a group, with what a mapping gave for it; its members stay who they are. */
export const removeGroup = defineCommand({
  name: 'provisioning.remove_group',
  input: z.object({ id }),
  who: ['provisioning'],
  load: async (tx, input, { actor, now }) => {
    const group = await findGroup(tx, input.id, actor)
    const present = group ? await membersOf(tx, group.id) : []
    const userIds = present.map(({ userId }) => userId)
    return {
      group,
      present,
      bring: await loadGroupFacts(tx, group?.id, group ? namesOf(group) : [], userIds, actor, now),
    }
  },
  decide: ({ group, present, bring }, _input, context) => {
    if (!group) return refuse('not_found')
    const { connectionId, companyId, id: groupId } = group
    const brought = followGroup(bring, undefined, () => false, context.actor, context)
    return accept(
      {
        save: { users: brought.users, grants: brought.grants },
        remove: { groups: [groupId], groupMembers: present.map((member) => member.id) },
        events: [{ type: 'group.removed', connectionId, companyId, groupId }, ...brought.events],
      },
      { id: groupId },
    )
  },
})
