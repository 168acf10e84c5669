import * as z from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { administratorsOf } from '../trail/announce.ts'
import { findUser } from './find-user.ts'
import { heirOfBreakGlass, isLastAdministrator } from './user.ts'

/** A user's id or address. */
const input = z.object({ user: z.string().min(1).max(320) })

const load = async (tx: ReadTx, { user: asked }: z.output<typeof input>, { actor, names, now }: Context<UserActor>) => {
  const user = await findUser(tx, asked, actor.company.id, names)
  return {
    user,
    administrators: await administratorsOf(tx, actor.company.id, now),
    sessions: user ? await tx.sessions.list({ userId: user.id }) : [],
    signInLinks: user ? await tx.signInLinks.list({ userId: user.id }) : [],
  }
}

/**
 * Blocks a registered user: sessions and sign-in links end and chat accounts lose their power, at once. Grants, requests and the role
 * stay for when the block is lifted, but count for nothing meanwhile. The last administrator can't be blocked.
 */
export const blockUser = defineCommand({
  name: 'users.block',
  input,
  who: ['administrator'],
  load,
  decide: ({ user, administrators, sessions, signInLinks }, _input, { now }) => {
    if (user?.status === 'blocked') return refuse('is_blocked')
    if (user?.status !== 'registered') return refuse('not_found')
    if (isLastAdministrator(user, administrators, now)) return refuse('last_administrator')
    const heir = heirOfBreakGlass(user, administrators)
    const { companyId, id: userId } = user
    return accept(
      {
        save: {
          users: [{ ...user, status: 'blocked', breakGlass: undefined }, ...(heir ? [heir] : [])],
        },
        remove: { sessions: sessions.map(({ id }) => id), signInLinks: signInLinks.map(({ id }) => id) },
        events: [
          { type: 'user.blocked', companyId, userId },
          ...(heir ? [{ type: 'user.changed' as const, companyId, userId: heir.id }] : []),
        ],
      },
      { name: user.name || user.email },
    )
  },
})

/** Lifts a block; the user signs in anew, with the grants and the role that were left. */
export const unblockUser = defineCommand({
  name: 'users.unblock',
  input,
  who: ['administrator'],
  load,
  decide: ({ user }) => {
    if (!user) return refuse('not_found')
    if (user.status !== 'blocked') return refuse('is_not_blocked')
    const { companyId, id: userId } = user
    return accept(
      {
        save: { users: [{ ...user, status: 'registered' }] },
        events: [{ type: 'user.unblocked', companyId, userId }],
      },
      { name: user.name || user.email },
    )
  },
})
