import type { DomainEvent } from '../kernel/event.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Errand } from '../trail/message.ts'
import { type AccessEvent, everyCompany, isAccessEvent } from './webhook.ts'

/** What goes to webhooks, of what happened in one transaction. A switch is heard by both companies. */
export const hear = async (tx: ReadTx, events: readonly DomainEvent[]): Promise<Errand[]> => {
  const changes = events.filter(isAccessEvent)
  if (changes.length === 0) return []
  const hears = new Set(changes.flatMap((event) => companiesOf(event)))
  const webhooks = await tx.webhooks.list({ hears: [everyCompany, ...hears] })
  return changes.flatMap((event) =>
    webhooks
      .filter(({ companyId }) => companyId === undefined || companiesOf(event).includes(companyId))
      .map(({ id: webhookId }): Errand => ({ kind: 'webhook', webhookId, event })),
  )
}

const companiesOf = (event: AccessEvent): string[] =>
  event.type === 'user.switched' ? [event.companyId, event.fromCompanyId] : [event.companyId]
