import * as z from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import { countedTo } from '../kernel/counted.ts'
import { id } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { CompanyRequest } from '../requests/request.ts'
import { countUsers } from '../users/count-users.ts'
import type { User } from '../users/user.ts'
import { type Access, type Grant, hasAccess } from './access.ts'
import { hasExpired, type Licence } from './licence.ts'
import { seatsInUse } from './seats.ts'

export interface LicenceForMe {
  readonly id: string
  readonly name: string
  readonly companyWide: boolean
  readonly shown: boolean
  readonly expiresAt?: Instant
  readonly access: Access
  /** The reference of my open request, if any. */
  readonly asked?: { readonly id: string; readonly reference: string }
  readonly standards: number
  /** For administrators. */
  readonly seats?: { readonly used: number; readonly of?: number }
}

/** The company's licences: what I may use, what I can ask; administrators see the hidden ones and the seats too. */
export const listLicences = defineQuery({
  name: 'licences.list',
  input: z.object({}),
  who: ['user'],
  answer: async (tx, _input, { actor, now }) => {
    const licences = await tx.licences.list({ companyId: actor.company.id })
    const holdings = await myHoldings(tx, actor, now)
    const administrator = actor.administrator === 'yes'
    const rows: LicenceForMe[] = []
    for (const licence of licences) {
      const mine = licenceForMe(licence, holdings)
      if (!administrator && !mine.access.allowed && (!licence.shown || hasExpired(licence, now))) continue
      rows.push({
        ...mine,
        ...(administrator && { seats: await seats(licence, await seatsInUse(tx, licence, now)) }),
      })
    }
    rows.sort((a, b) => a.name.localeCompare(b.name))
    return found({ licences: rows, administrator, requestText: actor.company.settings.requestText })
  },
})

/** What somebody has and has asked, by which each licence is judged for this person. */
interface Holdings {
  readonly user: User
  readonly grants: readonly Grant[]
  readonly open: readonly CompanyRequest[]
  readonly now: Instant
}

export const myHoldings = async (tx: ReadTx, { user }: UserActor, now: Instant): Promise<Holdings> => ({
  user,
  grants: await tx.grants.list({ userId: user.id, state: 'live' }),
  open: await tx.requests.list({ requesterId: user.id, state: 'open', kind: 'access' }),
  now,
})

export const licenceForMe = (licence: Licence, { user, grants, open, now }: Holdings): LicenceForMe => {
  const asked = open.find((request) => request.kind === 'access' && request.licenceId === licence.id)
  return {
    ...summary(licence),
    access: hasAccess(user, licence, grants, now),
    ...(asked && { asked: { id: asked.id, reference: asked.reference } }),
  }
}

export interface Holder {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly grant: Grant
  readonly givenBy?: string
}

/** Licence details: who has access and why, seats, switches, the collection. */
export const showLicence = defineQuery({
  name: 'licences.show',
  input: z.object({ licenceId: id, after: z.string().max(500).optional() }),
  who: ['administrator'],
  answer: async (tx, { licenceId, after }, { actor, now }) => {
    const licence = await tx.licences.get(licenceId)
    if (licence?.companyId !== actor.company.id) return refuse('not_found')
    const page = await tx.grants.page(
      { licenceId, state: 'live' },
      { limit: 50, newestFirst: true, ...(after && { after }) },
    )
    const holders: Holder[] = []
    for (const grant of page.rows) {
      const user = await tx.users.get(grant.userId)
      const giver = grant.givenBy ? await tx.users.get(grant.givenBy) : undefined
      if (user && user.status !== 'removed')
        holders.push({
          userId: user.id,
          name: user.name,
          email: user.email,
          grant,
          ...(giver && { givenBy: giver.name }),
        })
    }
    return found({
      licence,
      holders,
      ...(page.next && { next: page.next }),
      seats: await seats(licence, await seatsInUse(tx, licence, now)),
      openRequests: await tx.requests.count({ wanted: licenceId }, countedTo + 1),
      registered: await countUsers(tx, licence.companyId, 'registered'),
    })
  },
})

const summary = ({ id, name, companyWide, shown, expiresAt, standards }: Licence) => ({
  id,
  name,
  companyWide,
  shown,
  standards: standards.length,
  ...(expiresAt && { expiresAt }),
})

const seats = (licence: Licence, used: number) => ({ used, ...(licence.seats !== undefined && { of: licence.seats }) })
