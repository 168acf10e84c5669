import * as z from 'zod'
import type { ConnectionActor } from '../kernel/actor.ts'
import type { Context } from '../kernel/command.ts'
import { type Instant, later } from '../kernel/instant.ts'
import type { Writes } from '../kernel/record.ts'
import { defineTable } from '../kernel/table.ts'

/** What can be wrong with a message. The adapter that reads messages finds all of these but the last five. */
export const messageFaults = [
  'http.bad_request',
  'http.too_large',
  'xml.doctype',
  'xml.malformed',
  'xml.limits',
  'xml.namespace',
  'xml.duplicate_id',
  'xml.schema',
  'sig.wrapping',
  'sig.missing',
  'sig.structure',
  'sig.alg',
  'sig.reference',
  'sig.transforms',
  'sig.untrusted_key',
  'sig.invalid',
  'sig.coverage',
  'enc.alg',
  'enc.no_key',
  'enc.failed',
  'saml.version',
  'saml.status',
  'saml.assertion_count',
  'saml.issuer',
  'saml.destination',
  'saml.subject_confirmation',
  'saml.recipient',
  'saml.audience',
  'saml.conditions',
  'saml.authn_statement',
  'saml.duplicate_attribute',
  'saml.sp_name_qualifier',
  'saml.connection_mismatch',
  'slo.signature',
  'slo.issuer',
  'slo.destination',
  'slo.time',
  'slo.malformed',
  'saml.time',
  'saml.unsolicited',
  'saml.in_response_to',
  'identity.no_stable_id',
  'identity.email_ambiguous',
] as const

export type MessageFault = (typeof messageFaults)[number]

/** What only the product's own rows can tell. */
export const identityFaults = [
  'saml.replay',
  'sso.browser_binding',
  'sso.expired',
  'identity.email_missing',
  'identity.email_malformed',
  'identity.email_taken',
  'identity.domain_not_allowed',
  'identity.other_company',
  'identity.protected_account',
  'identity.blocked',
  'identity.not_provisioned',
] as const

/** Every reason for which a sign-in through an identity provider is refused; each has its words in `texts`. */
export type SignInFault = MessageFault | (typeof identityFaults)[number]

/** What a sign-in wanted and got, under the short code that the person sees. Personal data is masked before it gets here. */
export interface SignInTrace {
  readonly id: string
  readonly code: string
  readonly connectionId: string
  readonly at: Instant
  /** `tested`: it would have signed somebody in. */
  readonly outcome: 'signed_in' | 'tested' | 'refused'
  readonly reason?: SignInFault
  readonly detail?: string
  readonly expected?: string
  readonly received?: string
  /** The message as it came, deflated, in base64, sealed: to be judged again after a change of settings. */
  readonly sealedMessage?: string
  /** Identifier and groups of the one it was about, sealed: for the dry run of a mapping. */
  readonly sealedAsserted?: string
  readonly expiresAt: Instant
}

export const signInTraceTable = defineTable<SignInTrace>()({
  keys: { connectionId: (row) => row.connectionId, code: (row) => row.code },
  times: { expiresAt: (row) => row.expiresAt },
  unique: { 'trace.code': (row) => row.code },
  sealed: ['sealedMessage', 'sealedAsserted'],
})

const keptDays = 14

/** What was looked at: in English, for the one who sets up the connection. */
export interface Seen {
  readonly detail?: string | undefined
  readonly expected?: string | undefined
  readonly received?: string | undefined
  /** The message itself, deflated, in base64. */
  readonly message?: string | undefined
  readonly asserted?: { readonly nameId: string; readonly groups?: readonly string[] } | undefined
}

/** A message for a trace; one that is too large to be worth keeping is as good as absent. */
export const traceMessage = z.string().max(100_000).optional().catch(undefined)

/** The row that a sign-in leaves, good or bad. */
export const traceOf = (
  { actor, now, newId, newReference, secrets }: Context<ConnectionActor>,
  ended: SignInFault | 'signed_in' | 'tested',
  { detail, expected, received, message, asserted }: Seen,
): SignInTrace => ({
  id: newId(),
  code: newReference('T', 5),
  connectionId: actor.connection.id,
  at: now,
  ...(ended === 'signed_in' || ended === 'tested' ? { outcome: ended } : { outcome: 'refused', reason: ended }),
  ...(detail && { detail: masked(detail) }),
  ...(expected && { expected: masked(expected) }),
  ...(received && { received: masked(received) }),
  ...(message && { sealedMessage: secrets.seal(message) }),
  ...(asserted && {
    sealedAsserted: secrets.seal(JSON.stringify({ nameId: asserted.nameId, groups: asserted.groups })),
  }),
  expiresAt: later(now, { days: keptDays }),
})

/** No session: the person sees the code, and finds in the texts what the reason means. */
export interface RefusedSignIn {
  readonly reason: SignInFault
  readonly code: string
}

/** What a refusal writes, and nothing else: the trace and one event in the trail of the connection's companies. */
export const refusedSignIn = (
  context: Context<ConnectionActor>,
  reason: SignInFault,
  seen: Seen,
): Required<Pick<Writes, 'save' | 'events'>> & { readonly result: RefusedSignIn } => {
  const trace = traceOf(context, reason, seen)
  const { id: connectionId, companyIds } = context.actor.connection
  const event = { type: 'sign_in.refused', connectionId, companyIds, reason, code: trace.code } as const
  return { save: { signInTraces: [trace] }, events: [event], result: { reason, code: trace.code } }
}

/** Text for a trace: at most 300 characters, with no more of an address than its first letter and its domain. */
export const masked = (text: string): string =>
  text.slice(0, 300).replace(/([^\s@<>"'(),:;])[^\s@<>"'(),:;]*@/g, '$1…@')

/** An identifier for a trace: enough to recognise one's own, too little to learn somebody else's. */
export const maskedId = (nameId: string): string => (nameId.includes('@') ? masked(nameId) : `${nameId.slice(0, 3)}…`)
