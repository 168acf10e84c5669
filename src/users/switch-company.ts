import * as z from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { isProvedBy, type Session } from '../sign-in/session.ts'
import { domainOf } from './address.ts'
import { joinCompany, loadJoining } from './join-company.ts'
import { type OpenCompany, openCompanies } from './open-companies.ts'

/** The other companies that hold the domain of this user's address and take people in. */
const switchable = async (tx: ReadTx, { user, company }: UserActor): Promise<OpenCompany[]> =>
  (await openCompanies(tx, domainOf(user.email), ['free_registration', 'provisioning'])).filter(
    (open) => open.company.id !== company.id,
  )

/** Where I can switch to. A company with `connectionId` asks to sign in through that connection first. */
export const listSwitchable = defineQuery({
  name: 'users.switchable',
  input: z.object({}),
  who: ['user'],
  answer: async (tx, _input, { actor }) =>
    found({
      current: { id: actor.company.id, name: actor.company.name },
      companies: await switchChoices(tx, actor),
    }),
})

/** As the person may see them. */
export const switchChoices = async (tx: ReadTx, actor: UserActor) =>
  (await switchable(tx, actor)).map(({ company, requiredConnectionId }) => ({
    id: company.id,
    name: company.name,
    connectionId: requiredConnectionId,
  }))

/**
 * Switches to another company that holds the same domain and takes people in. Grants and open requests of the old company end, and
 * so does the administrator role; sessions go along. A company that requires single sign-on is entered with a session of its own
 * connection; otherwise the refusal is `single_sign_on_required`.
 */
export const switchCompany = defineCommand({
  name: 'users.switch_company',
  input: z.object({ companyId: id }),
  who: ['user'],
  load: async (tx, { companyId }, { actor, now }) => {
    const target = (await switchable(tx, actor)).find(({ company }) => company.id === companyId)
    return {
      target,
      joining: target && (await loadJoining(tx, actor.user.email, target.company, now)),
      sessions: await tx.sessions.list({ userId: actor.user.id }),
      connectionIds: (await tx.connections.list({ companyId })).map((connection) => connection.id),
    }
  },
  decide: ({ target, joining, sessions, connectionIds }, { companyId }, context) => {
    const { company, session } = context.actor
    if (companyId === company.id) return refuse('already_in_company')
    if (!target || !joining) return refuse('company_not_offered')
    const { requiredConnectionId } = target
    const isProved = (one: Session) => !requiredConnectionId || isProvedBy(one, requiredConnectionId, context.now)
    if (requiredConnectionId && !(session && isProved(session))) return refuse('single_sign_on_required')
    const joined = joinCompany(joining, {}, 'free_registration', context)
    if ('ok' in joined) return joined
    const { save, remove, events } = joined.writes
    const along = sessions.filter(isProved)
    return accept(
      {
        save: { ...save, sessions: along.map((one) => moved(one, companyId, connectionIds)) },
        remove: { ...remove, sessions: sessions.filter((one) => !along.includes(one)).map((one) => one.id) },
        events,
      },
      { id: companyId, name: target.company.name },
    )
  },
})

/** A session proved by a connection that doesn't serve the new company goes along without it: that company can't end it. */
const moved = (session: Session, companyId: string, connectionIds: readonly string[]): Session => {
  const { connectionId, nameId, sessionIndex, alsoProved, ...rest } = session
  // What was proved in order to switch is from now on how this session was proved.
  if (alsoProved && connectionIds.includes(alsoProved.connectionId))
    return { ...rest, companyId, how: 'assertion', connectionId: alsoProved.connectionId, nameId: alsoProved.nameId }
  if (!connectionId || connectionIds.includes(connectionId)) return { ...session, companyId }
  return { ...rest, companyId }
}
