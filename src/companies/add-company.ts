import * as z from 'zod'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { line, typedAddress } from '../kernel/input.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { DomainNames } from '../ports/system.ts'
import { languages } from '../texts/language.ts'
import { type Address, readAddress } from '../users/address.ts'
import { newInvited, writeInvitation } from '../users/write-invitation.ts'
import { type Company, defaultSettings } from './company.ts'
import { contactFields, readContact } from './contact.ts'
import { type AllowedDomain, companyDomain } from './domain.ts'

const input = z.object({
  name: line(200),
  customerNumber: line(60).optional(),
  locale: z.enum(languages).optional(),
  domains: z.array(line(253)).max(100).optional(),
  freeRegistration: z.boolean().optional(),
  administrators: z
    .array(z.object({ email: typedAddress, name: line(100).optional() }))
    .max(100)
    .optional(),
  ...contactFields,
})
type AddInput = z.output<typeof input>

/**
 * The operator adds a company with its domains, and invites its administrators, whose addresses must be in one of those domains.
 * All of it or nothing.
 */
export const addCompany = defineCommand({
  name: 'companies.add',
  input,
  who: ['operator'],
  load: async (tx, { customerNumber }) => ({
    taken: customerNumber !== undefined && (await tx.companies.count({ customerNumber })) > 0,
  }),
  decide: ({ taken }, given, context) => {
    if (taken) return refuse('customer_number_taken')
    const domains = readDomains(given.domains ?? [], context.names)
    if ('ok' in domains) return domains
    const people = readAdministrators(given.administrators ?? [], domains.domains, context.names)
    if ('ok' in people) return people
    const contact = readContact(given, {}, context.names)
    if ('ok' in contact) return contact
    const company = newCompany(given, contact.contact, context)
    const written = people.people.map(({ address, name }) =>
      writeInvitation(
        newInvited(address, { name, role: 'administrator' }, company, context),
        company,
        { licenceIds: [] },
        context,
      ),
    )
    return accept(
      {
        save: {
          companies: [company],
          domains: domains.domains.map((domain) => newDomain(company, domain, context)),
          users: written.map(({ user }) => user),
          invitations: written.map(({ invitation }) => invitation),
        },
        events: [
          { type: 'company.added', companyId: company.id },
          ...domains.domains.map((domain) => ({
            type: 'domain.allowed' as const,
            companyId: company.id,
            domain,
            how: 'operator' as const,
          })),
          ...written.map(({ user }) => ({ type: 'user.invited' as const, companyId: company.id, userId: user.id })),
        ],
        send: written.map(({ mail }) => mail),
      },
      { id: company.id, name: company.name, domains: domains.domains, invited: written.length },
    )
  },
})

const newCompany = (given: AddInput, contact: Company['contact'], { now, newId }: Context): Company => ({
  id: newId(),
  name: given.name,
  customerNumber: given.customerNumber,
  contact,
  language: given.locale ?? 'nl',
  settings: { ...defaultSettings, freeRegistration: given.freeRegistration ?? false },
  createdAt: now,
})

const newDomain = ({ id: companyId }: Company, domain: string, { now, newId }: Context): AllowedDomain => ({
  id: newId(),
  companyId,
  domain,
  state: 'verified',
  how: 'operator',
  verifiedAt: now,
})

const readDomains = (written: readonly string[], names: DomainNames): Refused | { readonly domains: string[] } => {
  const domains = new Set<string>()
  for (const domain of written) {
    const read = companyDomain(domain, names)
    if ('fault' in read) return refuse('domain_not_possible', { domain, fault: read.fault })
    domains.add(read.domain)
  }
  return { domains: [...domains] }
}

interface Administrator {
  readonly address: Address
  readonly name: string | undefined
}

const readAdministrators = (
  written: NonNullable<AddInput['administrators']>,
  domains: readonly string[],
  names: DomainNames,
): Refused | { readonly people: Administrator[] } => {
  if (written.length > 0 && domains.length === 0) return refuse('no_allowed_domain')
  const people = new Map<string, Administrator>()
  for (const { email, name } of written) {
    const address = readAddress(email, names)
    if (!address) return refuse('email_malformed', { email })
    if (!domains.includes(address.domain)) return refuse('domain_not_allowed', { email, domains })
    if (!people.has(address.address)) people.set(address.address, { address, name })
  }
  return { people: [...people.values()] }
}
