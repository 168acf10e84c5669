import type { DomainEvent } from '../kernel/event.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ReadTx } from '../ports/store.ts'
import type { CompanyRequest } from '../requests/request.ts'
import type { Notice, NoticeType, Texts, Waiting } from '../texts/texts.ts'
import { isAdministrator, type User } from '../users/user.ts'

const noticeTypes: { readonly [T in NoticeType]: true } = {
  'request.made': true,
  'request.taken': true,
  'request.approved': true,
  'request.declined': true,
  'request.expired': true,
  'request.reminded': true,
  'requests.waiting': true,
  'standard.added': true,
  'access.given': true,
  'access.ended': true,
  'licence.expired': true,
  'user.blocked': true,
  'user.unblocked': true,
  'user.role_changed': true,
  'user.role_ended': true,
  'user.switched': true,
  'domain.proof_missing': true,
  'domain.lost': true,
  'identity.refused': true,
  'connection.certificate_ending': true,
  'provisioning.administrator_kept': true,
}

/** An event that people are told about, with its type narrowed for the texts. */
export type NoticedEvent = Extract<DomainEvent, { type: NoticeType }>

export const isNoticed = (event: DomainEvent): event is NoticedEvent => event.type in noticeTypes

/** What only administrators hear, although it does not happen to a user. */
const forAdministrators: readonly NoticeType[] = [
  'requests.waiting',
  'domain.proof_missing',
  'domain.lost',
  'connection.certificate_ending',
]

/** Whether a message that waited is still for this reader: what happened to others is for administrators of that company only. */
export const mayHear = (reader: User, event: NoticedEvent, now: Instant): boolean => {
  if (reader.status === 'removed') return false
  const own = 'userId' in event ? event.userId === reader.id : !forAdministrators.includes(event.type)
  return own || (isAdministrator(reader, now) && reader.companyId === event.companyId)
}

/** Looks up the names that a notice needs, as they are at the moment of sending. The reader may hear it (see `mayHear`). */
export const loadNotice = async (
  tx: ReadTx,
  event: NoticedEvent,
  readerId: string,
  texts: Texts,
): Promise<Notice<NoticedEvent['type']>> => {
  const request = 'requestId' in event && event.requestId ? await tx.requests.get(event.requestId) : undefined
  const licenceId =
    'licenceId' in event ? event.licenceId : request && request.kind !== 'domain' ? request.licenceId : undefined
  const licence = licenceId ? await tx.licences.get(licenceId) : undefined
  const person = 'userId' in event ? await tx.users.get(event.userId) : undefined
  const byId = event.type === 'request.taken' ? event.by : request?.decision?.by
  const decider = byId ? await tx.users.get(byId) : undefined
  return {
    event,
    own: !('userId' in event) || event.userId === readerId,
    company: (await tx.companies.get(event.companyId))?.name ?? '',
    person: person?.name || person?.email || texts.card.removedUser,
    licence: licence?.name ?? '',
    subject: request ? subjectInWords(request, licence?.name ?? '', texts) : '',
    reference: request?.reference ?? '',
    decidedBy: decider?.name ?? '',
    waiting: event.type === 'requests.waiting' ? await longestWaiting(tx, event.companyId, texts) : [],
    reason: (event.type === 'request.made' ? request?.reason : request?.decision?.reason) ?? '',
  }
}

/** A mail is not a list to work from: the oldest stand in it, the page has them all. */
const mostNamed = 10

const longestWaiting = async (tx: ReadTx, companyId: string, texts: Texts): Promise<Waiting[]> => {
  const { rows } = await tx.requests.page(
    { companyId, state: 'open', kind: ['access', 'standard'] },
    { limit: mostNamed },
  )
  return Promise.all(
    rows.map(async (request) => {
      const requester = await tx.users.get(request.requesterId)
      const licence =
        request.kind !== 'domain' && request.licenceId ? await tx.licences.get(request.licenceId) : undefined
      return {
        reference: request.reference,
        subject: subjectInWords(request, licence?.name ?? '', texts),
        person: requester?.name || requester?.email || texts.card.removedUser,
        since: request.at,
      }
    }),
  )
}

/** What a request asks, as the title of its card says it. */
export const subjectInWords = (request: CompanyRequest, licence: string, texts: Texts): string => {
  switch (request.kind) {
    case 'access':
      return texts.card.requestTitle.access(licence)
    case 'standard':
      return texts.card.requestTitle.standard(request.standard.number)
    case 'domain':
      return request.removal
        ? texts.card.requestTitle.domainRemoval(request.domain)
        : texts.card.requestTitle.domain(request.domain)
  }
}
