import * as z from 'zod'
import { nextDigest } from '../companies/digest-time.ts'
import { accept, defineCommand } from '../kernel/command.ts'
import { batch } from '../kernel/sweep.ts'

/** Once a day, for companies that want it: one mail about all requests that wait, instead of one for each. Nothing waits: no mail. */
export const makeDigests = defineCommand({
  name: 'sweep.digests',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) => {
    const { rows } = await tx.companies.page({ digestAt: { before: now } }, { limit: batch })
    return Promise.all(
      rows.map(async (company) => ({
        company,
        waiting: await tx.requests.count({ companyId: company.id, state: 'open', kind: ['access', 'standard'] }),
      })),
    )
  },
  decide: (due, _input, { now }) =>
    accept(
      {
        save: { companies: due.map(({ company }) => ({ ...company, digestAt: nextDigest(now) })) },
        events: due
          .filter(({ waiting }) => waiting > 0)
          .map(({ company, waiting }) => ({ type: 'requests.waiting' as const, companyId: company.id, waiting })),
      },
      { done: due.length },
    ),
})
