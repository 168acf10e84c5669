import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { refuse } from '../kernel/refusal.ts'
import { loadUse, mayKnow, notOwn, whichConnection } from './connection-in-use.ts'

/** Removes a connection with the identities, sessions and groups that it made, and its provisioning tokens. Single sign-on is then no longer required by it. */
export const removeConnection = defineCommand({
  name: 'connections.remove',
  input: z.object(whichConnection),
  who: ['administrator', 'operator'],
  load: async (tx, { connectionId }) => ({
    connection: await tx.connections.get(connectionId),
    ...(await loadUse(tx, connectionId)),
    requests: await tx.signInRequests.list({ connectionId }),
    pending: await tx.pendingSignIns.list({ connectionId }),
    ownKeys: await tx.ownKeys.list({ connectionId }),
    setUps: await tx.setUps.list({ connectionId }),
  }),
  decide: ({ connection, ...use }, { companyId }, { actor }) => {
    if (!connection || !mayKnow(connection, companyId, actor)) return refuse('not_found')
    const shared = notOwn(connection, actor)
    if (shared) return shared
    const { id: connectionId, companyIds } = connection
    return accept(
      {
        remove: {
          connections: [connectionId],
          identities: use.identities.map((row) => row.id),
          sessions: use.sessions.map((row) => row.id),
          signInRequests: use.requests.map((row) => row.id),
          pendingSignIns: use.pending.map((row) => row.id),
          ownKeys: use.ownKeys.map((row) => row.id),
          // Whoever set it up must not bring it back.
          setUps: use.setUps.map((row) => row.id),
          provisioningTokens: use.provisioningTokens.map((row) => row.id),
          groupMembers: use.groupMembers.map((row) => row.id),
          groups: use.groups.map((row) => row.id),
        },
        events: [{ type: 'connection.removed', connectionId, companyIds }],
      },
      { id: connectionId },
    )
  },
})
