import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { cleanLine } from '../kernel/input.ts'
import { later } from '../kernel/instant.ts'
import { requestMinutes } from './request-sign-in.ts'
import { type Asserted, assertionKey, longestNameId, type PendingSignIn } from './sign-in-request.ts'
import { wantsFreshSignIn } from './step-up.ts'
import { refusedSignIn, type Seen, type SignInFault, traceMessage } from './trace.ts'

const pendingMinutes = 5
const skewMinutes = 2

/** Whatever a signed assertion holds is taken in, so that what is wrong with it is refused in words and leaves a trace. */
const saidBy = z.object({
  assertionId: z.string(),
  /** From then on the assertion is refused as expired, whatever the clocks. */
  assertionExpiresAt: z.iso.datetime(),
  nameId: z.string(),
  nameIdFormat: z.string().optional(),
  nameQualifier: z.string().optional(),
  spNameQualifier: z.string().optional(),
  authnInstant: z.iso.datetime().optional(),
  message: traceMessage,
  inResponseTo: z.string().optional(),
  email: z.string().optional(),
  emails: z.array(z.string()).optional(),
  name: z.string().optional(),
  groups: z.array(z.string()).optional(),
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
    const { id: connectionId, idpInitiated, forceAuthn } = actor.connection
    const spend = { signInRequests: request ? [request.id] : [] }
    const no = (reason: SignInFault, seen: Seen) => {
      const { result, ...writes } = refusedSignIn(context, reason, { ...seen, message: said.message })
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
    const asked = request && later(request.expiresAt, { minutes: -requestMinutes - skewMinutes })
    const fresh = forceAuthn || (request && wantsFreshSignIn(request.returnTo))
    if (fresh && asked && (said.authnInstant === undefined || new Date(said.authnInstant).toISOString() < asked))
      return no('saml.time', {
        detail: 'AuthnInstant, where ForceAuthn was asked',
        expected: `after ${asked}`,
        received: said.authnInstant,
      })
    const secret = secrets.make()
    const pending: PendingSignIn = {
      id: newId(),
      connectionId,
      secretHash: secrets.hash(secret),
      ...(request && { browserHash: request.browserHash }),
      ...(request?.sessionId && { sessionId: request.sessionId }),
      returnTo: request?.returnTo ?? '/',
      ...(request?.test && { test: true }),
      ...(said.message && { sealedMessage: secrets.seal(said.message) }),
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

/** More than an identity provider puts into one message. */
const mostGroups = 1000

/** An address is at most 254 bytes, so cutting far behind that makes no good address out of a bad one. */
const assertedBy = ({ email, emails, name, groups, ...said }: z.output<typeof saidBy>): Asserted => {
  const called = name && cleanLine(name, 100)
  return {
    // One character more than an identifier may have.
    nameId: said.nameId.slice(0, longestNameId + 1),
    ...(said.nameIdFormat !== undefined && { nameIdFormat: said.nameIdFormat.slice(0, 256) }),
    ...(said.nameQualifier !== undefined && { nameQualifier: said.nameQualifier.slice(0, 1024) }),
    ...(said.spNameQualifier !== undefined && { spNameQualifier: said.spNameQualifier.slice(0, 1024) }),
    emails: [...(email === undefined ? [] : [email]), ...(emails ?? [])].slice(0, 20).map((one) => one.slice(0, 400)),
    ...(called && { name: called }),
    ...(groups?.length && { groups: groups.slice(0, mostGroups).map((one) => one.slice(0, 500)) }),
    ...(said.sessionIndex !== undefined && { sessionIndex: said.sessionIndex.slice(0, 1024) }),
    ...(said.sessionEndsAt !== undefined && { sessionEndsAt: new Date(said.sessionEndsAt).toISOString() }),
  }
}
