import * as z from 'zod'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import { line, until } from '../kernel/input.ts'
import type { Writes } from '../kernel/record.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import { isSame, withChanges } from '../kernel/with-changes.ts'
import { languages } from '../texts/language.ts'
import { administratorsOf } from '../trail/announce.ts'
import { findUser } from './find-user.ts'
import { heirOfBreakGlass, isLastAdministrator, roles, type User } from './user.ts'

const details = {
  name: line(100).optional(),
  phone: line(40).nullable().optional(),
  country: line(60).nullable().optional(),
  language: z.enum(languages).optional(),
}

const input = z.object({
  /** A user's id or address. */
  user: z.string().min(1).max(320),
  role: z.enum(roles).optional(),
  /** The end of the administrator role; `null`, or a role that is given without an end, makes it last. */
  roleUntil: until.nullable().optional(),
  ...details,
})
type ChangeInput = z.output<typeof input>

/**
 * An administrator changes somebody's role, name, phone, country or language; `null` clears a field. The administrator role can be
 * given until a date. Refuses `last_administrator` when nobody would keep that role for good.
 */
export const changeUser = defineCommand({
  name: 'users.change',
  input,
  who: ['administrator'],
  load: async (tx, { user: asked }, { actor, names, now }) => ({
    user: await findUser(tx, asked, actor.company.id, names),
    administrators: await administratorsOf(tx, actor.company.id, now),
  }),
  decide: ({ user, administrators }, given, context) => {
    if (!user) return refuse('not_found')
    const { name, phone, country, language } = given
    const detailed = withChanges(user, { name, phone, country, language })
    const changed = withRole(detailed, given, administrators, context)
    if ('ok' in changed) return changed
    const about = { companyId: user.companyId, userId: user.id }
    const newRole = changed.user.role !== user.role || changed.user.roleUntil !== user.roleUntil
    const newDetails = !isSame(user, detailed)
    const events: DomainEvent[] = []
    // Somebody who did not register yet is told nothing about a role.
    if (newRole && user.status === 'registered')
      events.push({ type: 'user.role_changed', ...about, role: changed.user.role, until: changed.user.roleUntil })
    else if (newRole || newDetails) events.push({ type: 'user.changed', ...about })
    const writes: Writes = {
      save: { users: [changed.user, ...changed.heirs] },
      events: [...events, ...heard(changed.heirs)],
    }
    return accept(events.length > 0 ? writes : {}, changed.user)
  },
})

/** Everybody changes the own name, phone, country and language. */
export const changeOwn = defineCommand({
  name: 'users.change_own',
  input: z.object(details),
  who: ['user'],
  load: async (tx, _input, { actor }) => tx.users.get(actor.user.id),
  decide: (user, given) => {
    if (!user) return refuse('not_found')
    const changed = withChanges(user, given)
    if (isSame(user, changed)) return accept({}, user)
    return accept(
      { save: { users: [changed] }, events: [{ type: 'user.changed', companyId: user.companyId, userId: user.id }] },
      changed,
    )
  },
})

const withRole = (
  user: User,
  { role = user.role, roleUntil, role: asked }: ChangeInput,
  administrators: readonly User[],
  { now }: Context,
): Refused | { readonly user: User; readonly heirs: readonly User[] } => {
  const end = roleUntil === undefined && !asked ? user.roleUntil : (roleUntil ?? undefined)
  const changed: User = {
    ...user,
    role,
    roleUntil: role === 'administrator' ? end : undefined,
    roleMappedBy: undefined,
  }
  if (changed.role === user.role && changed.roleUntil === user.roleUntil) return { user, heirs: [] }
  if (changed.roleUntil && changed.roleUntil <= now) return refuse('must_be_in_future', { field: 'roleUntil' })
  const lasts = changed.role === 'administrator' && changed.roleUntil === undefined
  if (!lasts && isLastAdministrator(user, administrators, now)) return refuse('last_administrator')
  if (lasts) return { user: changed, heirs: [] }
  const heir = heirOfBreakGlass(user, administrators)
  return { user: { ...changed, breakGlass: undefined }, heirs: heir ? [heir] : [] }
}

/** What the trail says about whoever became break-glass administrator. */
const heard = (heirs: readonly User[]): DomainEvent[] =>
  heirs.map(({ companyId, id: userId }) => ({ type: 'user.changed', companyId, userId }))
