import * as z from 'zod'
import type { Card } from '../cards/card.ts'
import { sharedChannelCard } from '../cards/channel-card.ts'
import { requestCard } from '../cards/request-card.ts'
import { id } from '../kernel/input.ts'
import type { Instant } from '../kernel/instant.ts'
import { defineQuery, found } from '../kernel/query.ts'
import { refuse } from '../kernel/refusal.ts'
import type { ReadTx } from '../ports/store.ts'
import { textsIn } from '../texts/in-language.ts'
import { viewOf } from './list-requests.ts'

/**
 * The card of a request for the channel where its company decides, in the company's language: as administrators see it, unless
 * people of another organisation read along (`shared`). With the version that it shows.
 */
export const requestInChannel = async (
  tx: ReadTx,
  requestId: string,
  shared: boolean,
  now: Instant,
): Promise<{ readonly card: Card; readonly shows: number } | undefined> => {
  const request = await tx.requests.get(requestId)
  const company = request && (await tx.companies.get(request.companyId))
  if (!request || !company) return undefined
  const view = await viewOf(tx, request, { id: '', administrator: !shared }, now)
  const texts = textsIn(company.language)
  return { card: shared ? sharedChannelCard(view, texts) : requestCard(view, texts), shows: request.version }
}

/** For an adapter that mends what stands in a channel; nobody asks this in person. */
export const showInChannel = defineQuery({
  name: 'requests.in_channel',
  input: z.object({ request: id, shared: z.boolean() }),
  who: ['clock'],
  answer: async (tx, { request, shared }, { now }) => {
    const shown = await requestInChannel(tx, request, shared, now)
    return shown ? found(shown) : refuse('not_found')
  },
})
