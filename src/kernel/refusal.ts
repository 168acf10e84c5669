import type { DomainFault } from '../companies/domain.ts'
import type { Verdict } from '../requests/request.ts'
import type { Instant } from './instant.ts'

type Nothing = Record<never, never>

/** Every reason for which the product says no, with what a person needs to know about it. The words are in `texts`. */
export interface Refusals {
  // any use case
  invalid_input: { readonly fields: { readonly [field: string]: readonly string[] } }
  not_allowed: Nothing
  not_signed_in: Nothing
  /** The chat account must be confirmed once before it has administrator power. */
  confirm_first: Nothing
  not_found: Nothing
  // companies and domains
  customer_number_taken: Nothing
  domain_not_possible: { readonly domain: string; readonly fault: DomainFault }
  domain_already_allowed: { readonly domain: string }
  no_allowed_domain: Nothing
  quiet_hours_incomplete: Nothing
  proof_not_found: { readonly name: string; readonly record: string }
  // users
  email_malformed: { readonly email: string }
  domain_not_allowed: { readonly email: string; readonly domains: readonly string[] }
  already_registered: { readonly email: string }
  link_used_or_expired: Nothing
  choose_company: Nothing
  company_not_offered: Nothing
  already_in_company: Nothing
  last_administrator: Nothing
  not_invited: { readonly email: string }
  is_blocked: Nothing
  is_not_blocked: Nothing
  must_be_in_future: { readonly field: string }
  // licences
  licence_name_taken: { readonly name: string }
  licence_expired: { readonly licence: string }
  licence_not_shown: { readonly licence: string }
  no_seats_left: { readonly licence: string; readonly seats: number }
  already_has_access: { readonly licence: string }
  has_no_access: { readonly licence: string }
  comes_with_company_wide: { readonly licence: string }
  // requests
  reason_mandatory: Nothing
  nothing_to_ask: Nothing
  already_requested: { readonly reference: string }
  already_in_collection: { readonly number: string; readonly licence: string }
  choose_licence: Nothing
  own_request: Nothing
  channel_not_here: Nothing
  already_decided: { readonly reference: string; readonly verdict: Verdict; readonly by: string; readonly at: Instant }
  already_settled: { readonly reference: string; readonly state: 'withdrawn' | 'expired' }
  decided_by_operator: { readonly reference: string }
  // sign-in
  metadata_unusable: { readonly why: string }
  single_sign_on_required: Nothing
  test_sign_in_first: Nothing
  /** Somebody must be able to sign in when the connection fails. */
  no_break_glass: { readonly company: string }
  /** Only the operator changes what several companies share. */
  connection_shared: Nothing
  /** The company asks for a fresh sign-in; this is where what was asked waits for it. */
  sign_in_again: { readonly path: string }
  // provisioning
  two_tokens_already: Nothing
  /** The identity provider has somebody else under this name or key. */
  already_provisioned: { readonly userName: string }
  /** The address belongs to an account that this identity provider has no say about. */
  address_in_use: { readonly email: string }
  /** Somebody else changed it since it was read. */
  changed_meanwhile: Nothing
  group_already_there: { readonly name: string }
  unknown_member: { readonly id: string }
  // operators
  already_operator: { readonly email: string }
  /** So many may still be wrong. */
  wrong_code: { readonly left: number }
  // webhooks
  webhook_already_there: Nothing
  // chats
  workspace_not_connected: Nothing
  /** What came back from Slack was not asked for in this browser, or too long ago. */
  installation_not_asked: Nothing
  account_not_vouched: Nothing
  /** The chat account was matched to somebody else than the one who is signed in. */
  other_chat_account: Nothing
  no_account: { readonly canRegister: boolean }
}

export type RefusalCode = keyof Refusals

export type Refused = {
  [C in RefusalCode]: { readonly ok: false; readonly code: C; readonly detail: Refusals[C] }
}[RefusalCode]

/** Says no. A refusal is a value; exceptions are for faults. */
export const refuse = <C extends RefusalCode>(
  code: C,
  ...[detail]: Refusals[C] extends Nothing ? (keyof Refusals[C] extends never ? [] : [Refusals[C]]) : [Refusals[C]]
): Refused => ({ ok: false, code, detail: detail ?? {} }) as Refused
