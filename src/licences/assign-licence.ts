import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id, line, until } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { isSame, withChanges } from '../kernel/with-changes.ts'
import { countUsers } from '../users/count-users.ts'
import { type Licence, type Standard, standardKey } from './licence.ts'
import { loadSwitchFacts, turnSwitches } from './set-switches.ts'

const standards = z.array(z.object({ number: line(60), title: line(200).optional() })).max(5000)
const seats = z.number().int().min(1).max(10_000_000)

/** The operator gives a company a licence. A name is taken once per company. */
export const assignLicence = defineCommand({
  name: 'licences.assign',
  input: z.object({
    companyId: id,
    name: line(100),
    companyWide: z.boolean().optional(),
    shown: z.boolean().optional(),
    seats: seats.optional(),
    expiresAt: until.optional(),
    standards: standards.optional(),
  }),
  who: ['operator'],
  load: async (tx, { companyId }) => ({
    company: await tx.companies.get(companyId),
    licences: await tx.licences.list({ companyId }),
    registered: await countUsers(tx, companyId, 'registered'),
  }),
  decide: ({ company, licences, registered }, input, { now, newId }) => {
    if (!company) return refuse('not_found')
    if (isTaken(licences, input.name)) return refuse('licence_name_taken', { name: input.name })
    if (input.expiresAt && input.expiresAt <= now) return refuse('must_be_in_future', { field: 'expiresAt' })
    if (input.companyWide && input.seats !== undefined && registered > input.seats)
      return refuse('no_seats_left', { licence: input.name, seats: input.seats })
    const licence: Licence = {
      ...input,
      id: newId(),
      companyWide: input.companyWide ?? false,
      shown: input.shown ?? false,
      standards: withoutRepeats(input.standards ?? []),
      createdAt: now,
    }
    const { companyId, id: licenceId } = licence
    return accept(
      { save: { licences: [licence] }, events: [{ type: 'licence.assigned', companyId, licenceId }] },
      licence,
    )
  },
})

/** The operator changes what a company bought, or its switches; a moment that has come ends the licence. */
export const changeLicence = defineCommand({
  name: 'licences.change',
  input: z.object({
    companyId: id,
    licenceId: id,
    name: line(100).optional(),
    seats: seats.nullable().optional(),
    expiresAt: until.nullable().optional(),
    standards: standards.optional(),
    companyWide: z.boolean().optional(),
    shown: z.boolean().optional(),
  }),
  who: ['operator'],
  load: async (tx, { companyId, licenceId }) => {
    const licence = await tx.licences.get(licenceId)
    return { licence, licences: await tx.licences.list({ companyId }), ...(await loadSwitchFacts(tx, licence)) }
  },
  decide: ({ licence, licences, ...facts }, input, context) => {
    const { companyId, licenceId, name, seats, expiresAt, standards: collection } = input
    if (licence?.companyId !== companyId) return refuse('not_found')
    const others = licences.filter((one) => one.id !== licenceId)
    if (name && isTaken(others, name)) return refuse('licence_name_taken', { name })
    const changed = withChanges(licence, {
      name,
      seats,
      expiresAt,
      standards: collection && withoutRepeats(collection),
    })
    // A new end is told anew.
    const told = changed.expiresAt === licence.expiresAt ? changed : { ...changed, expiredToldAt: undefined }
    const turned = turnSwitches(told, input, facts, context)
    if ('ok' in turned) return turned
    return accept(
      {
        save: { licences: [turned.licence], requests: turned.settled },
        events: isSame(told, licence)
          ? turned.events
          : [{ type: 'licence.changed', companyId, licenceId }, ...turned.events],
      },
      turned.licence,
    )
  },
})

const isTaken = (licences: readonly Licence[], name: string): boolean =>
  licences.some((one) => one.name.toLowerCase() === name.toLowerCase())

const withoutRepeats = (standards: readonly Standard[]): Standard[] => [
  ...new Map(standards.map((standard) => [standardKey(standard.number), standard])).values(),
]
