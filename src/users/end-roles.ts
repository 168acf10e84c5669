import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { batch } from '../kernel/sweep.ts'

/** Administrator roles that were given until a date end by themselves. They count for nothing from that moment, swept or not. */
export const endRoles = defineCommand({
  name: 'users.end_roles',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) => (await tx.users.page({ roleUntil: { before: now } }, { limit: batch })).rows,
  decide: (due) =>
    accept(
      {
        save: { users: due.map((user) => ({ ...user, role: 'user', roleUntil: undefined })) },
        events: due.map(({ companyId, id: userId, status }) =>
          // Who did not register yet, or is blocked, hears nothing of it.
          status === 'registered'
            ? { type: 'user.role_ended' as const, companyId, userId }
            : { type: 'user.changed' as const, companyId, userId },
        ),
      },
      { done: due.length },
    ),
})
