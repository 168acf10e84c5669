import * as z from 'zod'
import { defineQuery, found } from '../kernel/query.ts'
import type { ReadTx } from '../ports/store.ts'
import type { AuditEvent } from '../trail/audit-event.ts'
import { switchChoices } from './switch-company.ts'

/** My details: who I am, where, with which rights, and where I can switch to. */
export const me = defineQuery({
  name: 'users.me',
  input: z.object({}),
  who: ['user'],
  answer: async (tx, _input, { actor }) => {
    const { user, company, administrator, session } = actor
    return found({
      user,
      company: { id: company.id, name: company.name },
      administrator: administrator === 'yes',
      session: session && {
        how: session.how,
        connectionId: session.connectionId,
        signedInAt: session.signedInAt,
        expiresAt: session.expiresAt,
      },
      switchable: await switchChoices(tx, actor),
    })
  },
})

/**
 * Everything that is kept about the person who asks, to download: all rows that lead to this user, and the lines of the trail by or
 * about this user. Left out are secrets, even as hashes, and what the lines say about other people.
 */
export const myData = defineQuery({
  name: 'users.my_data',
  input: z.object({}),
  who: ['user'],
  answer: async (tx, _input, { actor: { user, company }, now }) => {
    const ofUser = { userId: user.id }
    return found({
      at: now,
      user,
      company: { id: company.id, name: company.name },
      grants: await tx.grants.list(ofUser),
      requests: await tx.requests.list({ requesterId: user.id }),
      invitations: (await tx.invitations.list({ email: user.email })).map(withoutSecret),
      registrations: (await tx.registrations.list({ email: user.email })).map(withoutSecret),
      sessions: (await tx.sessions.list(ofUser)).map(withoutSecret),
      signInLinks: (await tx.signInLinks.list(ofUser)).map(withoutSecret),
      identities: await tx.identities.list(ofUser),
      groups: await tx.groupMembers.list(ofUser),
      chatAccounts: await tx.chatAccounts.list(ofUser),
      messagesInChats: await tx.postedMessages.list(ofUser),
      trail: await trailOf(tx, user.id),
    })
  },
})

const withoutSecret = <R extends { readonly secretHash: string }>(row: R): Omit<R, 'secretHash'> => {
  const { secretHash: _secretHash, ...rest } = row
  return rest
}

type TrailLine = Pick<AuditEvent, 'id' | 'at' | 'channel' | 'event'>

const trailOf = async (tx: ReadTx, userId: string): Promise<TrailLine[]> => {
  const lines = new Map<string, TrailLine>()
  for (const where of [{ about: userId }, { by: userId }])
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const { rows, next } = await tx.audit.page(where, { limit: 500, ...(after && { after }) })
      for (const { id, at, channel, event } of rows) lines.set(id, { id, at, channel, event })
      after = next
    }
  return [...lines.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
