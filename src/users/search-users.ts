import * as z from 'zod'
import { companyOf } from '../companies/company-of.ts'
import { countedTo } from '../kernel/counted.ts'
import { id } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { type Grant, hasAccess, isLive } from '../licences/access.ts'
import { hasExpired, type Licence } from '../licences/licence.ts'
import type { ReadTx } from '../ports/store.ts'
import { roles, type User, type UserStatus } from './user.ts'

export interface UserRow extends Omit<User, 'companyId' | 'createdAt'> {
  /** What the user may use now, and why. */
  readonly licences: readonly {
    readonly id: string
    readonly name: string
    readonly because: 'company_wide' | 'grant'
    readonly until?: Instant | undefined
  }[]
}

const shownStatuses = ['invited', 'registered', 'blocked'] as const satisfies readonly UserStatus[]

/** The Users page: a company's users by name or address, status, role and licence. Removed users are not among them. */
export const searchUsers = defineQuery({
  name: 'users.search',
  input: z.object({
    /** For the operator. */
    companyId: id.optional(),
    /** Part of a name or address. */
    query: z.string().max(320).optional(),
    status: z.enum(shownStatuses).optional(),
    role: z.enum(roles).optional(),
    /** Only those who may use this licence. */
    licenceId: id.optional(),
    sort: z.enum(['name', 'newest']).default('name'),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  who: ['administrator', 'operator'],
  answer: async (tx, { companyId: named, query, status, role, licenceId, sort, after, limit }, { actor, now }) => {
    const companyId = companyOf(actor, named)
    if (!(await tx.companies.get(companyId))) return refuse('not_found')
    const licences = await tx.licences.list({ companyId })
    const licence = licences.find((one) => one.id === licenceId)
    if (licenceId && !licence) return refuse('not_found')
    // Only registered users can use anything.
    const users = licence && status && status !== 'registered' ? [] : licence && (await usersOf(tx, licence, now))
    const where = {
      companyId,
      status: status ?? (licence ? 'registered' : shownStatuses),
      ...(role && { role }),
      ...(users && { id: users }),
      ...(query?.trim() && { text: query.trim() }),
    }
    if (users?.length === 0) return found({ users: [], total: 0, next: undefined })
    const order = sort === 'name' ? ({ order: 'sort' } as const) : ({ newestFirst: true } as const)
    const page = await tx.users.page(where, { limit, ...order, ...(after && { after }) })
    const grants = await tx.grants.list({ userId: page.rows.map((user) => user.id), state: 'live' })
    return found({
      users: page.rows.map((user) => rowOf(user, licences, grants, now)),
      total: await tx.users.count(where, countedTo + 1),
      next: page.next,
    })
  },
})

/** The ids of those with a grant; `undefined` stands for every registered user. */
const usersOf = async (tx: ReadTx, licence: Licence, now: Instant): Promise<string[] | undefined> => {
  if (hasExpired(licence, now)) return []
  if (licence.companyWide) return undefined
  const grants = await tx.grants.list({ licenceId: licence.id, state: 'live' })
  return grants.filter((grant) => isLive(grant, now)).map(({ userId }) => userId)
}

/** A user as administrators see one; `grants` may hold those of others. */
export const rowOf = (user: User, licences: readonly Licence[], grants: readonly Grant[], now: Instant): UserRow => {
  const { companyId: _companyId, createdAt: _createdAt, ...rest } = user
  return {
    ...rest,
    licences: licences.flatMap((licence) => {
      const access = hasAccess(user, licence, grants, now)
      if (!access.allowed) return []
      const { because } = access
      return [{ id: licence.id, name: licence.name, because, until: 'until' in access ? access.until : undefined }]
    }),
  }
}
