import * as z from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import { id, text, until } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Decision } from '../requests/request.ts'
import { decided } from '../requests/settle.ts'
import { findUser } from '../users/find-user.ts'
import { type Grant, isLive } from './access.ts'
import { hasExpired } from './licence.ts'
import { liveGrants, noSeatsLeft } from './seats.ts'

const whom = { /** A user's id or address. */ user: z.string().min(1).max(320), licenceId: id }

const load = async (
  tx: ReadTx,
  { user: asked, licenceId }: { user: string; licenceId: string },
  { actor, now, names }: Context<UserActor>,
) => {
  const user = await findUser(tx, asked, actor.company.id, names)
  const licence = await tx.licences.get(licenceId)
  return {
    user,
    licence: licence?.companyId === actor.company.id ? licence : undefined,
    grants: user ? await tx.grants.list({ userId: user.id, licenceId, state: 'live' }) : [],
    open: user ? await tx.requests.list({ requesterId: user.id, licenceId, kind: 'access', state: 'open' }) : [],
    // Without seats nobody counts, and giving access to one does not wait for giving it to another.
    given: licence?.seats === undefined ? 0 : await liveGrants(tx, licence, now),
  }
}

/** An administrator gives a registered user access directly, which also answers that user's open request. */
export const giveAccess = defineCommand({
  name: 'access.give',
  input: z.object({ ...whom, until: until.optional(), reason: text(500).optional() }),
  who: ['administrator'],
  load,
  decide: ({ user, licence, grants, open, given }, { until: end, reason }, { actor, now, newId }) => {
    if (user?.status === 'blocked') return refuse('is_blocked')
    if (user?.status !== 'registered' || !licence) return refuse('not_found')
    if (hasExpired(licence, now)) return refuse('licence_expired', { licence: licence.name })
    if (end && end <= now) return refuse('must_be_in_future', { field: 'until' })
    const held = grants.find((grant) => isLive(grant, now))
    if (held && held.until === end) return refuse('already_has_access', { licence: licence.name })
    const full = held ? undefined : noSeatsLeft(licence, given)
    if (full) return full
    const { companyId, id: licenceId } = licence
    const grant: Grant = {
      id: newId(),
      companyId,
      userId: user.id,
      licenceId,
      givenBy: actor.user.id,
      givenAt: now,
      ...(reason && { why: reason }),
      ...(end && { until: end }),
    }
    const decision: Decision = { verdict: 'approved', by: actor.user.id, at: now, via: actor.channel }
    const answered = open.map((request) => ({ ...decided(request, decision), ...(end && { until: end }) }))
    const about = { companyId, userId: user.id }
    return accept(
      {
        save: { grants: [...grants.map((old) => ({ ...old, endedAt: now })), grant], requests: answered },
        events: [
          ...answered.map((request) => ({ type: 'request.approved', ...about, requestId: request.id }) as const),
          {
            type: 'access.given',
            ...about,
            licenceId,
            grantId: grant.id,
            ...(end && { until: end }),
            ...(answered[0] && { requestId: answered[0].id }),
          },
        ],
      },
      { name: user.name || user.email, licence: licence.name },
    )
  },
})

/** An administrator withdraws a grant. Access that comes with a company-wide licence can't be withdrawn for one person. */
export const endAccess = defineCommand({
  name: 'access.end',
  input: z.object(whom),
  who: ['administrator'],
  load,
  decide: ({ user, licence, grants }, _input, { now }) => {
    if (!user || !licence) return refuse('not_found')
    if (!grants.some((grant) => isLive(grant, now)))
      return licence.companyWide
        ? refuse('comes_with_company_wide', { licence: licence.name })
        : refuse('has_no_access', { licence: licence.name })
    const { companyId, id: licenceId } = licence
    return accept(
      {
        save: { grants: grants.map((grant) => ({ ...grant, endedAt: now })) },
        events: [{ type: 'access.ended', companyId, userId: user.id, licenceId, because: 'withdrawn' }],
      },
      { name: user.name || user.email, licence: licence.name },
    )
  },
})
