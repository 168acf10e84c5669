import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { alreadySettled, findRequest } from './find-request.ts'
import { ended } from './settle.ts'

/** The requester takes an open request back. */
export const withdrawRequest = defineCommand({
  name: 'requests.withdraw',
  input: z.object({ /** Id or reference. */ request: id }),
  who: ['user'],
  load: async (tx, { request: asked }, { actor }) => {
    const request = await findRequest(tx, asked, actor)
    const decider = request?.decision?.by ? await tx.users.get(request.decision.by) : undefined
    return { request, decider }
  },
  decide: ({ request, decider }, _input, { actor, now }) => {
    if (request?.requesterId !== actor.user.id) return refuse('not_found')
    if (request.state !== 'open') return alreadySettled(request, decider)
    const { companyId, id: requestId, reference } = request
    return accept(
      {
        save: { requests: [ended(request, 'withdrawn', now)] },
        events: [{ type: 'request.withdrawn', companyId, requestId, userId: actor.user.id }],
      },
      { id: requestId, reference },
    )
  },
})
