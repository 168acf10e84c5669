/** The question of `access.evaluate` the other way round: who may use something, and what somebody may use. */
import * as z from 'zod'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import type { Page, ReadTx } from '../ports/store.ts'
import type { User } from '../users/user.ts'
import { hasAccess } from './access.ts'
import { findAnyUsers, isMeant, resourceInput } from './evaluate-access.ts'
import { type Licence, standardKey } from './licence.ts'

const limit = z.number().int().min(1).max(500)

/**
 * Users who may use a licence or standard, of every company that holds it. A page holds `limit` of them or fewer, also when more
 * follow; the last one names no next.
 */
export const searchUsersWithAccess = defineQuery({
  name: 'access.search_users',
  input: z.object({ resource: resourceInput, limit, after: z.string().max(500).optional() }),
  who: ['operator'],
  answer: async (tx, { resource, limit: most, after }, { now }) => {
    const licences = await meantLicences(tx, resource)
    const { rows, next } = licences.length > 0 ? await candidates(tx, licences, most, after) : noUsers
    const users = await Promise.all(rows.map(async (user) => ((await mayUse(tx, user, licences, now)) ? [user] : [])))
    return found({
      users: users.flat().map(({ id, name, email }) => ({ id, name, email })),
      ...(next && { next }),
    })
  },
})

/** What a user may use: the licences, or the standards that are in them, in the order of the company's licences. */
export const searchAccess = defineQuery({
  name: 'access.search_resources',
  input: z.object({ user: z.string().min(1).max(320), kind: resourceInput.shape.kind }),
  who: ['operator'],
  answer: async (tx, { user: asked, kind }, { now, names }) => {
    const user = (await findAnyUsers(tx, new Set([asked]), names)).get(asked)
    const grants = user ? await tx.grants.list({ userId: user.id, state: 'live' }) : []
    const usable = (user ? await tx.licences.list({ companyId: user.companyId }) : []).filter(
      (licence) => user && hasAccess(user, licence, grants, now).allowed,
    )
    if (kind === 'licence') return found({ resources: usable.map(({ id, name }) => ({ id, name })) })
    const standards = new Map(
      usable.flatMap((licence) => licence.standards.map((one) => [standardKey(one.number), one] as const)),
    )
    return found({ resources: [...standards.values()].map(({ number, title = '' }) => ({ id: number, name: title })) })
  },
})

const meantLicences = async (tx: ReadTx, resource: z.output<typeof resourceInput>): Promise<Licence[]> => {
  if (resource.kind === 'standard') return tx.licences.list({ standard: standardKey(resource.id) })
  const byId = await tx.licences.get(resource.id)
  if (byId) return [byId]
  return (await tx.licences.list({ text: resource.id })).filter((licence) => isMeant(licence, resource))
}

const noUsers: Page<User> = { rows: [] }

/** Holders of a licence that is for some; everybody where one is for all. */
const candidates = async (
  tx: ReadTx,
  licences: readonly Licence[],
  most: number,
  after: string | undefined,
): Promise<Page<User>> => {
  const page = { limit: most, ...(after && { after }) }
  const [only] = licences
  if (only && licences.length === 1 && !only.companyWide) {
    const { rows, next } = await tx.grants.page({ licenceId: only.id, state: 'live' }, page)
    const users = await Promise.all(rows.map(({ userId }) => tx.users.get(userId)))
    return { rows: users.filter((user) => user !== undefined), ...(next && { next }) }
  }
  const companyId = [...new Set(licences.map((licence) => licence.companyId))]
  return tx.users.page({ companyId, status: 'registered' }, page)
}

const mayUse = async (tx: ReadTx, user: User, licences: readonly Licence[], now: Instant): Promise<boolean> => {
  const grants = licences.every(({ companyWide }) => companyWide)
    ? []
    : await tx.grants.list({ userId: user.id, state: 'live' })
  return licences.some((licence) => hasAccess(user, licence, grants, now).allowed)
}
