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
 * standard by number. All are answered from one view of the store, which is asked for each user and each company once.
 */
export const evaluateAccess = defineQuery({
  name: 'access.evaluate',
  input: z.object({
    asked: z.array(z.object({ user: z.string().min(1).max(320), resource: resourceInput })).max(most),
  }),
  who: ['operator'],
  answer: async (tx, { asked }, { now, names }) => {
    const userOf = once((who: string) => findAnyUser(tx, who, names))
    const licencesOf = once((companyId: string) => tx.licences.list({ companyId }))
    const meantBy = once(async (key: string) => {
      const [companyId, kind, id] = JSON.parse(key) as [string, Resource['kind'], string]
      return (await licencesOf(companyId)).filter((licence) => isMeant(licence, { kind, id }))
    })
    const grantsOf = once((userId: string) => tx.grants.list({ userId, state: 'live' }))
    const answers: Evaluation[] = []
    for (const { user: who, resource } of asked) {
      const user = await userOf(who)
      const meant = user ? await meantBy(JSON.stringify([user.companyId, resource.kind, resource.id])) : []
      const grants = user && meant.length > 0 ? await grantsOf(user.id) : []
      answers.push(user ? evaluate(user, meant, grants, now) : unknown('unknown_user'))
    }
    return found(answers)
  },
})

/** Asks for the same thing once. */
const once = <R>(ask: (key: string) => Promise<R>): ((key: string) => Promise<R>) => {
  const known = new Map<string, Promise<R>>()
  return (key) => {
    const answer = known.get(key) ?? ask(key)
    known.set(key, answer)
    return answer
  }
}

/** A user of any company, by id or by the address of the one account that has it. */
export const findAnyUser = async (tx: ReadTx, asked: string, names: DomainNames): Promise<User | undefined> => {
  const byId = await tx.users.get(asked)
  if (byId) return byId.status === 'removed' ? undefined : byId
  const email = readAddress(asked, names)?.address
  return email ? (await tx.users.list({ email, status: ['registered', 'blocked'] }))[0] : undefined
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
