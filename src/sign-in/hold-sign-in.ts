/** The identity provider's side of a sign-in: what is sent to it, and what it says. Nobody is signed in here. */
import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { cleanLine } from '../kernel/input.ts'
import { later } from '../kernel/instant.ts'
import { returnTo } from './return-to.ts'
import {
  type Asserted,
  assertionKey,
  longestNameId,
  type PendingSignIn,
  type SignInRequest,
} from './sign-in-request.ts'
import { messageFaults, refusedSignIn, type Seen, type SignInFault } from './trace.ts'

const requestMinutes = 10
const pendingMinutes = 5

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
  }),
  who: ['connection'],
  load: async (tx, { session }, { secrets }) =>
    session === undefined ? undefined : (await tx.sessions.list({ secretHash: secrets.hash(session) }))[0]?.id,
  decide: (sessionId, { requestId, browserHash, returnTo: path }, { actor, now }) => {
    const expiresAt = later(now, { minutes: requestMinutes })
    const request: SignInRequest = {
      id: requestId,
      connectionId: actor.connection.id,
      browserHash,
      ...(sessionId && { sessionId }),
      returnTo: path,
      expiresAt,
    }
    return accept({ save: { signInRequests: [request] } }, { expiresAt })
  },
})

const refusedMessage = z.object({
  reason: z.enum(messageFaults),
  detail: z.string().optional(),
  expected: z.string().optional(),
  received: z.string().optional(),
  /** The request that the message says it answers, where it could be read; it is spent. */
  inResponseTo: z.string().optional(),
})

/** Records that a message was refused before anything in it could be believed. Writes the trace and the audit event only. */
export const refuseMessage = defineCommand({
  name: 'sign_in.refuse',
  input: refusedMessage,
  who: ['connection'],
  load: (tx, { inResponseTo }) =>
    inResponseTo === undefined ? Promise.resolve(undefined) : tx.signInRequests.get(inResponseTo),
  decide: (request, { reason, inResponseTo: _inResponseTo, ...seen }, context) => {
    const { result, ...writes } = refusedSignIn(context, reason, seen)
    const spent = request?.connectionId === context.actor.connection.id ? [request.id] : []
    return accept({ ...writes, remove: { signInRequests: spent } }, result)
  },
})

/** Whatever a signed assertion holds is taken in, so that what is wrong with it is refused in words and leaves a trace. */
const saidBy = z.object({
  assertionId: z.string(),
  /** From then on the assertion is refused as expired, whatever the clocks. */
  assertionExpiresAt: z.iso.datetime(),
  nameId: z.string(),
  nameIdFormat: z.string().optional(),
  inResponseTo: z.string().optional(),
  email: z.string().optional(),
  emails: z.array(z.string()).optional(),
  name: z.string().optional(),
  sessionIndex: z.string().optional(),
  sessionEndsAt: z.iso.datetime().optional(),
})

export type Held =
  | { readonly held: true /** The one-time code for the browser. */; readonly secret: string }
  | ({ readonly held: false } & { readonly reason: SignInFault; readonly code: string })

/**
 * Takes what a verified assertion says. The assertion is spent here, so that a copy of it is refused from this moment on, on every
 * instance and after a restart; the request gives way to the pending row, which the transaction that makes the session uses up.
 * Refuses `saml.replay`, `saml.in_response_to`, `saml.unsolicited`, `saml.time`.
 */
export const holdSignIn = defineCommand({
  name: 'sign_in.hold',
  input: saidBy,
  who: ['connection'],
  load: async (tx, { assertionId, inResponseTo }, { actor }) => {
    const connectionId = actor.connection.id
    const request = inResponseTo === undefined ? undefined : await tx.signInRequests.get(inResponseTo)
    return {
      used: await tx.usedAssertions.count({ assertion: assertionKey({ connectionId, assertionId }) }),
      request: request?.connectionId === connectionId ? request : undefined,
    }
  },
  decide: ({ used, request }, said, context) => {
    const { actor, now, newId, secrets } = context
    const { id: connectionId, idpInitiated } = actor.connection
    const spend = { signInRequests: request ? [request.id] : [] }
    const no = (reason: SignInFault, seen: Seen) => {
      const { result, ...writes } = refusedSignIn(context, reason, seen)
      return accept<Held>({ ...writes, remove: spend }, { held: false, ...result })
    }
    if (!readableId.test(said.assertionId)) return no('xml.schema', { expected: 'an ID of the assertion' })
    if (used > 0) return no('saml.replay', { expected: 'an assertion not seen before', received: said.assertionId })
    const expiresAt = new Date(said.assertionExpiresAt).toISOString()
    if (expiresAt <= now) return no('saml.time', { expected: `before ${expiresAt}`, received: now })
    if (said.inResponseTo !== undefined && (!request || request.expiresAt <= now))
      return no('saml.in_response_to', {
        expected: 'a request of this connection, not answered yet and at most ten minutes old',
        received: said.inResponseTo,
      })
    if (said.inResponseTo === undefined && !idpInitiated)
      return no('saml.unsolicited', { expected: 'an answer to a request', received: '(none)' })
    const secret = secrets.make()
    const pending: PendingSignIn = {
      id: newId(),
      connectionId,
      secretHash: secrets.hash(secret),
      ...(request && { browserHash: request.browserHash }),
      ...(request?.sessionId && { sessionId: request.sessionId }),
      returnTo: request?.returnTo ?? '/',
      asserted: assertedBy(said),
      expiresAt: later(now, { minutes: pendingMinutes }),
    }
    const usedNow = { id: newId(), connectionId, assertionId: said.assertionId, expiresAt }
    return accept<Held>(
      { save: { usedAssertions: [usedNow], pendingSignIns: [pending] }, remove: spend },
      { held: true, secret },
    )
  },
})

/** An xs:ID, as far as anybody makes them (SAML Core 1.3.4). */
const readableId = /^[\x21-\x7e]{1,512}$/

/** An address is at most 254 bytes, so cutting far behind that makes no good address out of a bad one. */
const assertedBy = ({ email, emails, name, ...said }: z.output<typeof saidBy>): Asserted => {
  const called = name && cleanLine(name, 100)
  return {
    // One character more than an identifier may have.
    nameId: said.nameId.slice(0, longestNameId + 1),
    ...(said.nameIdFormat !== undefined && { nameIdFormat: said.nameIdFormat.slice(0, 256) }),
    emails: [...(email === undefined ? [] : [email]), ...(emails ?? [])].slice(0, 20).map((one) => one.slice(0, 400)),
    ...(called && { name: called }),
    ...(said.sessionIndex !== undefined && { sessionIndex: said.sessionIndex.slice(0, 1024) }),
    ...(said.sessionEndsAt !== undefined && { sessionEndsAt: new Date(said.sessionEndsAt).toISOString() }),
  }
}
