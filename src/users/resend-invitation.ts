import * as z from 'zod'
import { companyOf } from '../companies/company-of.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { readAddress } from './address.ts'
import { belongs } from './belongs.ts'
import { findUser } from './find-user.ts'
import { writeInvitation } from './write-invitation.ts'

/** Sends an invitation again: a new link and a new month; the old link is dead. */
export const resendInvitation = defineCommand({
  name: 'users.resend',
  input: z.object({
    /** A user's id or address. */
    user: z.string().min(1).max(320),
    /** For the operator. */
    companyId: id.optional(),
  }),
  who: ['administrator', 'operator'],
  load: async (tx, { user: asked, companyId: named }, { actor, names }) => {
    const companyId = companyOf(actor, named)
    const user = await findUser(tx, asked, companyId, names)
    return {
      user,
      company: await tx.companies.get(companyId),
      invitation: user && (await tx.invitations.get(user.id)),
      entitled: user !== undefined && (await belongs(tx, user)),
      domains: (await tx.domains.list({ companyId, state: 'verified' })).map(({ domain }) => domain),
    }
  },
  decide: ({ user, company, invitation, entitled, domains }, { user: asked }, context) => {
    if (!company) return refuse('not_found')
    if (!user) {
      const address = readAddress(asked.trim(), context.names)
      return address ? refuse('not_invited', { email: address.address }) : refuse('not_found')
    }
    if (user.status !== 'invited') return refuse('already_registered', { email: user.email })
    if (!entitled) return refuse('domain_not_allowed', { email: user.email, domains })
    const written = writeInvitation(user, company, { licenceIds: invitation?.licenceIds ?? [] }, context)
    const { email, id: userId, invitedUntil = context.now } = written.user
    return accept(
      {
        save: { users: [written.user], invitations: [written.invitation] },
        events: [{ type: 'user.invitation_resent', companyId: company.id, userId }],
        send: [written.mail],
      },
      { userId, email, until: invitedUntil },
    )
  },
})
