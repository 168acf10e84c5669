/** What an identity provider says about itself is read again, for it changes its keys without telling anybody. */
import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import { batch } from '../kernel/sweep.ts'
import { nextNotice } from './certificate-notice.ts'
import type { Connection } from './connection.ts'
import { identityProvider } from './connection-input.ts'

const longest = 24
const afterFault = { hours: 1 }
/** A response with an unknown key makes us look sooner, but not more often than this. */
const rest = { minutes: 5 }

/** When metadata that is good for so long is read again: after an hour at the earliest, and a day at the latest. */
export const metadataDue = (now: Instant, cacheSeconds?: number): Instant =>
  later(now, { hours: Math.min(longest, Math.max(1, (cacheSeconds ?? longest * 3600) / 3600)) })

/** The connections whose metadata is to be read again. */
export const listDueMetadata = defineQuery({
  name: 'connections.metadata_due',
  input: z.object({}),
  who: ['clock'],
  answer: async (tx, _input, { now }) => {
    const { rows } = await tx.connections.page({ metadataDueAt: { before: now } }, { limit: batch })
    return found(rows.map(({ id, metadataUrl = '' }) => ({ id, metadataUrl })))
  },
})

export interface ToRead {
  readonly metadataUrl?: string
}

/** The address, when somebody may look now; who is told yes looks alone for the next minutes, on whichever instance. */
export const claimMetadata = defineCommand({
  name: 'connections.claim_metadata',
  input: z.object({}),
  who: ['connection'],
  load: async () => undefined,
  decide: (_facts, _input, { actor: { connection }, now }) => {
    const { metadataUrl, metadataTriedAt } = connection
    if (!metadataUrl || (metadataTriedAt && later(metadataTriedAt, rest) > now)) return accept<ToRead>({}, {})
    const metadataDueAt = later(now, rest)
    return accept<ToRead>(
      { save: { connections: [{ ...connection, metadataTriedAt: now, metadataDueAt }] } },
      { metadataUrl },
    )
  },
})

/**
 * Takes what was read at the metadata address. Its entity identifier is pinned: another one, like metadata that could not be read, is
 * remembered as a fault, and the last good reading goes on to count.
 */
export const refreshMetadata = defineCommand({
  name: 'connections.refresh_metadata',
  input: z.object({
    identityProvider: identityProvider.optional(),
    cacheSeconds: z.number().min(0).optional(),
    why: z.string().max(2000).optional(),
  }),
  who: ['connection'],
  load: async () => undefined,
  decide: (_facts, { identityProvider: read, cacheSeconds, why }, { actor: { connection }, now }) => {
    const { metadataFault: _before, certificateNoticeAt: _notice, ...kept } = connection
    if (!connection.metadataUrl) return refuse('not_found')
    const moved = read && read.entityId !== connection.identityProvider.entityId
    if (!read || moved) {
      const metadataFault = moved ? `another entity identifier: ${read.entityId}` : (why ?? 'unreadable')
      const next = { metadataFault: metadataFault.slice(0, 300), metadataDueAt: later(now, afterFault) }
      return accept({ save: { connections: [{ ...connection, ...next }] } }, { changed: false })
    }
    const changed = JSON.stringify(read) !== JSON.stringify(connection.identityProvider)
    const refreshed: Connection = {
      ...kept,
      identityProvider: read,
      metadataReadAt: now,
      metadataDueAt: metadataDue(now, cacheSeconds),
      ...nextNotice(read, now),
    }
    const { id: connectionId, companyIds } = connection
    return accept(
      {
        save: { connections: [refreshed] },
        events: changed ? [{ type: 'connection.changed', connectionId, companyIds }] : [],
      },
      { changed },
    )
  },
})
