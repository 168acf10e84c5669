import * as z from 'zod'
import { accept, type Context, defineCommand } from '../kernel/command.ts'
import type { DomainEvent } from '../kernel/event.ts'
import { id } from '../kernel/input.ts'
import { type Refused, refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import type { CompanyRequest, Decision } from '../requests/request.ts'
import { decided } from '../requests/settle.ts'
import { countUsers } from '../users/count-users.ts'
import { hasExpired, type Licence } from './licence.ts'

/** What the switches need to know about a licence's company. */
export const loadSwitchFacts = async (tx: ReadTx, licence: Licence | undefined) => ({
  open: licence ? await tx.requests.list({ licenceId: licence.id, kind: 'access', state: 'open' }) : [],
  registered: licence ? await countUsers(tx, licence.companyId, 'registered') : 0,
})

/**
 * Turns switches. Company-wide settles the licence's open requests as approved, without grants: switching it off again leaves
 * explicit grants only.
 */
export const turnSwitches = (
  licence: Licence,
  {
    companyWide = licence.companyWide,
    shown = licence.shown,
  }: { companyWide?: boolean | undefined; shown?: boolean | undefined },
  { open, registered }: Awaited<ReturnType<typeof loadSwitchFacts>>,
  { actor, now }: Context,
):
  | Refused
  | {
      readonly licence: Licence
      readonly settled: readonly CompanyRequest[]
      readonly events: readonly DomainEvent[]
    } => {
  const { companyId, id: licenceId } = licence
  if (companyWide === licence.companyWide && shown === licence.shown) return { licence, settled: [], events: [] }
  const turnedOn = companyWide && !licence.companyWide
  // Nobody would get the access that their requests were approved for.
  if (turnedOn && hasExpired(licence, now)) return refuse('licence_expired', { licence: licence.name })
  if (turnedOn && licence.seats !== undefined && registered > licence.seats)
    return refuse('no_seats_left', { licence: licence.name, seats: licence.seats })
  const by = actor.kind === 'user' ? { by: actor.user.id } : {}
  const decision: Decision = { verdict: 'approved', at: now, via: actor.channel, ...by }
  const settled = turnedOn ? open.map((request) => decided(request, decision)) : []
  return {
    licence: { ...licence, companyWide, shown },
    settled,
    events: [
      { type: 'licence.switched', companyId, licenceId, companyWide, shown },
      ...settled.map(
        ({ id, requesterId }): DomainEvent => ({
          type: 'request.approved',
          companyId,
          requestId: id,
          userId: requesterId,
        }),
      ),
    ],
  }
}

/** An administrator sets one or both switches of a licence. */
export const setSwitches = defineCommand({
  name: 'licences.set_switches',
  input: z.object({
    licenceId: id,
    companyWide: z.boolean().optional(),
    shown: z.boolean().optional(),
  }),
  who: ['administrator'],
  load: async (tx, { licenceId }) => {
    const licence = await tx.licences.get(licenceId)
    return { licence, ...(await loadSwitchFacts(tx, licence)) }
  },
  decide: ({ licence, ...facts }, wanted, context) => {
    if (licence?.companyId !== context.actor.company.id) return refuse('not_found')
    const turned = turnSwitches(licence, wanted, facts, context)
    if ('ok' in turned) return turned
    const { settled, events } = turned
    return accept(
      { save: { licences: [turned.licence], requests: settled }, events },
      { licence: turned.licence, approved: settled.length },
    )
  },
})
