import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import { mayKnow, whichConnection } from './connection-in-use.ts'
import { groupRules } from './connection-input.ts'
import { applyMapping, loadMapping } from './group-mapping.ts'
import type { Asserted } from './sign-in-request.ts'

/**
 * A dry run: what a mapping would do with the assertion of a sign-in of the past two weeks, found by the short code of its trace. The
 * rules are those given, or else the connection's own. Writes nothing.
 */
export const tryMapping = defineCommand({
  name: 'connections.try_mapping',
  input: z.object({
    ...whichConnection,
    code: z.string().trim().toUpperCase().max(20),
    mapping: groupRules.optional(),
  }),
  who: ['administrator', 'operator'],
  load: async (tx, { companyId, connectionId, code, mapping }, { actor, now, secrets }) => {
    const connection = await tx.connections.get(connectionId)
    if (!connection || !mayKnow(connection, companyId, actor)) return undefined
    const [trace] = await tx.signInTraces.list({ connectionId, code })
    if (!trace?.sealedAsserted) return undefined
    const asserted: Pick<Asserted, 'nameId' | 'groups'> = JSON.parse(secrets.open(trace.sealedAsserted))
    const [identity] = await tx.identities.list({ connectionId, nameId: asserted.nameId })
    const known = identity && (await tx.users.get(identity.userId))
    const own = actor.kind === 'user' ? [actor.company.id] : connection.companyIds
    const user = known && known.status !== 'removed' && own.includes(known.companyId) ? known : undefined
    const rules = mapping ?? connection.mapping ?? []
    const home = user?.companyId ?? companyId ?? own[0] ?? ''
    return {
      connection: { id: connection.id, mapping: rules },
      groups: asserted.groups ?? [],
      user,
      home,
      facts: await loadMapping(tx, rules, home, user?.id, now),
      names: new Map((await tx.licences.list({ companyId: home })).map(({ id, name }) => [id, name])),
    }
  },
  decide: (found, _input, { now, newId }) => {
    if (!found) return refuse('not_found')
    const { connection, groups, user, home, facts, names } = found
    const somebody = { id: '', email: '', name: '', language: 'nl', role: 'user', status: 'registered' } as const
    const before = user ?? { ...somebody, companyId: home, createdAt: now }
    const mapped = applyMapping(before, groups, connection, facts, { now, newId })
    return accept(
      {},
      {
        /** As the identity provider wrote them. */
        groups,
        /** Whom it was about; absent for somebody who has no account here. */
        person: user && (user.name || user.email),
        role: { before: before.role, after: mapped.user.role },
        /** Names of licences. */
        gives: mapped.given.map(({ name }) => name),
        takes: mapped.taken.map((id) => names.get(id) ?? ''),
        full: mapped.full.map(({ name }) => name),
        /** The role stays, since nobody else would manage the company. */
        keptLast: mapped.keptLast,
      },
    )
  },
})
