import type { Company } from '../companies/company.ts'
import type { Context } from '../kernel/command.ts'
import type { DomainEvent, EventOf } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Writes } from '../kernel/record.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { Grant } from '../licences/access.ts'
import { hasExpired, type Licence } from '../licences/licence.ts'
import { liveGrants, noSeatsLeft } from '../licences/seats.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Language } from '../texts/language.ts'
import { hasRunOut, type Invitation } from './invitation.ts'
import { type Belongings, leaveCompany, loadBelongings } from './leave-company.ts'
import { heirOfBreakGlass, isLastAdministrator, type User } from './user.ts'

/** Everything that joining one company depends on, for one address. */
export interface Joining {
  readonly company: Company
  readonly email: string
  /** The one account with this address, in any company. */
  readonly account?: User | undefined
  readonly belongings: Belongings
  /** The invitation of this company, with its user row, as long as it runs. */
  readonly invited?: User | undefined
  readonly invitation?: Invitation | undefined
  /** What the invitation promises, with how many users have it. */
  readonly promised: readonly { readonly licence: Licence; readonly given: number }[]
  /** Started registrations of the address; joining uses them up. */
  readonly registrationIds: readonly string[]
}

const nothing: Belongings = { grants: [], open: [], administrators: [] }

export const loadJoining = async (tx: ReadTx, email: string, company: Company, now: Instant): Promise<Joining> => {
  const people = await tx.users.list({ email })
  const account = people.find(({ status }) => status === 'registered' || status === 'blocked')
  const invited = people.find((user) => user.companyId === company.id && user.status === 'invited')
  const found = invited && (await tx.invitations.get(invited.id))
  const invitation = found && !hasRunOut(found, now) ? found : undefined
  const licences = await Promise.all((invitation?.licenceIds ?? []).map((id) => tx.licences.get(id)))
  return {
    company,
    email,
    account,
    belongings: account ? await loadBelongings(tx, account, now) : nothing,
    invited,
    invitation,
    promised: await Promise.all(
      licences
        .filter((licence) => licence !== undefined)
        .map(async (licence) => ({ licence, given: await liveGrants(tx, licence, now) })),
    ),
    registrationIds: (await tx.registrations.list({ email })).map(({ id }) => id),
  }
}

/** What the person says about himself while joining; what is left out stays as it was. */
export interface Details {
  readonly name?: string | undefined
  readonly phone?: string | undefined
  readonly country?: string | undefined
  readonly language?: Language | undefined
}

export interface Joined {
  readonly user: User
  readonly writes: Required<Pick<Writes, 'save' | 'remove'>> & { readonly events: readonly DomainEvent[] }
  /** Promised licences that had no seat left. */
  readonly full: readonly Licence[]
}

/**
 * Makes a person a registered user of a company, in one of three ways: an account from another company moves here, an invited user
 * becomes registered, or a new account is made. Always one account; an invitation gives its role and licences and is used up.
 * Refuses `last_administrator` when the account can't leave its company, and `already_registered` when it is here. Whether
 * the person may join, and what becomes of sessions, is for the caller to say.
 */
export const joinCompany = (
  joining: Joining,
  details: Details,
  how: EventOf<'user.registered'>['how'],
  context: Pick<Context, 'now' | 'newId'>,
): Refused | Joined => {
  const { company, email, account, belongings, invited, invitation } = joining
  const { now } = context
  if (account?.companyId === company.id) return refuse('already_registered', { email })
  if (account && isLastAdministrator(account, belongings.administrators, now)) return refuse('last_administrator')
  const user = becomes(joining, details, context)
  const about = { companyId: company.id, userId: user.id }
  const left = account && leaveCompany(account, belongings, 'switched', now)
  const heir = account && heirOfBreakGlass(account, belongings.administrators)
  const { grants, full, events: given } = promised(joining, user, context)
  return {
    user,
    full,
    writes: {
      save: {
        users: heir ? [user, heir] : [user],
        grants: [...(left?.grants ?? []), ...grants],
        requests: left?.requests ?? [],
      },
      remove: {
        invitations: invited ? [invited.id] : [],
        // The invited row of somebody who has an account already was a place that is taken now.
        users: invited && invited.id !== user.id ? [invited.id] : [],
        registrations: joining.registrationIds,
      },
      events: [
        account
          ? { type: 'user.switched', ...about, fromCompanyId: account.companyId }
          : { type: 'user.registered', ...about, how: invitation ? 'invitation' : how },
        ...(left?.events ?? []),
        ...(heir ? [{ type: 'user.changed' as const, companyId: heir.companyId, userId: heir.id }] : []),
        ...given,
      ],
    },
  }
}

/** The user that the person becomes. Roles and privileges of another company are left behind. */
const becomes = (
  { company, email, account, invited, invitation }: Joining,
  details: Details,
  { now, newId }: Pick<Context, 'now' | 'newId'>,
): User => {
  const place = invitation && invited
  const granted = place?.role === 'administrator' && (!place.roleUntil || place.roleUntil > now)
  const known = account ?? invited
  return {
    id: known?.id ?? newId(),
    companyId: company.id,
    email,
    name: details.name ?? known?.name ?? '',
    phone: details.phone ?? known?.phone,
    country: details.country ?? known?.country,
    language: details.language ?? known?.language ?? company.language,
    role: granted ? 'administrator' : 'user',
    roleUntil: granted ? place.roleUntil : undefined,
    breakGlass: granted ? place.breakGlass : undefined,
    guest: place?.guest,
    status: 'registered',
    createdAt: known?.createdAt ?? now,
    registeredAt: account?.registeredAt ?? now,
  }
}

/** The grants that the invitation promised, as far as there are seats. */
const promised = (
  { invitation, promised: licences }: Joining,
  { id: userId, companyId }: User,
  { now, newId }: Pick<Context, 'now' | 'newId'>,
): { readonly grants: Grant[]; readonly full: Licence[]; readonly events: DomainEvent[] } => {
  const living = licences.filter(({ licence }) => !hasExpired(licence, now))
  const grants = living
    .filter(({ licence, given }) => !noSeatsLeft(licence, given))
    .map(
      ({ licence }): Grant => ({
        id: newId(),
        companyId,
        userId,
        licenceId: licence.id,
        givenBy: invitation?.invitedBy,
        givenAt: now,
      }),
    )
  return {
    grants,
    full: living.filter(({ licence, given }) => noSeatsLeft(licence, given)).map(({ licence }) => licence),
    events: grants.map(({ id: grantId, licenceId }) => ({
      type: 'access.given',
      companyId,
      userId,
      licenceId,
      grantId,
    })),
  }
}
