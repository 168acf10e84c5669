import * as z from 'zod'
import { id } from '../kernel/input.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { seatsInUse } from './seats.ts'

/** For the operator: the licences of a company as it bought them, by name, with how many seats are in use. */
export const listCompanyLicences = defineQuery({
  name: 'licences.of_company',
  input: z.object({ companyId: id }),
  who: ['operator'],
  answer: async (tx, { companyId }, { now }) => {
    if (!(await tx.companies.get(companyId))) return refuse('not_found')
    const licences = await Promise.all(
      (await tx.licences.list({ companyId })).map(async (licence) => ({
        ...licence,
        seatsUsed: await seatsInUse(tx, licence, now),
      })),
    )
    return found({ licences: licences.sort((a, b) => a.name.localeCompare(b.name)) })
  },
})
