import { outboxMessage } from '../kernel/outbox-message.ts'
import { homeErrand } from '../trail/homes.ts'
import type { Errand } from '../trail/message.ts'
import { notifierFor, type Sending, settle } from './outside.ts'

/** Shows somebody's own page of the bot anew. */
export const refreshHome: Sending<'refresh_home'> = async (ports, outside, message) => {
  const newest = await ports.store.read(async (tx) => (await tx.outbox.list({ lane: message.lane })).at(-1))
  // Whatever happened since is shown by the last one that waits.
  if (newest?.id === message.id) await notifierFor(outside, message.to).home?.(message.to)
  await settle(ports, message.id)
}

/** How many pages are looked up in one transaction. */
const homesAtOnce = 100

/** Has the pages of everybody in a company shown anew, some at a time. */
export const refreshHomes: Sending<'refresh_homes'> = (ports, _outside, { id, workspaceId, of, after }) =>
  ports.store.transaction(async (tx) => {
    const now = ports.clock.now()
    const append = (errand: Errand) => tx.outbox.append(outboxMessage(errand, ports.ids.next(), now))
    const { rows, next } = await tx.chatAccounts.page(
      { home: workspaceId },
      { limit: homesAtOnce, ...(after && { after }) },
    )
    for (const account of rows) {
      const user = account.userId ? await tx.users.get(account.userId) : undefined
      if (user?.companyId === of) await append(homeErrand(account))
    }
    if (next) await append({ kind: 'refresh_homes', workspaceId, of, after: next })
    await tx.outbox.settle(id, { state: 'sent', at: now })
  })
