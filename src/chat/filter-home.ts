import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import { mostPages, waitingFilter } from '../requests/waiting.ts'

/** Chooses which open requests an administrator's own page of the bot shows, until something else is chosen; without anything, all. */
export const filterHome = defineCommand({
  name: 'chat.filter_home',
  input: z.object({
    ...waitingFilter,
    page: z
      .number()
      .int()
      .min(0)
      .max(mostPages - 1)
      .optional(),
  }),
  who: ['administrator'],
  load: async () => undefined,
  decide: (_facts, input, { actor: { chat } }) => {
    if (!chat?.account) return refuse('not_allowed')
    return accept({ save: { chatAccounts: [{ ...chat.account, homeShows: input }] } }, {})
  },
})
