import * as z from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import { id } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { hasExpired, type Licence, type Standard, standardKey } from './licence.ts'
import { licenceForMe, myHoldings } from './list-licences.ts'

/** A licence, or one standard in it, as every colleague may know it: nothing of who has or asked what. */
export interface LicenceHit {
  readonly licenceId: string
  readonly licenceName: string
  /** In the licence. */
  readonly standards: number
  /** The one that was looked for. */
  readonly standard?: Standard
}

/** Hidden licences and those that ended are left out even for administrators, since what is found here is shown to others. */
const shareable = async (tx: ReadTx, { company }: UserActor, now: Instant): Promise<Licence[]> =>
  (await tx.licences.list({ companyId: company.id })).filter(
    (licence) => (licence.shown || licence.companyWide) && !hasExpired(licence, now),
  )

/** Licences by their name, or standards by number and title, to show to a colleague. Everything when nothing was typed. */
export const findLicences = defineQuery({
  name: 'licences.find',
  input: z.object({
    what: z.enum(['licences', 'standards']),
    text: z.string().max(200).default(''),
    skip: z.number().int().min(0).max(10_000).default(0),
    limit: z.number().int().min(1).max(25).default(25),
  }),
  who: ['user'],
  answer: async (tx, { what, text, skip, limit }, { actor, now }) => {
    const licences = await shareable(tx, actor, now)
    const hits = what === 'licences' ? byName(licences, text) : byStandard(licences, text)
    return found({ hits: hits.slice(skip, skip + limit) })
  },
})

const hitOf = ({ id: licenceId, name, standards }: Licence): LicenceHit => ({
  licenceId,
  licenceName: name,
  standards: standards.length,
})

const byName = (licences: readonly Licence[], text: string): LicenceHit[] => {
  const wanted = text.trim().toLowerCase()
  return licences
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .map(hitOf)
    .sort((a, b) => a.licenceName.localeCompare(b.licenceName))
}

const byStandard = (licences: readonly Licence[], text: string): LicenceHit[] => {
  const [number, title] = [standardKey(text), text.trim().toLowerCase()]
  const fits = (standard: Standard) =>
    standardKey(standard.number).includes(number) || standard.title?.toLowerCase().includes(title)
  return licences
    .flatMap((licence) => licence.standards.filter(fits).map((standard) => ({ ...hitOf(licence), standard })))
    .sort((a, b) => a.standard.number.localeCompare(b.standard.number, 'nl', { numeric: true }))
}

/** A licence that a colleague showed, as it is for oneself; with the standard that it was about. */
export const lookAtLicence = defineQuery({
  name: 'licences.look_at',
  input: z.object({ licenceId: id, standard: z.string().max(200).optional() }),
  who: ['user'],
  answer: async (tx, { licenceId, standard: number }, { actor, now }) => {
    const licence = await tx.licences.get(licenceId)
    if (licence?.companyId !== actor.company.id) return refuse('not_found')
    const mine = licenceForMe(licence, await myHoldings(tx, actor, now))
    const administrator = actor.administrator === 'yes'
    if (!administrator && !mine.access.allowed && !licence.shown) return refuse('not_found')
    const standard = licence.standards.find((one) => number && standardKey(one.number) === standardKey(number))
    return found({ licence: mine, administrator, ...(standard && { standard }) })
  },
})
