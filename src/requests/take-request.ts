import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { id } from '../kernel/input.ts'
import { refuse } from '../kernel/refusal.ts'
import { alreadySettled, findRequest } from './find-request.ts'

/**
 * An administrator says to be on an open request, which every copy of it and the requester then show. It binds nobody: another may
 * take it over, or decide.
 */
export const takeRequest = defineCommand({
  name: 'requests.take',
  input: z.object({ /** Id or reference. */ request: id }),
  who: ['administrator'],
  load: async (tx, { request: asked }, { actor }) => {
    const request = await findRequest(tx, asked, actor)
    const decider = request?.decision?.by ? await tx.users.get(request.decision.by) : undefined
    return { request, decider }
  },
  decide: ({ request, decider }, _input, { actor }) => {
    if (!request) return refuse('not_found')
    if (request.kind === 'domain') return refuse('decided_by_operator', { reference: request.reference })
    if (request.requesterId === actor.user.id) return refuse('own_request')
    if (request.state !== 'open') return alreadySettled(request, decider)
    const { companyId, id: requestId, reference, requesterId: userId } = request
    const result = { id: requestId, reference }
    const by = actor.user.id
    if (request.takenBy === by) return accept({}, result)
    return accept(
      {
        save: { requests: [{ ...request, takenBy: by, version: request.version + 1 }] },
        events: [{ type: 'request.taken', companyId, requestId, userId, by }],
      },
      result,
    )
  },
})
