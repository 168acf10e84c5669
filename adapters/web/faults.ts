import type { Field } from '../../src/cards/form.ts'
import type { RefusalCode, Refused } from '../../src/kernel/refusal.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'
import type { Texts } from '../../src/texts/texts.ts'

/** The fields that a refusal is about, the likeliest first. */
const about: { readonly [C in RefusalCode]?: readonly string[] } = {
  email_malformed: ['email', 'contactEmail', 'administrators'],
  domain_not_allowed: ['email', 'administrators'],
  already_registered: ['email'],
  domain_not_possible: ['domain', 'domains'],
  domain_already_allowed: ['domain'],
  proof_not_found: ['domain'],
  reason_mandatory: ['reason'],
  already_in_collection: ['number'],
  choose_company: ['companyId'],
  company_not_offered: ['companyId'],
  already_in_company: ['companyId'],
  choose_licence: ['licenceId'],
  licence_not_shown: ['licenceId'],
  licence_expired: ['licenceId'],
  no_allowed_domain: ['freeRegistration', 'domains'],
  customer_number_taken: ['customerNumber'],
  licence_name_taken: ['name'],
  no_seats_left: ['seats'],
  metadata_unusable: ['metadataXml'],
}

/** What is wrong at which field; empty when the refusal is about none of these fields. */
export const faultsAt = (
  refused: Refused,
  fields: readonly Field[],
  { refused: words, web }: Texts,
): { readonly [field: string]: string } => {
  const here = (name: string) => fields.some((field) => field.name === name)
  if (refused.code === 'invalid_input') {
    const names = Object.keys(refused.detail.fields).map((path) => path.split('.')[0] ?? '')
    return names.every(here) ? Object.fromEntries(names.map((name) => [name, web.form.checkField])) : {}
  }
  const named = refused.code === 'must_be_in_future' ? [refused.detail.field] : (about[refused.code] ?? [])
  const field = named.find(here)
  return field ? { [field]: sayRefused(words, refused) } : {}
}
