import * as z from 'zod'
import { accept, defineCommand } from '../kernel/command.ts'
import { type Instant, later } from '../kernel/instant.ts'
import { batch } from '../kernel/sweep.ts'
import type { IdentityProvider } from './connection.ts'

const daysBefore = [60, 30, 14, 7, 1]

/** When administrators hear next that the identity provider's certificates end: 60, 30, 14, 7 and 1 days before the last one does. */
export const nextNotice = ({ endsAt }: IdentityProvider, now: Instant): { certificateNoticeAt?: Instant } => {
  const next = endsAt && daysBefore.map((days) => later(endsAt, { days: -days })).find((at) => at > now)
  return next ? { certificateNoticeAt: next } : {}
}

/** Tells the administrators of every company of a connection that its certificates are about to end. */
export const noticeCertificates = defineCommand({
  name: 'sweep.certificates',
  input: z.object({}),
  who: ['clock'],
  load: async (tx, _input, { now }) =>
    (await tx.connections.page({ certificateNoticeAt: { before: now } }, { limit: batch })).rows,
  decide: (due, _input, { now }) =>
    accept(
      {
        save: {
          connections: due.map(({ certificateNoticeAt: _told, ...connection }) => ({
            ...connection,
            ...nextNotice(connection.identityProvider, now),
          })),
        },
        events: due.flatMap(({ id: connectionId, companyIds, identityProvider: { endsAt = now } }) =>
          companyIds.map(
            (companyId) => ({ type: 'connection.certificate_ending', companyId, connectionId, endsAt }) as const,
          ),
        ),
      },
      { done: due.length },
    ),
})
