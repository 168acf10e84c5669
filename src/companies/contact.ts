import type * as z from 'zod'
import { line, typedAddress } from '../kernel/input.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import { withChanges } from '../kernel/with-changes.ts'
import type { DomainNames } from '../ports/system.ts'
import { readAddress } from '../users/address.ts'
import type { Company } from './company.ts'

/** The contact person as a form gives it; `null` clears a field. */
export const contactFields = {
  contactName: line(100).nullable().optional(),
  contactPhone: line(40).nullable().optional(),
  contactEmail: typedAddress.nullable().optional(),
}

type Given = { readonly [F in keyof typeof contactFields]?: z.output<(typeof contactFields)[F]> }

/** The contact person after these changes. The address may be in any domain; it opens nothing. */
export const readContact = (
  { contactName: name, contactPhone: phone, contactEmail }: Given,
  before: Company['contact'],
  names: DomainNames,
): Refused | { readonly contact: Company['contact'] } => {
  const email = contactEmail ? readAddress(contactEmail, names)?.address : contactEmail
  if (contactEmail && !email) return refuse('email_malformed', { email: contactEmail })
  return { contact: withChanges(before, { name, phone, email }) }
}
