import type { MessageFault } from '../../src/sign-in/trace.ts'

/** Why metadata is not taken; a person who sets up a connection sees it, nobody who signs in. */
type SetupFault =
  | 'setup.metadata_malformed'
  | 'setup.no_identity_provider'
  | 'setup.several_identity_providers'
  | 'setup.no_certificate'
  | 'setup.url_forbidden'
  | 'setup.unreachable'
  | 'setup.expired'

/** Every reason for which a SAML message, a set of facts or metadata is refused. */
export type SamlFault = MessageFault | SetupFault

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
