import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { batch } from '../kernel/sweep.ts'
import { idleFrom, isLive, isWorthTouching, type Session } from './session.ts'
import { assertionKey } from './sign-in-request.ts'
import { type RefusedSignIn, refusedSignIn } from './trace.ts'

/** Ends this session. Answers how it was proved, so that the identity provider's session can be ended as well. */
export const signOut = defineCommand({
  name: 'sign_out',
  input: z.object({}),
  who: ['user'],
  load: async () => undefined,
  decide: (_facts, _input, { actor: { session, user } }) => {
    if (!session) return refuse('not_signed_in')
    const { connectionId, nameId, nameIdFormat, nameQualifier, spNameQualifier, sessionIndex } = session
    return accept(
      {
        remove: { sessions: [session.id] },
        events: [{ type: 'sign_in.ended', companyId: user.companyId, userId: user.id }],
      },
      connectionId && nameId
        ? { proof: { connectionId, nameId, nameIdFormat, nameQualifier, spNameQualifier, sessionIndex } }
        : {},
    )
  },
})

/** Somebody uses a session: it stays, though never beyond its own end. */
export const touchSession = defineCommand({
  name: 'sessions.touch',
  input: z.object({}),
  who: ['user'],
  load: async () => undefined,
  decide: (_facts, _input, { actor: { session }, now }) =>
    accept(
      { save: { sessions: session && isWorthTouching(session, now) ? [{ ...session, idleAt: idleFrom(now) }] : [] } },
      {},
    ),
})

/** Sign out everywhere: in every browser, this one included. Works from a chat too, for whoever lost a laptop. */
export const endAllSessions = defineCommand({
  name: 'sessions.end_all',
  input: z.object({}),
  who: ['user'],
  load: (tx, _input, { actor }) => tx.sessions.list({ userId: actor.user.id }),
  decide: (sessions, _input, { actor: { user } }) =>
    accept(
      {
        remove: { sessions: sessions.map(({ id }) => id) },
        events: [{ type: 'sign_in.ended', companyId: user.companyId, userId: user.id }],
      },
      { ended: sessions.length },
    ),
})

export interface EndedByIndex {
  readonly ended: number
  readonly refused?: RefusedSignIn
}

/** The identity provider signs somebody out (SAML Core 3.7): the sessions it named, or all of that person's through it. */
export const endSessionsByIndex = defineCommand({
  name: 'sessions.end_by_index',
  input: z.object({
    nameId: z.string().min(1).max(1024),
    sessionIndexes: z.array(z.string().max(1024)).max(100).optional(),
    /** The message that asks, which counts once, and from when on it is refused as too old. */
    messageId: z.string().max(512).optional(),
    messageExpiresAt: z.iso.datetime().optional(),
  }),
  who: ['connection'],
  load: async (tx, { nameId, messageId }, { actor: { connection } }) => {
    const [identity] = await tx.identities.list({ connectionId: connection.id, nameId })
    const assertion = messageId && assertionKey({ connectionId: connection.id, assertionId: messageId })
    return {
      used: assertion ? await tx.usedAssertions.count({ assertion }) : 0,
      sessions: identity ? await tx.sessions.list({ userId: identity.userId, connectionId: connection.id }) : [],
    }
  },
  decide: ({ used, sessions }, { sessionIndexes = [], messageId, messageExpiresAt }, context) => {
    if (used > 0) {
      const seen = { expected: 'a logout not seen before', received: messageId }
      const { result, ...writes } = refusedSignIn(context, 'saml.replay', seen)
      return accept<EndedByIndex>(writes, { ended: 0, refused: result })
    }
    const connectionId = context.actor.connection.id
    const usedNow =
      messageId && messageExpiresAt
        ? [{ id: context.newId(), connectionId, assertionId: messageId, expiresAt: messageExpiresAt }]
        : []
    const meant = sessions.filter(
      ({ sessionIndex }) => sessionIndexes.length === 0 || sessionIndexes.includes(sessionIndex ?? ''),
    )
    const people = new Map(meant.map(({ userId, companyId }) => [userId, companyId]))
    return accept<EndedByIndex>(
      {
        save: { usedAssertions: usedNow },
        remove: { sessions: meant.map(({ id }) => id) },
        events: [...people].map(([userId, companyId]) => ({ type: 'sign_in.ended' as const, companyId, userId })),
      },
      { ended: meant.length },
    )
  },
})

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

/** Removes what expired: it counts for nothing any more, so nobody has to hear of it. */
export const cleanUpSignIns = defineCommand({
  name: 'sweep.sign_ins',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) => {
    const expired = { expiresAt: { before: now } }
    const page = { limit: batch }
    return {
      sessions: (await tx.sessions.page(expired, page)).rows,
      signInLinks: (await tx.signInLinks.page(expired, page)).rows,
      signInRequests: (await tx.signInRequests.page(expired, page)).rows,
      pendingSignIns: (await tx.pendingSignIns.page(expired, page)).rows,
      usedAssertions: (await tx.usedAssertions.page(expired, page)).rows,
      signInTraces: (await tx.signInTraces.page(expired, page)).rows,
      setUps: (await tx.setUps.page(expired, page)).rows,
      chatConfirmations: (await tx.chatConfirmations.page(expired, page)).rows,
    }
  },
  decide: (expired) => {
    const remove = Object.fromEntries(Object.entries(expired).map(([table, rows]) => [table, rows.map(({ id }) => id)]))
    return accept({ remove }, { done: Object.values(remove).flat().length })
  },
})
