import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { later } from '../kernel/instant.ts'
import { batch } from '../kernel/sweep.ts'
import { ended } from './settle.ts'

/**
 * Open requests are reminded once every so many days, as the company set. Not those that expire now, nor those for a domain: no
 * administrator can answer them.
 */
export const remindRequests = defineCommand({
  name: 'sweep.reminders',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) => {
    const { rows } = await tx.requests.page(
      { state: 'open', kind: ['access', 'standard'], remindAt: { before: now } },
      { limit: batch },
    )
    const due = rows.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now)
    return Promise.all(due.map(async (request) => ({ request, company: await tx.companies.get(request.companyId) })))
  },
  decide: (due, _input, { now }) =>
    accept(
      {
        save: {
          requests: due.map(({ request, company }) => ({
            ...request,
            remindAt: later(now, { days: company?.settings.remindAfterDays ?? 3 }),
          })),
        },
        events: due.map(({ request: { companyId, id, requesterId } }) => ({
          type: 'request.reminded' as const,
          companyId,
          requestId: id,
          userId: requesterId,
        })),
      },
      { done: due.length },
    ),
})

/** Open requests that nobody answered expire. */
export const expireRequests = defineCommand({
  name: 'sweep.requests',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) =>
    (await tx.requests.page({ state: 'open', expiresAt: { before: now } }, { limit: batch })).rows,
  decide: (due, _input, { now }) =>
    accept(
      {
        save: { requests: due.map((request) => ended(request, 'expired', now)) },
        events: due.map(({ companyId, id, requesterId }) => ({
          type: 'request.expired' as const,
          companyId,
          requestId: id,
          userId: requesterId,
        })),
      },
      { done: due.length },
    ),
})
