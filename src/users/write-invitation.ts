import type { Company } from '../companies/company.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Context } from '../kernel/command.ts'
import { type Instant, monthLater } from '../kernel/instant.ts'
import type { Language } from '../texts/language.ts'
import type { Errand } from '../trail/message.ts'
import type { Address } from './address.ts'
import type { Invitation } from './invitation.ts'
import type { Role, User } from './user.ts'

/** What an administrator may say about somebody whom he invites. */
export interface Invitee {
  readonly name?: string | undefined
  readonly phone?: string | undefined
  readonly country?: string | undefined
  readonly language?: Language | undefined
  readonly role?: Role | undefined
  readonly roleUntil?: Instant | undefined
  readonly guest?: boolean | undefined
}

/** Whoever finishes registration with this invitation's link becomes this user. */
export interface Written {
  readonly user: User
  readonly invitation: Invitation
  readonly mail: Errand
}

/** A new user row with the status invited; see `writeInvitation`. */
export const newInvited = (
  { address }: Address,
  invitee: Invitee,
  company: Company,
  { now, newId }: Pick<Context, 'now' | 'newId'>,
): User => {
  const role = invitee.role ?? 'user'
  return {
    id: newId(),
    companyId: company.id,
    email: address,
    name: invitee.name ?? '',
    phone: invitee.phone,
    country: invitee.country,
    language: invitee.language ?? company.language,
    role,
    roleUntil: role === 'administrator' ? invitee.roleUntil : undefined,
    guest: invitee.guest || undefined,
    status: 'invited',
    createdAt: now,
  }
}

/** A link of one month for an invited user, and the mail that brings it. A link that was sent before is dead from now on. */
export const writeInvitation = (
  user: User,
  company: Company,
  terms: Pick<Invitation, 'licenceIds'>,
  { actor, now, secrets }: Pick<Context<Actor>, 'actor' | 'now' | 'secrets'>,
): Written => {
  const secret = secrets.make()
  const until = monthLater(now)
  const inviter = actor.kind === 'user' ? actor.user : undefined
  return {
    user: { ...user, invitedUntil: until },
    invitation: {
      id: user.id,
      companyId: company.id,
      email: user.email,
      secretHash: secrets.hash(secret),
      expiresAt: until,
      invitedBy: inviter?.id,
      licenceIds: terms.licenceIds,
    },
    mail: {
      kind: 'link_mail',
      mail: 'invitation',
      to: { name: user.name, address: user.email },
      language: user.language,
      link: secrets.seal(`/register/complete?secret=${secret}`),
      about: { company: company.name, invitedBy: inviter?.name || undefined, until },
      userId: user.id,
      companyId: company.id,
    },
  }
}
