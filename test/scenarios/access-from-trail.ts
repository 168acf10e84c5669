/** Who may use what, worked out from nothing but the trail: a second opinion on `hasAccess`, and on the trail itself. */
import type { Instant } from '../../src/kernel/instant.ts'
import type { AuditEvent } from '../../src/trail/audit-event.ts'

interface Person {
  readonly status: 'invited' | 'registered' | 'blocked' | 'gone'
  readonly companyId: string
}

export interface Told {
  readonly users: ReadonlyMap<string, Person>
  /** The fields of rows whose values the trail shows, by table and id. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, unknown>>
  mayUse(userId: string, licenceId: string, now: Instant): boolean
}

/** Reads a trail, oldest line first. Who is who and who was given what follows from the events, what a licence is from the changes. */
export const readTrail = (trail: readonly AuditEvent[]): Told => {
  const users = new Map<string, Person>()
  const given = new Map<string, { readonly until?: Instant | undefined }>()
  const licences = new Map<string, string>()
  const fields = new Map<string, Map<string, unknown>>()
  for (const { event, changes } of trail) {
    for (const { table, id, field, after } of changes) {
      const key = `${table} ${id}`
      fields.set(key, (fields.get(key) ?? new Map<string, unknown>()).set(field, after))
    }
    switch (event.type) {
      case 'licence.assigned':
        licences.set(event.licenceId, event.companyId)
        break
      case 'user.invited':
        users.set(event.userId, { status: 'invited', companyId: event.companyId })
        break
      case 'user.registered':
      case 'user.switched':
      case 'user.unblocked':
        users.set(event.userId, { status: 'registered', companyId: event.companyId })
        break
      case 'user.blocked':
        users.set(event.userId, { status: 'blocked', companyId: event.companyId })
        break
      case 'user.removed':
      case 'user.invitation_expired':
        users.set(event.userId, { status: 'gone', companyId: event.companyId })
        break
      case 'access.given':
        given.set(`${event.userId} ${event.licenceId}`, { until: event.until })
        break
      case 'access.ended':
        given.delete(`${event.userId} ${event.licenceId}`)
        break
    }
  }
  const mayUse = (userId: string, licenceId: string, now: Instant): boolean => {
    const user = users.get(userId)
    if (user?.status !== 'registered' || user.companyId !== licences.get(licenceId)) return false
    const licence = fields.get(`licences ${licenceId}`)
    const expiresAt = licence?.get('expiresAt')
    if (typeof expiresAt === 'string' && expiresAt <= now) return false
    const grant = given.get(`${userId} ${licenceId}`)
    return licence?.get('companyWide') === true || (grant !== undefined && !(grant.until && grant.until <= now))
  }
  return { users, fields, mayUse }
}
