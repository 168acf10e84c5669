import type { Instant } from '../kernel/instant.ts'
import { defineTable } from '../kernel/table.ts'
import { type Directory, directoryKey } from './provisioned.ts'

/** A group of people as an identity provider keeps it with us (RFC 7643, section 4.2). */
export interface Group extends Directory {
  readonly id: string
  readonly displayName: string
  readonly externalId?: string
  /** Goes up by one with every change, of its members as well. */
  readonly version: number
  readonly createdAt: Instant
  readonly changedAt: Instant
}

export type GroupLookup = 'displayName' | 'externalId'

export const groupLookupKey = (directory: Directory, by: GroupLookup, value: string): string =>
  `${directoryKey(directory)} ${by} ${by === 'externalId' ? value : value.toLowerCase()}`

export const groupTable = defineTable<Group>()({
  keys: {
    connectionId: (group) => group.connectionId,
    directory: (group) => directoryKey(group),
    lookup: (group) => [
      groupLookupKey(group, 'displayName', group.displayName),
      ...(group.externalId === undefined ? [] : [groupLookupKey(group, 'externalId', group.externalId)]),
    ],
  },
  times: { changedAt: (group) => group.changedAt },
  unique: {
    'group.name': (group) => groupLookupKey(group, 'displayName', group.displayName),
    'group.external_id': (group) => group.externalId && groupLookupKey(group, 'externalId', group.externalId),
  },
})

/** One person in one group: a row of its own, so that two changes of one group at once lose nobody. */
export interface GroupMember {
  readonly id: string
  readonly groupId: string
  readonly identityId: string
  readonly userId: string
}

export const memberKey = (groupId: string, identityId: string): string => `${groupId} ${identityId}`

export const groupMemberTable = defineTable<GroupMember>()({
  keys: {
    groupId: (member) => member.groupId,
    identityId: (member) => member.identityId,
    userId: (member) => member.userId,
    member: (member) => memberKey(member.groupId, member.identityId),
  },
  times: {},
  unique: { 'group.member_once': (member) => memberKey(member.groupId, member.identityId) },
})
