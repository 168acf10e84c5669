import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import { findUser } from '../users/find-user.ts'

/**
 * Unlinks a user from single sign-on, when the identity provider got another identifier for the same person. The next sign-in
 * links the account anew by its address; sessions made through the old identifier end.
 */
export const releaseIdentity = defineCommand({
  name: 'identities.release',
  input: z.object({ /** A user's id or address. */ user: z.string().min(1).max(320) }),
  who: ['administrator'],
  load: async (tx, { user: asked }, { actor, names }) => {
    const user = await findUser(tx, asked, actor.company.id, names)
    if (!user) return undefined
    const ofUser = { userId: user.id }
    const identities = await tx.identities.list({ ...ofUser, kind: 'asserted' })
    return { user, identities, sessions: await tx.sessions.list(ofUser) }
  },
  decide: (facts) => {
    if (!facts || facts.identities.length === 0) return refuse('not_found')
    const { user, identities, sessions } = facts
    const byAssertion = sessions.filter(({ how }) => how === 'assertion')
    return accept(
      {
        remove: { identities: identities.map(({ id }) => id), sessions: byAssertion.map(({ id }) => id) },
        events: [{ type: 'identity.released', companyId: user.companyId, userId: user.id }],
      },
      { name: user.name || user.email },
    )
  },
})
