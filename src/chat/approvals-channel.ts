import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import { placeKey } from './chat-account.ts'
import { type ApprovalsChannel, approvalsOf } from './workspace.ts'

/**
 * Chooses the channel in which this is said as the one where the company's requests come as well, or has them come in none. The
 * platform must have vouched for the channel, and for the bot being in it.
 */
export const useChannel = defineCommand({
  name: 'chat.use_channel',
  input: z.object({ on: z.boolean() }),
  who: ['administrator'],
  load: async () => undefined,
  decide: (_facts, { on }, { actor }) => {
    const { chat, company } = actor
    const { workspace, place } = chat ?? {}
    if (!chat || !workspace || (on && !place)) return refuse('channel_not_here')
    const { id: companyId } = company
    const before = approvalsOf(workspace, companyId)
    if (before?.place === (on ? place : undefined)) return accept({}, { on })
    const others = (workspace.approvals ?? []).filter((one) => one.companyId !== companyId)
    const own: ApprovalsChannel[] = on && place ? [{ companyId, place }] : []
    return accept(
      {
        save: { workspaces: [{ ...workspace, approvals: [...others, ...own] }] },
        events: [{ type: 'workspace.channel_chosen', companyId, workspaceId: workspace.id, on }],
      },
      { on },
    )
  },
})

/** Others read along in a channel from now on, or do no longer: what stands there is shown anew. */
export const channelShared = defineCommand({
  name: 'chat.channel_shared',
  input: z.object({
    channel: z.enum(['slack', 'teams']),
    workspaceId: z.string().max(64),
    place: z.string().max(1000),
  }),
  who: ['clock'],
  load: (tx, where) => tx.postedMessages.list({ place: placeKey(where) }),
  decide: (posted) =>
    accept(
      {
        save: { postedMessages: posted.map((one) => ({ ...one, shows: 0 })) },
        send: [...new Set(posted.map(({ requestId }) => requestId))].map((requestId) => ({
          kind: 'refresh_copies',
          requestId,
        })),
      },
      { done: posted.length },
    ),
})
