import type { RequestView } from '../requests/list-requests.ts'
import type { Texts } from '../texts/texts.ts'
import type { Card } from './card.ts'
import { requestCard } from './request-card.ts'

/**
 * A request in a channel where people of another organisation read along: what is asked and whether that was decided, without any
 * name or reason. Whoever may see more presses the button, and sees it alone.
 */
export const sharedChannelCard = ({ request, licenceName }: RequestView, texts: Texts): Card => {
  const { decision: _decision, reason: _reason, takenBy: _takenBy, ...bare } = request
  const view = { request: bare, viewer: 'other', mayDecide: false, ...(licenceName && { licenceName }) } as const
  const card = requestCard(view, texts)
  if (request.state !== 'open') return card
  const open = { kind: 'run', label: texts.card.open, name: 'requests.show', input: { request: request.id } } as const
  return { ...card, actions: [open] }
}
