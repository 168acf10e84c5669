import type { Company } from '../companies/company.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Language } from '../texts/language.ts'
import { domainOf } from './address.ts'
import { belongs } from './belongs.ts'
import { hasRunOut, type Invitation } from './invitation.ts'
import { openCompanies, requiredConnection } from './open-companies.ts'
import type { User } from './user.ts'

/** A company that somebody with a proved address may join. */
export interface Place {
  readonly company: Company
  /** The connection that joining goes through instead. */
  readonly requiredConnectionId?: string | undefined
  readonly invited?: User | undefined
}

/** Where an address may register: the companies that invited it, or else those with free registration for its domain. */
export interface Places {
  readonly how: 'invitation' | 'free'
  readonly places: readonly Place[]
}

/** What a link in a mail offers to the one who has it, and so has proved the address. */
export interface Offer extends Places {
  readonly email: string
  readonly language: Language
  readonly until: Instant
}

/** The offer behind a secret: an invitation's, which is about its own company, or a registration's. Nothing when it is used or over. */
export const loadOffer = async (tx: ReadTx, secretHash: string, now: Instant): Promise<Offer | undefined> => {
  const [invitation] = await tx.invitations.list({ secretHash })
  if (invitation) return offerOfInvitation(tx, invitation, now)
  const [registration] = await tx.registrations.list({ secretHash })
  if (!registration || hasRunOut(registration, now)) return undefined
  const { email, language, expiresAt: until } = registration
  return { email, language, until, ...(await placesFor(tx, email, now)) }
}

const offerOfInvitation = async (tx: ReadTx, invitation: Invitation, now: Instant): Promise<Offer | undefined> => {
  const invited = await tx.users.get(invitation.id)
  if (!invited || hasRunOut(invitation, now)) return undefined
  const place = await placeOf(tx, invited)
  if (!place) return undefined
  const { email, expiresAt: until } = invitation
  return { email, language: invited.language, until, how: 'invitation', places: [place] }
}

export const placesFor = async (tx: ReadTx, email: string, now: Instant): Promise<Places> => {
  const people = await tx.users.list({ email, status: 'invited' })
  const running = people.filter(({ invitedUntil }) => invitedUntil !== undefined && invitedUntil > now)
  const places = await Promise.all(running.map((invited) => placeOf(tx, invited)))
  const invited = places.filter((place) => place !== undefined)
  if (invited.length > 0) return { how: 'invitation', places: invited }
  return { how: 'free', places: await openCompanies(tx, domainOf(email), ['free_registration']) }
}

/** The place that an invited user has, unless the domain was lost meanwhile. */
const placeOf = async (tx: ReadTx, invited: User): Promise<Place | undefined> => {
  const company = await tx.companies.get(invited.companyId)
  if (!company || !(await belongs(tx, invited))) return undefined
  const requiredConnectionId = invited.breakGlass ? undefined : await requiredConnection(tx, company.id)
  return { company, invited, requiredConnectionId }
}
