import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import { id } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Decision } from '../requests/request.ts'
import { decided } from '../requests/settle.ts'
import type { Licence } from './licence.ts'

/**
 * An administrator (or the operator for a company) sets one or both switches of a licence. Company-wide settles the licence's
 * open requests as approved, without grants: switching it off again leaves explicit grants only.
 */
export const setSwitches = defineCommand({
  name: 'licences.set_switches',
  input: z.object({
    licenceId: id,
    companyWide: z.boolean().optional(),
    shown: z.boolean().optional(),
  }),
  who: ['administrator', 'operator'],
  load: async (tx, { licenceId }) => {
    const licence = await tx.licences.get(licenceId)
    return {
      licence,
      open: await tx.requests.list({ licenceId, kind: 'access', state: 'open' }),
      registered: licence ? await tx.users.count({ companyId: licence.companyId, status: 'registered' }) : 0,
    }
  },
  decide: ({ licence, open, registered }, { companyWide, shown }, { actor, now }) => {
    if (!licence || (actor.kind === 'user' && licence.companyId !== actor.company.id)) return refuse('not_found')
    const changed: Licence = {
      ...licence,
      companyWide: companyWide ?? licence.companyWide,
      shown: shown ?? licence.shown,
    }
    const turnedOn = changed.companyWide && !licence.companyWide
    if (turnedOn && licence.seats !== undefined && registered > licence.seats)
      return refuse('no_seats_left', { licence: licence.name, seats: licence.seats })
    const { companyId, id: licenceId } = licence
    if (changed.companyWide === licence.companyWide && changed.shown === licence.shown)
      return accept({}, { licence: changed, approved: 0 })
    const decision: Decision = {
      verdict: 'approved',
      at: now,
      via: actor.channel,
      ...(actor.kind === 'user' && { by: actor.user.id }),
    }
    const settled = turnedOn ? open.map((request) => decided(request, decision)) : []
    const events: DomainEvent[] = [
      { type: 'licence.switched', companyId, licenceId, companyWide: changed.companyWide, shown: changed.shown },
      ...settled.map(
        (request): DomainEvent => ({
          type: 'request.approved',
          companyId,
          requestId: request.id,
          userId: request.requesterId,
        }),
      ),
    ]
    return accept({ save: { licences: [changed], requests: settled }, events }, { licence: changed, approved: settled.length })
  },
})
