import type { RequestView } from '../requests/list-requests.ts'
import type { AccessRequest, CompanyRequest, StandardRequest } from '../requests/request.ts'
import type { Texts } from '../texts/texts.ts'
import { subjectInWords } from '../trail/notice.ts'
import type { Action, Card, Fact } from './card.ts'

const tones = { open: 'waiting', approved: 'good', declined: 'bad', withdrawn: 'plain', expired: 'plain' } as const

/**
 * A request as one reader sees it, in any of its states. Administrators see who asks and why; the requester sees the own reason;
 * others see neither. Buttons are there while the request is open, for those who can use them. What a reader may see is decided
 * by `viewOf`: this shows what the view holds and asks nothing more. In a list there is room for the plain decisions only.
 */
export const requestCard = (view: RequestView, texts: Texts, place: 'alone' | 'list' = 'alone'): Card => {
  const { request } = view
  const actions = request.state === 'open' ? actionsOf(view, texts, place) : []
  return {
    tone: tones[request.state],
    title: subjectInWords(request, view.licenceName ?? '', texts),
    facts: factsOf(view, texts),
    ...(actions.length > 0 && { actions }),
    about: { requestId: request.id, version: request.version },
  }
}

const factsOf = (
  { request, viewer, requesterName, licenceName, deciderName, taken }: RequestView,
  texts: Texts,
): Fact[] => {
  const { card, field } = texts
  const facts: Fact[] = []
  const add = (label: string, value: string | undefined) => void (value && facts.push({ label, value }))
  if (viewer === 'administrator') add(card.requester, requesterName ?? card.removedUser)
  if (viewer !== 'other') add(field.reason, request.reason)
  if (request.kind === 'standard') {
    add(field.title, request.standard.title)
    add(card.licence, licenceName)
  }
  if (request.kind === 'access') add(card.access, request.until && texts.until(request.until))
  if (request.state === 'declined') add(card.declineReason, request.decision?.reason)
  if (request.state === 'approved' && viewer !== 'other') add(card.note, request.decision?.reason)
  add(card.status, statusOf(request, deciderName, texts))
  if (taken) add(card.takenBy, taken.name ?? card.removedUser)
  add(card.reference, request.reference)
  return facts
}

const statusOf = (request: CompanyRequest, deciderName: string | undefined, { card }: Texts): string => {
  const { state, decision } = request
  if (state === 'approved' || state === 'declined')
    return decision
      ? card.decidedBy(decision.verdict, deciderOf(request, deciderName, card), decision.at)
      : card.verdict[state]
  return card.state[state]
}

/** Who decided. Without a user it was the operator: about a domain, or by making a licence company-wide. */
const deciderOf = ({ kind, decision }: CompanyRequest, name: string | undefined, card: Texts['card']): string => {
  if (decision?.by) return name ?? card.removedUser
  return kind === 'access' ? card.byCompanyWide : card.byOperator
}

const actionsOf = (
  { request, viewer, mayDecide, taken }: RequestView,
  { card }: Texts,
  place: 'alone' | 'list',
): Action[] => {
  const decisions = mayDecide && request.kind !== 'domain' ? decisionsOn(request, card, place) : []
  if (viewer === 'requester') return [...decisions, withdrawal(request, card)]
  return decisions.length > 0 && place === 'alone' && !taken?.own ? [...decisions, taking(request, card)] : decisions
}

const taking = (request: CompanyRequest, card: Texts['card']): Action => ({
  kind: 'run',
  label: card.take,
  name: 'requests.take',
  input: { request: request.id },
})

const withdrawal = (request: CompanyRequest, card: Texts['card']): Action => ({
  kind: 'run',
  label: card.withdraw,
  name: 'requests.withdraw',
  input: { request: request.id },
  confirm: card.withdrawConfirm(request.reference),
})

const decisionsOn = (
  request: AccessRequest | StandardRequest,
  card: Texts['card'],
  place: 'alone' | 'list',
): Action[] => {
  // A standard has to join some licence; without a proposal the administrator picks one in the form.
  const kind = request.licenceId ? 'run' : 'form'
  const [name, requests] = ['requests.decide', [request.id]] as const
  const input = { requests, verdict: 'approved' }
  const approve: Action = { kind, label: card.approve, name, input, style: 'primary' }
  const approveWith: Action = { kind: 'form', label: card.approveWith[request.kind], name, input }
  return [
    approve,
    ...(place === 'alone' && kind === 'run' ? [approveWith] : []),
    { kind: 'form', label: card.decline, name, input: { requests, verdict: 'declined' }, style: 'danger' },
  ]
}
