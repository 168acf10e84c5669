import * as z from 'zod'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { isLive, type Session } from './session.ts'

export interface MySession {
  readonly id: string
  readonly how: Session['how']
  readonly signedInAt: Instant
  readonly expiresAt: Instant
  /** The browser that asks. */
  readonly current: boolean
}

/** Where I am signed in, newest first. */
export const listSessions = defineQuery({
  name: 'sessions.list',
  input: z.object({}),
  who: ['user'],
  answer: async (tx, _input, { actor, now }) => {
    const sessions = await tx.sessions.list({ userId: actor.user.id, expiresAt: { from: now } })
    return found(
      sessions
        .filter((session) => isLive(session, now))
        .reverse()
        .map(
          ({ id, how, signedInAt, expiresAt }): MySession => ({
            id,
            how,
            signedInAt,
            expiresAt,
            current: id === actor.session?.id,
          }),
        ),
    )
  },
})

/** Who is signed in, as `GET /api/me` answers it. */
export const whoIsSignedIn = defineQuery({
  name: 'sessions.me',
  input: z.object({}),
  who: ['user'],
  answer: async (_tx, _input, { actor: { user, company, session, administrator } }) => {
    if (!session) return refuse('not_signed_in')
    const { id, email, name } = user
    return found({
      user: { id, email, name, role: administrator === 'yes' ? ('administrator' as const) : ('user' as const) },
      company: { id: company.id, name: company.name },
      connection: session.connectionId ?? null,
      signedInAt: session.signedInAt,
    })
  },
})
