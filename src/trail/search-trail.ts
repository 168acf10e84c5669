import * as z from 'zod'
import { moment } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import type { ReadTx } from '../ports/store.ts'
import type { AuditEvent } from './audit-event.ts'

/** A line of the trail with the names of whom and what it mentions, as far as they still exist. */
export interface TrailLine {
  readonly event: AuditEvent
  readonly names: { readonly [id: string]: string }
}

/** The company's trail, newest first; `about` finds what concerns one user, licence or request. */
export const searchTrail = defineQuery({
  name: 'trail.search',
  input: z.object({
    companyId: z.string().max(64).optional(),
    type: z.string().max(60).optional(),
    about: z.string().max(64).optional(),
    by: z.string().max(64).optional(),
    from: moment.optional(),
    before: moment.optional(),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(500).default(50),
  }),
  who: ['administrator', 'operator'],
  answer: async (tx, { companyId: asked, after, limit, from, before, ...where }, { actor }) => {
    const companyId = actor.kind === 'user' ? actor.company.id : asked
    const at = from || before ? { at: { ...(from && { from }), ...(before && { before }) } } : {}
    const { rows, next } = await tx.audit.page(
      { ...where, ...(companyId && { companyId }), ...at },
      { limit, newestFirst: true, ...(after && { after }) },
    )
    const lines: TrailLine[] = []
    for (const event of rows) {
      const ids = [event.by.id, ...Object.values(event.event)].filter((value) => typeof value === 'string')
      const names: { [id: string]: string } = {}
      for (const id of new Set(ids)) {
        const name = await nameOf(id, tx)
        if (name) names[id] = name
      }
      lines.push({ event, names })
    }
    return found({ lines, ...(next && { next }) })
  },
})

const nameOf = async (id: string, tx: ReadTx): Promise<string | undefined> => {
  const user = await tx.users.get(id)
  if (user) return user.name || user.email
  return (
    (await tx.licences.get(id))?.name ?? (await tx.requests.get(id))?.reference ?? (await tx.companies.get(id))?.name
  )
}
