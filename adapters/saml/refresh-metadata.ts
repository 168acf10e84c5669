import type { Core } from '../../src/kernel/answer.ts'
import { claimOf } from './claim.ts'
import type { openIdentityProviders } from './identity-providers.ts'

type Read = Awaited<ReturnType<ReturnType<typeof openIdentityProviders>['read']>>

/**
 * Reads the metadata of identity providers again. `all` takes those that are due; `one` looks because a response came with a key
 * that is not known, at most once in five minutes, and answers whether anything changed.
 */
export const openRefresh = (core: Core, read: (from: { readonly metadataUrl: string }) => Promise<Read>) => {
  const one = async (connectionId: string): Promise<boolean> => {
    const claim = claimOf(connectionId)
    const claimed = await core.run('connections.claim_metadata', claim, {})
    if (!claimed.ok || !claimed.result.metadataUrl) return false
    const found = await read({ metadataUrl: claimed.result.metadataUrl })
    const outcome = await core.run('connections.refresh_metadata', claim, found)
    return outcome.ok && outcome.result.changed
  }
  return {
    one,
    all: async (): Promise<void> => {
      const due = await core.ask('connections.metadata_due', { channel: 'clock' }, {})
      for (const { id } of due.ok ? due.result : []) await one(id)
    },
  }
}
