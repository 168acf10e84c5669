import * as z from 'zod'
import type { Company } from '../companies/company.ts'
import { companyOf } from '../companies/company-of.ts'
import type { OperatorActor, UserActor } from '../kernel/actor.ts'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { id, line, typedAddress, until } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import { hasExpired, type Licence } from '../licences/licence.ts'
import type { ReadTx } from '../ports/store.ts'
import { languages } from '../texts/language.ts'
import { administratorsOf } from '../trail/announce.ts'
import { type Address, readAddress } from './address.ts'
import { roles, type User } from './user.ts'
import { type Invitee, newInvited, type Written, writeInvitation } from './write-invitation.ts'

const details = {
  name: line(100).optional(),
  role: z.enum(roles).optional(),
  phone: line(40).optional(),
  country: line(60).optional(),
  language: z.enum(languages).optional(),
}

const terms = {
  /** For the operator. */
  companyId: id.optional(),
  /** The administrator role ends by itself then. */
  roleUntil: until.optional(),
  licenceIds: z.array(id).max(50).optional(),
}

/** One person to invite, with what differs from the rest. */
type Person = Invitee & { readonly email: string }

interface Terms {
  readonly companyId?: string | undefined
  readonly roleUntil?: string | undefined
  readonly licenceIds?: readonly string[] | undefined
}

/** What came of each address, in the order asked. */
export interface Invited {
  readonly results: readonly InviteResult[]
}
export type InviteResult = Done | { readonly email: string; readonly refused: Refused }
interface Done {
  readonly email: string
  readonly outcome: 'invited' | 'already_invited' | 'already_user'
  readonly userId: string
}

/**
 * Invites people by address, each in an allowed domain of the company. Whoever is invited or registered there already is left as
 * they are and gets no second mail. An account in another company is not mentioned: finishing the invitation moves it here. A
 * guest is one person outside the domains, invited by name. One address that is refused is refused outright; of several, each
 * has its own result.
 */
export const inviteUsers = defineCommand({
  name: 'users.invite',
  input: z.object({
    emails: z.array(typedAddress).min(1).max(500),
    ...details,
    ...terms,
    guest: z.boolean().optional(),
  }),
  who: ['administrator', 'operator'],
  load: (tx, { emails, ...rest }, context) => loadInviting(tx, emails, rest, context),
  decide: (facts, { emails, companyId, roleUntil, licenceIds, guest, ...shared }, context) => {
    // A guest is known by name to the one who invites.
    if (guest && emails.length > 1) return refuse('invalid_input', { fields: { emails: ['One guest at a time'] } })
    if (guest && !shared.name) return refuse('invalid_input', { fields: { name: ['Required'] } })
    const people = emails.map((email) => ({ email, ...shared, guest }))
    return inviteAll(facts, people, { companyId, roleUntil, licenceIds }, context)
  },
})

/** Invites people from a list in which each has details of their own (see `readCsv`); otherwise as `users.invite`. */
export const inviteList = defineCommand({
  name: 'users.invite_list',
  input: z.object({
    people: z
      .array(z.object({ email: typedAddress, ...details }))
      .min(1)
      .max(500),
    role: details.role,
    language: details.language,
    ...terms,
  }),
  who: ['administrator', 'operator'],
  load: (tx, { people, ...rest }, context) =>
    loadInviting(
      tx,
      people.map(({ email }) => email),
      rest,
      context,
    ),
  decide: (facts, { people, role, language, ...rest }, context) => {
    const filled = people.map((person) => ({
      ...person,
      role: person.role ?? role,
      language: person.language ?? language,
    }))
    return inviteAll(facts, filled, rest, context)
  },
})

/** What would come of each address of a list, in the order asked, if it were invited now; nothing is written. */
export const previewList = defineQuery({
  name: 'users.preview_list',
  input: z.object({ emails: z.array(typedAddress).min(1).max(500) }),
  who: ['administrator'],
  answer: async (tx, { emails }, context) => {
    const facts = await loadInviting(tx, emails, {}, context)
    const refused = judgeTerms(facts, {}, context)
    if (refused) return refused
    const seen = new Set<string>()
    return found({
      results: emails.map((email): Previewed => {
        const address = readAddress(email, context.names)
        const judged = judgeOne(facts, { email }, address, context)
        if ('ok' in judged) return { email, refused: judged }
        if ('known' in judged) return { email, outcome: judged.known.outcome }
        if (seen.has(judged.address.address)) return { email, outcome: 'twice' }
        seen.add(judged.address.address)
        return { email, outcome: 'invited' }
      }),
    })
  },
})

export type Previewed =
  | { readonly email: string; readonly outcome: 'invited' | 'already_invited' | 'already_user' | 'twice' }
  | { readonly email: string; readonly refused: Refused }

interface Facts {
  readonly company: Company | undefined
  readonly domains: readonly string[]
  readonly licences: readonly (Licence | undefined)[]
  /** Everybody in this company with one of the addresses. */
  readonly known: ReadonlyMap<string, readonly User[]>
  readonly administrators: readonly User[]
}

const loadInviting = async (
  tx: ReadTx,
  emails: readonly string[],
  { companyId: named, licenceIds = [] }: Terms,
  { actor, names, now }: Pick<Context<UserActor | OperatorActor>, 'actor' | 'names' | 'now'>,
): Promise<Facts> => {
  const companyId = companyOf(actor, named)
  const addresses = new Set(emails.flatMap((email) => readAddress(email, names)?.address ?? []))
  const known = await Promise.all(
    [...addresses].map(async (email) => [email, await tx.users.list({ companyId, email })] as const),
  )
  const licences = await Promise.all(licenceIds.map((licenceId) => tx.licences.get(licenceId)))
  return {
    company: await tx.companies.get(companyId),
    domains: (await tx.domains.list({ companyId, state: 'verified' })).map(({ domain }) => domain),
    licences: licences.map((licence) => (licence?.companyId === companyId ? licence : undefined)),
    known: new Map(known),
    administrators: await administratorsOf(tx, companyId, now),
  }
}

const inviteAll = (facts: Facts, people: readonly Person[], terms: Terms, context: Context) => {
  const { company } = facts
  if (!company) return refuse('not_found')
  const refused = judgeTerms(facts, terms, context)
  if (refused) return refused
  const written: Written[] = []
  const results: InviteResult[] = []
  const invitedNow = new Map<string, string>()
  for (const person of people) {
    const address = readAddress(person.email, context.names)
    const before = address && invitedNow.get(address.address)
    if (before) {
      results.push({ email: address.address, outcome: 'already_invited', userId: before })
      continue
    }
    const outcome = inviteOne(facts, company, person, address, terms, context)
    if ('ok' in outcome) results.push({ email: person.email, refused: outcome })
    else if ('known' in outcome) results.push(outcome.known)
    else {
      const { id: userId, email } = outcome.user
      written.push(outcome)
      invitedNow.set(email, userId)
      results.push({ email, outcome: 'invited', userId })
    }
  }
  const [only] = results
  if (results.length === 1 && only && 'refused' in only) return only.refused
  return accept<Invited>(
    {
      save: {
        users: written.map(({ user }) => user),
        invitations: written.map(({ invitation }) => invitation),
      },
      events: written.map(({ user }) => ({ type: 'user.invited', companyId: company.id, userId: user.id })),
      send: written.map(({ mail }) => mail),
    },
    { results },
  )
}

/** What is asked for everybody at once. */
const judgeTerms = ({ domains, licences, administrators }: Facts, terms: Terms, { now }: Pick<Context, 'now'>) => {
  if (domains.length === 0) return refuse('no_allowed_domain')
  if (licences.includes(undefined)) return refuse('not_found')
  const expired = licences.find((licence) => licence && hasExpired(licence, now))
  if (expired) return refuse('licence_expired', { licence: expired.name })
  if (terms.roleUntil && terms.roleUntil <= now) return refuse('must_be_in_future', { field: 'roleUntil' })
  // Nobody would be left when that role ends.
  if (terms.roleUntil && !administrators.some(({ roleUntil }) => roleUntil === undefined))
    return refuse('last_administrator')
  return undefined
}

/** Why one person can't be invited, or need not be; otherwise the address, and whose place it was before. */
const judgeOne = (
  { domains, known }: Facts,
  { email, guest }: Pick<Person, 'email' | 'guest'>,
  address: Address | undefined,
  { now }: Pick<Context, 'now'>,
): Refused | { readonly known: Done } | { address: Address; inside: boolean; before: User | undefined } => {
  if (!address) return refuse('email_malformed', { email })
  const here = known.get(address.address) ?? []
  const user = here.find(({ status }) => status === 'registered' || status === 'blocked')
  if (user) return { known: { email: address.address, outcome: 'already_user', userId: user.id } }
  const inside = domains.includes(address.domain)
  if (!inside && !guest) return refuse('domain_not_allowed', { email, domains })
  const before = here.find(({ status }) => status === 'invited')
  if (before?.invitedUntil && before.invitedUntil > now)
    return { known: { email: address.address, outcome: 'already_invited', userId: before.id } }
  return { address, inside, before }
}

const inviteOne = (
  facts: Facts,
  company: Company,
  { email, ...invitee }: Person,
  given: Address | undefined,
  { roleUntil, licenceIds = [] }: Terms,
  context: Context,
): Refused | Written | { readonly known: Done } => {
  const judged = judgeOne(facts, { email, guest: invitee.guest }, given, context)
  if (!('inside' in judged)) return judged
  const { address, inside, before: invited } = judged
  const fresh = newInvited(address, { ...invitee, roleUntil, guest: !inside }, company, context)
  // An invitation that expired a moment ago is still the person's place in the company.
  const promised = { licenceIds: [...new Set(licenceIds)] }
  return writeInvitation({ ...fresh, id: invited?.id ?? fresh.id }, company, promised, context)
}
