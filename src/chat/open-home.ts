import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'

/** Remembers that a chat account looks at its own page of the bot (Slack's Home tab), which is kept up to date from then on. */
export const openHome = defineCommand({
  name: 'chat.open_home',
  input: z.object({}),
  who: ['anyone'],
  load: async () => undefined,
  decide: (_facts, _input, { actor, now }) => {
    if (actor.kind !== 'user' && actor.kind !== 'stranger') return refuse('not_allowed')
    const { account } = actor.chat ?? {}
    if (!account || account.homeOpenedAt) return accept({}, {})
    return accept({ save: { chatAccounts: [{ ...account, homeOpenedAt: now }] } }, {})
  },
})
