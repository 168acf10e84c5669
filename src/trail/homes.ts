/** Whose own page of the bot (Slack's Home tab) shows something else after what happened. */
import type { ChatAccount } from '../chat/chat-account.ts'
import type { DomainEvent, EventType } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ReadTx } from '../ports/store.ts'
import { administratorsOf } from './announce.ts'
import type { Errand } from './message.ts'

/** The user whom the event names, the administrators, or everybody in the company. */
type Concerned = 'own' | 'administrators' | 'company'

const concerned: { readonly [T in EventType]?: readonly Concerned[] } = {
  'request.made': ['own', 'administrators'],
  'request.taken': ['own', 'administrators'],
  'request.approved': ['own', 'administrators'],
  'request.declined': ['own', 'administrators'],
  'request.withdrawn': ['own', 'administrators'],
  'request.expired': ['own', 'administrators'],
  // Administrators see the seats.
  'access.given': ['own', 'administrators'],
  'access.ended': ['own', 'administrators'],
  'user.invited': ['administrators'],
  'user.invitation_resent': ['administrators'],
  'user.invitation_expired': ['administrators'],
  'user.registered': ['own', 'administrators'],
  'user.changed': ['own', 'administrators'],
  'user.role_changed': ['own'],
  'user.role_ended': ['own'],
  'user.blocked': ['own', 'administrators'],
  'user.unblocked': ['own', 'administrators'],
  'user.removed': ['own', 'administrators'],
  'user.switched': ['own', 'administrators'],
  'chat_account.confirmed': ['own'],
  'licence.assigned': ['company'],
  'licence.changed': ['company'],
  'licence.switched': ['company'],
  'licence.expired': ['company'],
  'company.changed': ['company'],
  'domain.removed': ['company'],
  'domain.lost': ['company'],
}

/** One errand for each page that has to be shown anew, however much happened at once. */
export const homesFor = async (tx: ReadTx, events: readonly DomainEvent[], now: Instant): Promise<Errand[]> => {
  const userIds = new Set<string>()
  const [led, whole] = [new Set<string>(), new Set<string>()]
  for (const event of events)
    for (const who of concerned[event.type] ?? []) {
      if (!('companyId' in event)) continue
      if (who === 'own' && 'userId' in event) userIds.add(event.userId)
      if (who === 'administrators') led.add(event.companyId)
      if (who === 'administrators' && event.type === 'user.switched') led.add(event.fromCompanyId)
      if (who === 'company') whole.add(event.companyId)
    }
  const errands: Errand[] = []
  for (const companyId of new Set([...led, ...whole])) {
    const workspaces = await tx.workspaces.list({ companyId, channel: 'slack' })
    if (workspaces.length === 0) continue
    if (whole.has(companyId))
      for (const { workspaceId } of workspaces) errands.push({ kind: 'refresh_homes', workspaceId, of: companyId })
    else for (const { id } of await administratorsOf(tx, companyId, now)) userIds.add(id)
  }
  for (const userId of userIds)
    for (const account of await tx.chatAccounts.list({ userId }))
      if (account.homeOpenedAt) errands.push(homeErrand(account))
  return errands
}

export const homeErrand = ({ channel, workspaceId, accountId }: ChatAccount): Errand => ({
  kind: 'refresh_home',
  to: { channel, workspaceId, accountId },
})
