import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { messageFaults, refusedSignIn, traceMessage } from './trace.ts'

const refusedMessage = z.object({
  reason: z.enum(messageFaults),
  detail: z.string().optional(),
  expected: z.string().optional(),
  received: z.string().optional(),
  message: traceMessage,
  /** The request that the message says it answers, where it could be read; it is spent. */
  inResponseTo: z.string().optional(),
})

/** Records that a message was refused before anything in it could be believed. Writes the trace and the audit event only. */
export const refuseMessage = defineCommand({
  name: 'sign_in.refuse',
  input: refusedMessage,
  who: ['connection'],
  load: (tx, { inResponseTo }) =>
    inResponseTo === undefined ? Promise.resolve(undefined) : tx.signInRequests.get(inResponseTo),
  decide: (request, { reason, inResponseTo: _inResponseTo, ...seen }, context) => {
    const { result, ...writes } = refusedSignIn(context, reason, seen)
    const spent = request?.connectionId === context.actor.connection.id ? [request.id] : []
    return accept({ ...writes, remove: { signInRequests: spent } }, result)
  },
})
