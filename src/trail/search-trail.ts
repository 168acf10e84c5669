import * as z from 'zod'
import type { OperatorActor, UserActor } from '../kernel/actor.ts'
import { moment } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import type { Where } from '../kernel/table.ts'
import type { Page, ReadTx } from '../ports/store.ts'
import type { AuditEvent, auditTable } from './audit-event.ts'
import { headOf, trailFormats, writeTrail } from './export-trail.ts'
import type { TrailLine } from './trail-line.ts'

const filters = {
  /** For the operator. */
  companyId: z.string().max(64).optional(),
  type: z.string().max(60).optional(),
  /** What concerns one user, licence or request. */
  about: z.string().max(64).optional(),
  /** What one user did. */
  by: z.string().max(64).optional(),
  from: moment.optional(),
  before: moment.optional(),
}

/**
 * The company's trail, newest first. With `since`, the id of a line, it is followed instead: the lines that were added after that
 * one, oldest first; `since` of the next question is the last line of this answer.
 */
export const searchTrail = defineQuery({
  name: 'trail.search',
  input: z.object({
    ...filters,
    since: z.string().max(64).optional(),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(500).default(50),
  }),
  who: ['administrator', 'operator'],
  answer: async (tx, { since, after, limit, ...asked }, { actor }) => {
    const where = whereOf(asked, actor)
    const { rows, next }: Page<AuditEvent> =
      since === undefined
        ? await tx.audit.page(where, { limit, newestFirst: true, ...(after && { after }) })
        : { rows: await eventsSince(tx, where, since, limit) }
    return found({ lines: await linesOf(tx, rows, actor), ...(next && { next }) })
  },
})

/**
 * The company's trail as a file, oldest first, a page at a time; the texts of all pages one after the other are the file (see
 * `writeTrail`).
 */
export const exportTrail = defineQuery({
  name: 'trail.export',
  input: z.object({
    ...filters,
    format: z.enum(trailFormats),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(500).default(500),
  }),
  who: ['administrator', 'operator'],
  answer: async (tx, { format, after, limit, ...asked }, { actor }) => {
    const { rows, next } = await tx.audit.page(whereOf(asked, actor), { limit, ...(after && { after }) })
    const lines = await linesOf(tx, rows, actor)
    const text = `${after ? '' : headOf(format)}${writeTrail(lines, format)}`
    return found({ text, lines: lines.length, ...(next && { next }) })
  },
})

type AuditWhere = Where<typeof auditTable>

const whereOf = (
  { companyId: named, from, before, ...where }: z.output<z.ZodObject<typeof filters>>,
  actor: UserActor | OperatorActor,
): AuditWhere => {
  const companyId = actor.kind === 'user' ? actor.company.id : named
  const at = from || before ? { at: { ...(from && { from }), ...(before && { before }) } } : {}
  return { ...where, ...(companyId && { companyId }), ...at }
}

/** Lines are in the order of their ids; several may share a moment, so that moments alone would skip or repeat some. */
const eventsSince = async (tx: ReadTx, where: AuditWhere, since: string, limit: number): Promise<AuditEvent[]> => {
  const last = await tx.audit.get(since)
  const from = last && (!where.at?.from || where.at.from < last.at) ? last.at : where.at?.from
  const found: AuditEvent[] = []
  for (let after: string | undefined, more = true; more && found.length < limit; more = after !== undefined) {
    const { rows, next } = await tx.audit.page(
      { ...where, at: { ...where.at, ...(from && { from }) } },
      { limit, ...(after && { after }) },
    )
    found.push(...rows.filter(({ id }) => id > since))
    after = next
  }
  return found.slice(0, limit)
}

/** Who of the publisher did something, and which companies share a connection, is for operators to know. */
const linesOf = async (
  tx: ReadTx,
  events: readonly AuditEvent[],
  { kind }: UserActor | OperatorActor,
): Promise<TrailLine[]> => {
  const named = (event: AuditEvent) =>
    kind === 'operator' ? [...mentioned(event), ...event.companyIds] : mentioned(event)
  const operators = kind === 'operator' ? await tx.operators.list({}) : []
  const names = new Map([
    ...(await namesOf(new Set(events.flatMap(named)), tx)),
    ...operators.map(({ id, name }) => [id, name] as const),
  ])
  return events.map((event) => ({
    event,
    names: Object.fromEntries(
      named(event).flatMap((id) => {
        const name = names.get(id)
        return name ? [[id, name]] : []
      }),
    ),
  }))
}

/** Whatever may be the id of something that has a name. */
const mentioned = ({ by, event }: AuditEvent): string[] =>
  [by.id, ...Object.values(event)].filter((value) => typeof value === 'string')

/** The names of those among these ids that have one. */
export const namesOf = async (ids: ReadonlySet<string>, tx: ReadTx): Promise<ReadonlyMap<string, string>> => {
  const users = await tx.users.list({ id: [...ids] })
  const names = new Map(users.map((user) => [user.id, user.name || user.email]))
  for (const id of ids) {
    if (names.has(id)) continue
    const name =
      (await tx.requests.get(id))?.reference ?? (await tx.licences.get(id))?.name ?? (await tx.companies.get(id))?.name
    if (name) names.set(id, name)
  }
  return names
}
