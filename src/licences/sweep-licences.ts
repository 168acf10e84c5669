import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { batch } from '../kernel/sweep.ts'

/** Grants whose end date has come end by themselves, and their users are told. */
export const endGrants = defineCommand({
  name: 'sweep.grants',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) =>
    (await tx.grants.page({ until: { before: now }, state: 'live' }, { limit: batch })).rows,
  decide: (due, _input, { now }) =>
    accept(
      {
        save: { grants: due.map((grant) => ({ ...grant, endedAt: now })) },
        events: due.map(({ companyId, userId, licenceId }) => ({
          type: 'access.ended' as const,
          companyId,
          userId,
          licenceId,
          because: 'ended' as const,
        })),
      },
      { done: due.length },
    ),
})

/** Licences that expired are told to those who lose access by it, once. */
export const expireLicences = defineCommand({
  name: 'sweep.licences',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) => (await tx.licences.page({ expiresAt: { before: now } }, { limit: batch })).rows,
  decide: (due, _input, { now }) =>
    accept(
      {
        save: { licences: due.map((licence) => ({ ...licence, expiredToldAt: now })) },
        events: due.map(({ companyId, id }) => ({ type: 'licence.expired' as const, companyId, licenceId: id })),
      },
      { done: due.length },
    ),
})
