import * as z from 'zod'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { findUser } from './find-user.ts'
import { rowOf } from './search-users.ts'

/** One user of the own company: details, role, status, and the licences that the person may use now. */
export const showUser = defineQuery({
  name: 'users.show',
  input: z.object({ /** A user's id or address. */ user: z.string().min(1).max(320) }),
  who: ['administrator'],
  answer: async (tx, { user: asked }, { actor, names, now }) => {
    const user = await findUser(tx, asked, actor.company.id, names)
    if (!user) return refuse('not_found')
    const licences = await tx.licences.list({ companyId: actor.company.id })
    return found({
      ...rowOf(user, licences, await tx.grants.list({ userId: user.id, state: 'live' }), now),
      registeredAt: user.registeredAt,
      /** Whether single sign-on knows this person. */
      linked: (await tx.identities.count({ userId: user.id })) > 0,
    })
  },
})
