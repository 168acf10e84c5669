import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { batch } from '../kernel/sweep.ts'

/** Invitations whose month is over end: the invited user is gone, and can be invited anew. */
export const expireInvitations = defineCommand({
  name: 'users.expire_invitations',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) =>
    (await tx.users.page({ status: 'invited', invitedUntil: { before: now } }, { limit: batch })).rows,
  decide: (due) => {
    const ids = due.map(({ id }) => id)
    return accept(
      {
        remove: { users: ids, invitations: ids },
        events: due.map(({ companyId, id: userId }) => ({ type: 'user.invitation_expired', companyId, userId })),
      },
      { done: due.length },
    )
  },
})

/** Registrations that nobody finished leave nothing behind; they belong to no company, so no trail tells of them. */
export const expireRegistrations = defineCommand({
  name: 'registrations.expire',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) =>
    (await tx.registrations.page({ expiresAt: { before: now } }, { limit: batch })).rows,
  decide: (due) => accept({ remove: { registrations: due.map(({ id }) => id) } }, { done: due.length }),
})
