import * as z from 'zod'
import { defineQuery, found } from '../kernel/query.ts'
import { administratorsOf } from '../trail/announce.ts'

/**
 * The administrators of the companies that a workspace serves of whom no chat account there was ever met, for an adapter that can
 * bring its bot to them. Whoever removed the bot was met, and is left alone.
 */
export const listUnmet = defineQuery({
  name: 'chat.list_unmet',
  input: z.object({ channel: z.enum(['slack', 'teams']), workspaceId: z.string().max(64) }),
  who: ['clock'],
  answer: async (tx, { channel, workspaceId }, { now }) => {
    const [workspace] = await tx.workspaces.list({ channel, workspaceId })
    if (!workspace) return found([])
    const met = new Set((await tx.chatAccounts.list({ channel, workspaceId })).map(({ userId }) => userId))
    const administrators = await Promise.all(workspace.companyIds.map((id) => administratorsOf(tx, id, now)))
    return found(
      administrators
        .flat()
        .filter(({ id }) => !met.has(id))
        .map(({ email }) => ({ email })),
    )
  },
})
