import * as z from 'zod'
import { id } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { mostFound } from './find-people.ts'
import { groupLookupKey } from './group.ts'
import { findGroup, membersOf } from './groups.ts'
import { directoryOf } from './people.ts'
import { directoryKey } from './provisioned.ts'

/** A group, with the ids of its members when they are asked for. */
export const showGroup = defineQuery({
  name: 'provisioning.show_group',
  input: z.object({ id, members: z.boolean() }),
  who: ['provisioning'],
  answer: async (tx, input, { actor }) => {
    const group = await findGroup(tx, input.id, actor)
    if (!group) return refuse('not_found')
    const members = input.members ? (await membersOf(tx, group.id)).map(({ identityId }) => identityId) : []
    return found({ group, members })
  },
})

/** Groups of the directory in the order in which they were added, with the ids of their members when they are asked for. */
export const findGroups = defineQuery({
  name: 'provisioning.find_groups',
  input: z.object({
    lookup: z.object({ by: z.enum(['displayName', 'externalId']), value: z.string().max(1000) }).optional(),
    changedFrom: z.string().max(40).optional(),
    members: z.boolean(),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(mostFound),
  }),
  who: ['provisioning'],
  answer: async (tx, { lookup, changedFrom, members, after, limit }, { actor }) => {
    const directory = directoryOf(actor)
    const where = {
      directory: directoryKey(directory),
      ...(lookup && { lookup: groupLookupKey(directory, lookup.by, lookup.value) }),
      ...(changedFrom && { changedAt: { from: changedFrom } }),
    }
    const { rows, next } = await tx.groups.page(where, { limit, ...(after && { after }) })
    const groups = await Promise.all(
      rows.map(async (group) => ({
        group,
        members: members ? (await membersOf(tx, group.id)).map(({ identityId }) => identityId) : [],
      })),
    )
    return found({ groups, total: await tx.groups.count(where), ...(next && { next }) })
  },
})
