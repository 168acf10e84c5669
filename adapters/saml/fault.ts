/**
 * Every reason for which a SAML message, a set of facts or metadata is refused.
 * The texts and the trace are complete when they have a line for each of these.
 */
export const samlFaults = [
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
  'saml.unsolicited',
  'saml.in_response_to',
  'saml.subject_confirmation',
  'saml.recipient',
  'saml.time',
  'saml.audience',
  'saml.conditions',
  'saml.authn_statement',
  'saml.duplicate_attribute',
  'saml.sp_name_qualifier',
  'identity.no_stable_id',
  'identity.email_ambiguous',
  'slo.signature',
  'slo.issuer',
  'slo.destination',
  'slo.time',
  'slo.malformed',
  'setup.metadata_malformed',
  'setup.no_identity_provider',
  'setup.several_identity_providers',
  'setup.no_certificate',
  'setup.url_forbidden',
  'setup.unreachable',
  'setup.expired',
] as const

export type SamlFault = (typeof samlFaults)[number]

/**
 * A refusal as a value. `detail` is English, for the trace and the log; `received` may hold text of an attacker and
 * is cut at 200 characters. Neither is for the browser of the person who is refused: he sees the code's own text.
 */
export interface Fault {
  readonly ok: false
  readonly code: SamlFault
  readonly detail: string
  readonly expected?: string
  readonly received?: string
}

/** Makes a refusal; absent halves of `seen` stay absent. */
export const fault = (
  code: SamlFault,
  detail: string,
  seen: { expected?: string | undefined; received?: string | undefined } = {},
): Fault => ({
  ok: false,
  code,
  detail,
  ...(seen.expected === undefined ? {} : { expected: seen.expected }),
  ...(seen.received === undefined ? {} : { received: seen.received.slice(0, 200) }),
})
