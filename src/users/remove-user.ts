import * as z from 'zod'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { findUser } from './find-user.ts'
import { leaveCompany, loadBelongings } from './leave-company.ts'
import { heirOfBreakGlass, isLastAdministrator, type User } from './user.ts'

/**
 * An administrator removes a user, or takes an invitation back. Erased are: name, address, phone, country, language, reasons of
 * requests and of grants, sessions, sign-in links, identities at identity providers, chat accounts, and started registrations.
 * What stays is an identifier without a person: the trail, decisions and ended grants refer to it, so that the company can
 * still show who could use what and when. The last administrator can't be removed.
 */
export const removeUser = defineCommand({
  name: 'users.remove',
  input: z.object({ /** A user's id or address. */ user: z.string().min(1).max(320) }),
  who: ['administrator'],
  load: async (tx, { user: asked }, { actor, names, now }) =>
    loadRemoval(tx, await findUser(tx, asked, actor.company.id, names), now),
  decide: (removal, _input, context) => (removal ? remove(removal, context) : refuse('not_found')),
})

/** Somebody removes the own account; see `users.remove`. */
export const leave = defineCommand({
  name: 'users.leave',
  input: z.object({}),
  who: ['user'],
  load: (tx, _input, { actor, now }) => loadRemoval(tx, actor.user, now),
  decide: (removal, _input, context) => (removal ? remove(removal, context) : refuse('not_found')),
})

/** Everything that goes with a user who is removed. */
export const loadRemoval = async (tx: ReadTx, user: User | undefined, now: string) => {
  if (!user) return undefined
  const ofUser = { userId: user.id }
  return {
    user,
    belongings: await loadBelongings(tx, user, now),
    grants: await tx.grants.list(ofUser),
    requests: await tx.requests.list({ requesterId: user.id }),
    sessions: await tx.sessions.list(ofUser),
    signInLinks: await tx.signInLinks.list(ofUser),
    identities: await tx.identities.list(ofUser),
    chatAccounts: await tx.chatAccounts.list(ofUser),
    groupMembers: await tx.groupMembers.list(ofUser),
    invitation: await tx.invitations.get(user.id),
    registrations: await tx.registrations.list({ email: user.email }),
  }
}

/** Erases the person (see `users.remove`). Refuses `last_administrator`. */
export const remove = (
  removal: NonNullable<Awaited<ReturnType<typeof loadRemoval>>>,
  { now }: Pick<Context, 'now'>,
) => {
  const { user, belongings, grants, requests } = removal
  if (isLastAdministrator(user, belongings.administrators, now)) return refuse('last_administrator')
  const left = leaveCompany(user, belongings, 'removed', now)
  const heir = heirOfBreakGlass(user, belongings.administrators)
  const about = { companyId: user.companyId, userId: user.id }
  const settled = new Map(left.requests.map((request) => [request.id, request]))
  const told = requests.filter((request) => request.reason !== undefined && !settled.has(request.id))
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  return accept(
    {
      save: {
        users: [tombstone(user), ...(heir ? [heir] : [])],
        grants: grants.map((grant) => ({ ...grant, why: undefined, endedAt: grant.endedAt ?? now })),
        requests: [
          ...left.requests.map((request) => ({ ...request, reason: undefined })),
          ...told.map((request) => ({ ...request, reason: undefined, version: request.version + 1 })),
        ],
      },
      remove: {
        sessions: ids(removal.sessions),
        signInLinks: ids(removal.signInLinks),
        identities: ids(removal.identities),
        chatAccounts: ids(removal.chatAccounts),
        groupMembers: ids(removal.groupMembers),
        invitations: removal.invitation ? [removal.invitation.id] : [],
        registrations: ids(removal.registrations),
      },
      events: [
        { type: 'user.removed', ...about },
        ...left.events,
        ...(heir ? [{ type: 'user.changed' as const, companyId: heir.companyId, userId: heir.id }] : []),
      ],
      // Copies in a chat show the reason as well.
      send: told.map(({ id: requestId }) => ({ kind: 'refresh_copies', requestId })),
    },
    { name: user.name || user.email },
  )
}

/** What is left of a removed user. */
const tombstone = ({ id, companyId, language, createdAt }: User): User => ({
  id,
  companyId,
  email: '',
  name: '',
  language,
  role: 'user',
  status: 'removed',
  createdAt,
})
