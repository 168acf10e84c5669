import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import { idleFrom, isWorthTouching } from './session.ts'
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
