import * as z from 'zod'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import type { ReadTx } from '../ports/store.ts'
import type { DomainNames } from '../ports/system.ts'
import { readAddress } from '../users/address.ts'
import type { User } from '../users/user.ts'
import { type Access, type Grant, hasAccess } from './access.ts'
import { type Licence, standardKey } from './licence.ts'

export interface Evaluation {
  readonly allowed: boolean
  readonly because: Access['because'] | 'unknown_user' | 'unknown_resource'
  readonly until?: string
  /** The licence that gives the access, or that could. */
  readonly licence?: { readonly id: string; readonly name: string }
  /** The user can ask for it. */
  readonly canAsk: boolean
}

const unknown = (because: 'unknown_user' | 'unknown_resource'): Evaluation => ({
  allowed: false,
  because,
  canAsk: false,
})

/** A licence by id or name, or a standard by number. */
export const resourceInput = z.object({ kind: z.enum(['licence', 'standard']), id: z.string().min(1).max(200) })
type Resource = z.output<typeof resourceInput>

const most = 1000

/**
 * "May this user use this licence or standard?", for each of up to 1,000 questions in their order. A licence is named by id or name, a
 * standard by number. All are answered from one view of the store, which is asked for all users, all licences and all grants at once.
 */
export const evaluateAccess = defineQuery({
  name: 'access.evaluate',
  input: z.object({
    asked: z.array(z.object({ user: z.string().min(1).max(320), resource: resourceInput })).max(most),
  }),
  who: ['operator'],
  answer: async (tx, { asked }, { now, names }) => {
    const users = await findAnyUsers(tx, new Set(asked.map((one) => one.user)), names)
    const people = [...users.values()]
    const companyId = [...new Set(people.map((user) => user.companyId))]
    const licences = groupBy(await tx.licences.list({ companyId }), (licence) => licence.companyId)
    const meantBy = once((key: string) => {
      const [company, kind, id] = JSON.parse(key) as [string, Resource['kind'], string]
      return (licences.get(company) ?? []).filter((licence) => isMeant(licence, { kind, id }))
    })
    const userId = people.map((user) => user.id)
    const grants = groupBy(await tx.grants.list({ userId, state: 'live' }), (grant) => grant.userId)
    return found(
      asked.map(({ user: who, resource: { kind, id } }) => {
        const user = users.get(who)
        if (!user) return unknown('unknown_user')
        return evaluate(user, meantBy(JSON.stringify([user.companyId, kind, id])), grants.get(user.id) ?? [], now)
      }),
    )
  },
})

/** Works out the same thing once. */
const once = <R>(work: (key: string) => R): ((key: string) => R) => {
  const known = new Map<string, R>()
  return (key) => {
    const answer = known.get(key) ?? work(key)
    known.set(key, answer)
    return answer
  }
}

const groupBy = <T>(items: readonly T[], by: (item: T) => string): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(by(item))
    if (group) group.push(item)
    else groups.set(by(item), [item])
  }
  return groups
}

/** Users of any company, by id or by the address of the one account that has it; whom nothing is found for are not in it. */
export const findAnyUsers = async (
  tx: ReadTx,
  asked: ReadonlySet<string>,
  names: DomainNames,
): Promise<ReadonlyMap<string, User>> => {
  const byId = new Map((await tx.users.list({ id: [...asked] })).map((user) => [user.id, user]))
  const addresses = new Map<string, string>()
  for (const one of asked) {
    const email = byId.has(one) ? undefined : readAddress(one, names)?.address
    if (email) addresses.set(one, email)
  }
  const status = ['registered', 'blocked'] as const
  const holders = await tx.users.list({ email: [...new Set(addresses.values())], status })
  const byAddress = new Map(holders.map((user) => [user.email, user]))
  return new Map(
    [...asked].flatMap((one) => {
      const user = byId.get(one) ?? byAddress.get(addresses.get(one) ?? '')
      return user && user.status !== 'removed' ? [[one, user]] : []
    }),
  )
}

/** Whether a licence is the one that is meant, or holds the standard that is. */
export const isMeant = (licence: Licence, { kind, id }: Resource): boolean =>
  kind === 'licence'
    ? licence.id === id || licence.name.toLowerCase() === id.toLowerCase()
    : licence.standards.some((standard) => standardKey(standard.number) === standardKey(id))

/** The best of what the licences that are meant have to say. */
const evaluate = (user: User, meant: readonly Licence[], grants: readonly Grant[], now: Instant): Evaluation => {
  const answers = meant.map((licence) => ({ licence, access: hasAccess(user, licence, grants, now) }))
  const best = answers.find(({ access }) => access.allowed) ?? answers[0]
  if (!best) return unknown('unknown_resource')
  const { licence, access } = best
  return {
    ...access,
    licence: { id: licence.id, name: licence.name },
    canAsk: !access.allowed && access.because === 'no_grant' && licence.shown,
  }
}
