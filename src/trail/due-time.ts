import { afterQuietHours } from '../companies/quiet-hours.ts'
import type { Actor } from '../kernel/actor.ts'
import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ReadTx } from '../ports/store.ts'
import type { Errand } from './message.ts'

/** What just happened, through whom. */
interface Happened {
  readonly events: readonly DomainEvent[]
  readonly actor: Actor
  readonly now: Instant
}

/**
 * When each errand of these events may go out. Others than the one who acts are left alone in their company's quiet hours; links that
 * somebody waits for, updates of cards, webhooks and warnings about an attack never wait.
 */
export const dueTimes = async (tx: ReadTx, { events, actor, now }: Happened): Promise<(errand: Errand) => Instant> => {
  const byCompany = new Map<string, Instant>()
  for (const companyId of new Set(events.flatMap((event) => ('companyId' in event ? [event.companyId] : [])))) {
    const company = await tx.companies.get(companyId)
    if (company) byCompany.set(companyId, afterQuietHours(company.settings, now))
  }
  const companyOf = (errand: Errand): string | undefined => {
    switch (errand.kind) {
      case 'notice_mail':
      case 'notice_chat':
        return 'companyId' in errand.event && errand.event.type !== 'identity.refused'
          ? errand.event.companyId
          : undefined
      case 'request_copy':
      case 'channel_copy': {
        const made = events.find((event) => event.type === 'request.made' && event.requestId === errand.requestId)
        return made && 'companyId' in made ? made.companyId : undefined
      }
      default:
        return undefined
    }
  }
  return (errand) => {
    if ('userId' in errand && actor.kind === 'user' && errand.userId === actor.user.id) return now
    return byCompany.get(companyOf(errand) ?? '') ?? now
  }
}
