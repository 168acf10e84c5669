import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { later } from '../kernel/instant.ts'
import { refuse } from '../kernel/refusal.ts'
import { returnTo } from './return-to.ts'
import type { SignInRequest } from './sign-in-request.ts'

export const requestMinutes = 10

/** Remembers that a browser was sent to the identity provider, so that only its answer counts, in that browser, once. */
export const requestSignIn = defineCommand({
  name: 'sign_in.request',
  input: z.object({
    /** The id of the AuthnRequest, which nobody can guess. */
    requestId: z.string().min(16).max(256),
    browserHash: z.string().min(16).max(100),
    returnTo,
    /** The secret of the session of somebody who is asked to sign in here too, before switching company. */
    session: z.string().optional(),
    /** Only tries whether it would work; nobody is signed in, and a connection that is not on yet takes it. */
    test: z.boolean().optional(),
  }),
  who: ['connection'],
  load: async (tx, { session }, { secrets }) =>
    session === undefined ? undefined : (await tx.sessions.list({ secretHash: secrets.hash(session) }))[0]?.id,
  decide: (sessionId, { requestId, browserHash, returnTo: path, test }, { actor, now }) => {
    if (actor.connection.draft && !test) return refuse('not_found')
    const expiresAt = later(now, { minutes: requestMinutes })
    const request: SignInRequest = {
      id: requestId,
      connectionId: actor.connection.id,
      browserHash,
      ...(sessionId && { sessionId }),
      returnTo: path,
      ...(test && { test }),
      expiresAt,
    }
    return accept({ save: { signInRequests: [request] } }, { expiresAt })
  },
})
