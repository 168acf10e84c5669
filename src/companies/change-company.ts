import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id, line, text, timeOfDay } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { isSame, withChanges } from '../kernel/with-changes.ts'
import { languages } from '../texts/language.ts'
import type { Company, CompanySettings } from './company.ts'
import { companyOf } from './company-of.ts'
import { contactFields, readContact } from './contact.ts'
import { nextDigest } from './digest-time.ts'

/**
 * Settings, contact person and language of a company; `null` clears a text. Name and customer number are the operator's. Free
 * registration can't be switched on without an allowed domain; where it is on, it counts for as long as there is one.
 */
export const changeCompany = defineCommand({
  name: 'companies.change',
  input: z.object({
    /** For the operator. */
    companyId: id.optional(),
    name: line(200).optional(),
    customerNumber: line(60).nullable().optional(),
    locale: z.enum(languages).optional(),
    freeRegistration: z.boolean().optional(),
    requestText: text(500).nullable().optional(),
    reasonMandatory: z.boolean().optional(),
    remindAfterDays: z.number().int().min(1).max(90).optional(),
    expireAfterDays: z.number().int().min(1).max(365).optional(),
    digest: z.boolean().optional(),
    quietFrom: timeOfDay.nullable().optional(),
    quietTo: timeOfDay.nullable().optional(),
    quietWeekends: z.boolean().optional(),
    signInEveryDays: z.number().int().min(1).max(365).nullable().optional(),
    confirmSensitive: z.boolean().optional(),
    confirmBulkOver: z.number().int().min(1).max(200).nullable().optional(),
    ...contactFields,
  }),
  who: ['administrator', 'operator'],
  load: async (tx, { companyId: named, customerNumber }, { actor }) => {
    const companyId = companyOf(actor, named)
    return {
      company: await tx.companies.get(companyId),
      domains: await tx.domains.count({ companyId, state: 'verified' }),
      holder: customerNumber ? (await tx.companies.list({ customerNumber }))[0] : undefined,
    }
  },
  decide: ({ company, domains, holder }, given, { actor, names, now }) => {
    if (!company) return refuse('not_found')
    const { name, customerNumber, locale, freeRegistration, requestText, reasonMandatory } = given
    const forOperator = name !== undefined || customerNumber !== undefined
    if (forOperator && actor.kind !== 'operator') return refuse('not_allowed')
    if (holder && holder.id !== company.id) return refuse('customer_number_taken')
    if (freeRegistration && !company.settings.freeRegistration && domains === 0) return refuse('no_allowed_domain')
    const contact = readContact(given, company.contact, names)
    if ('ok' in contact) return contact
    const { remindAfterDays, expireAfterDays, digest, quietFrom, quietTo, quietWeekends } = given
    const { signInEveryDays, confirmSensitive, confirmBulkOver } = given
    const settings = withChanges(company.settings, {
      freeRegistration,
      requestText,
      reasonMandatory,
      remindAfterDays,
      expireAfterDays,
      digest,
      quietFrom,
      quietTo,
      quietWeekends,
      signInEveryDays,
      confirmSensitive,
      confirmBulkOver,
    })
    if (isHalf(settings)) return refuse('quiet_hours_incomplete')
    const changed: Company = {
      ...withChanges(company, { name, customerNumber, language: locale }),
      contact: contact.contact,
      settings,
      digestAt: settings.digest ? (company.digestAt ?? nextDigest(now)) : undefined,
    }
    // A form sends all its fields; saving it unchanged is no change.
    if (isSame(company, changed)) return accept({}, company)
    return accept(
      { save: { companies: [changed] }, events: [{ type: 'company.changed', companyId: company.id }] },
      changed,
    )
  },
})

/** Whether the quiet hours have one end, or none. */
const isHalf = ({ quietFrom, quietTo }: CompanySettings): boolean =>
  quietFrom === quietTo ? quietFrom !== undefined : quietFrom === undefined || quietTo === undefined
