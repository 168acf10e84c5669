import * as z from 'zod'
import { id } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { directoryOf, findPerson, isPerson } from './people.ts'
import { directoryKey, personLookupKey } from './provisioned.ts'

/** The most rows of one answer. */
export const mostFound = 1000

export const showPerson = defineQuery({
  name: 'provisioning.show_person',
  input: z.object({ id }),
  who: ['provisioning'],
  answer: async (tx, input, { actor }) => {
    const person = await findPerson(tx, input.id, actor)
    return person ? found(person) : refuse('not_found')
  },
})

/** People of the directory in the order in which they were added, which stays as it is while others are added. */
export const findPeople = defineQuery({
  name: 'provisioning.find_people',
  input: z.object({
    lookup: z
      .object({ by: z.enum(['userName', 'externalId', 'displayName', 'email']), value: z.string().max(1000) })
      .optional(),
    changedFrom: z.string().max(40).optional(),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(mostFound),
  }),
  who: ['provisioning'],
  answer: async (tx, { lookup, changedFrom, after, limit }, { actor }) => {
    const directory = directoryOf(actor)
    const where = {
      directory: directoryKey(directory),
      ...(lookup && { lookup: personLookupKey(directory, lookup.by, lookup.value) }),
      ...(changedFrom && { changedAt: { from: changedFrom } }),
    }
    const { rows, next } = await tx.identities.page(where, { limit, ...(after && { after }) })
    return found({ people: rows.filter(isPerson), total: await tx.identities.count(where), ...(next && { next }) })
  },
})
