import type { Notice, NoticeType, Texts } from '../texts/texts.ts'
import type { Action, Card } from './card.ts'
import type { MailParts } from './mail-layout.ts'

/** Where a notice leads: an answer of the bot in a chat, a page of the portal from a mail. */
interface Lead {
  readonly tone: Card['tone']
  readonly action?: Action
  readonly path?: string
}

/** What a person is told in a chat. */
export const noticeCard = <T extends NoticeType>(notice: Notice<T>, texts: Texts): Card => {
  const { title, text } = wordsOf(notice, texts)
  const { tone, action } = leadOf(notice, texts)
  return { tone, title, text: [text], ...(action && { actions: [action] }) }
}

/** The same by mail. */
export const noticeMail = <T extends NoticeType>(notice: Notice<T>, texts: Texts): MailParts => {
  const { title, text } = wordsOf(notice, texts)
  const { path } = leadOf(notice, texts)
  return { subject: title, text: [text], ...(path && { button: { label: texts.card.openPage, path } }) }
}

const wordsOf = <T extends NoticeType>(notice: Notice<T>, { notice: words }: Texts) =>
  words[notice.event.type as T](notice)

const leadOf = <T extends NoticeType>(notice: Notice<T>, texts: Texts): Lead =>
  leads[notice.event.type as T](notice, texts)

const openRequest =
  (tone: Card['tone']) =>
  ({ reference }: { readonly reference: string }, { card }: Texts): Lead => ({
    tone,
    action: { kind: 'run', label: card.open, name: 'requests.show', input: { request: reference } },
    path: '/requests',
  })

const openLicences = (tone: Card['tone'], { chat }: Texts): Lead => ({
  tone,
  action: { kind: 'run', label: chat.licencesTitle, name: 'licences.list', input: {} },
  path: '/company/licences',
})

const openPage = (tone: Card['tone'], path: string, { card }: Texts): Lead => ({
  tone,
  action: { kind: 'link', label: card.openPage, path },
  path,
})

const leads: { readonly [T in NoticeType]: (notice: Notice<T>, texts: Texts) => Lead } = {
  'request.made': openRequest('waiting'),
  'request.taken': openRequest('waiting'),
  'request.approved': openRequest('good'),
  'request.declined': openRequest('bad'),
  'request.expired': openRequest('plain'),
  'request.reminded': openRequest('waiting'),
  'requests.waiting': (_notice, texts) => openPage('waiting', '/requests', texts),
  'standard.added': (_notice, texts) => openLicences('good', texts),
  'access.given': (_notice, texts) => openLicences('good', texts),
  'access.ended': ({ event, own }, texts) => {
    if (!own || event.because === 'blocked' || event.because === 'removed') return { tone: 'bad' }
    const lead = openLicences('bad', texts)
    if (event.because === 'switched') return lead
    const label = texts.command['requests.ask_access']
    const input = { licenceId: event.licenceId }
    return { ...lead, action: { kind: 'form', label, name: 'requests.ask_access', input } }
  },
  'licence.expired': (_notice, texts) => openLicences('bad', texts),
  'user.blocked': () => ({ tone: 'bad' }),
  'user.unblocked': (_notice, texts) => openPage('good', '/login', texts),
  'user.role_changed': ({ event, own }, texts) =>
    event.role === 'administrator'
      ? openPage('good', '/company/users', texts)
      : openPage('plain', own ? '/profile' : '/company/users', texts),
  'user.role_ended': ({ own }, texts) => openPage('plain', own ? '/profile' : '/company/users', texts),
  'identity.refused': (_notice, texts) => openPage('bad', '/company/users', texts),
  'domain.proof_missing': (_notice, texts) => openPage('waiting', '/company/general', texts),
  'connection.certificate_ending': (_notice, texts) => openPage('waiting', '/company/connections', texts),
  'provisioning.administrator_kept': (_notice, texts) => openPage('waiting', '/company/users', texts),
  'domain.lost': (_notice, texts) => openPage('bad', '/company/general', texts),
  'user.switched': ({ own }, texts) => openPage('good', own ? '/profile' : '/company/users', texts),
}
