import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'

/**
 * The bot was removed from the chat of an account, which can't be written to from now on. Who it belongs to stays known, and with
 * it that this person did not want the bot; being met again restores it.
 */
export const leaveAccount = defineCommand({
  name: 'chat.leave',
  input: z.object({}),
  who: ['anyone'],
  load: async () => undefined,
  decide: (_facts, _input, { actor }) => {
    if (actor.kind !== 'user' && actor.kind !== 'stranger') return refuse('not_allowed')
    const { account } = actor.chat ?? {}
    if (account?.conversation === undefined) return accept({}, {})
    const { conversation: _conversation, ...left } = account
    return accept({ save: { chatAccounts: [left] } }, {})
  },
})
