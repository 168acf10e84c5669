import * as z from 'zod'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { readAddress } from '../users/address.ts'
import { type Access, hasAccess } from './access.ts'
import { standardKey } from './licence.ts'

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

/** "May this user use this licence or standard?" A licence is named by id or name, a standard by number. */
export const evaluateAccess = defineQuery({
  name: 'access.evaluate',
  input: z.object({
    user: z.string().min(1).max(320),
    resource: z.object({ kind: z.enum(['licence', 'standard']), id: z.string().min(1).max(200) }),
  }),
  who: ['operator'],
  answer: async (tx, { user: asked, resource }, { now, names }) => {
    const email = readAddress(asked, names)?.address
    const user =
      (await tx.users.get(asked)) ??
      (email ? (await tx.users.list({ email, status: ['registered', 'blocked'] }))[0] : undefined)
    if (!user || user.status === 'removed') return found(unknown('unknown_user'))
    const licences = await tx.licences.list({ companyId: user.companyId })
    const meant = licences.filter((licence) =>
      resource.kind === 'licence'
        ? licence.id === resource.id || licence.name.toLowerCase() === resource.id.toLowerCase()
        : licence.standards.some((standard) => standardKey(standard.number) === standardKey(resource.id)),
    )
    if (meant.length === 0) return found(unknown('unknown_resource'))
    const grants = await tx.grants.list({ userId: user.id, state: 'live' })
    const answers = meant.map((licence) => ({ licence, access: hasAccess(user, licence, grants, now) }))
    const best = answers.find(({ access }) => access.allowed) ?? answers[0]
    if (!best) return refuse('not_found')
    const { licence, access } = best
    return found<Evaluation>({
      ...access,
      licence: { id: licence.id, name: licence.name },
      canAsk: !access.allowed && access.because === 'no_grant' && licence.shown,
    })
  },
})
