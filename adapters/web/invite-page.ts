import type { Router } from 'express'
import type { FoundOf } from '../../src/catalogue.ts'
import { refuse } from '../../src/kernel/refusal.ts'
import { sayRefused } from '../../src/texts/say-refused.ts'
import type { Texts } from '../../src/texts/texts.ts'
import { roles } from '../../src/users/user.ts'
import { fieldsFor, form, inputOf, type WebRules } from './form.ts'
import { html } from './html.ts'
import { languageOptions } from './options.ts'
import { type Answer, addPage, sayDone } from './pages.ts'
import { type Posted, readPosted } from './posted.ts'
import type { Portal, UserVisit } from './visit.ts'

const path = '/company/users/invite'

type Licences = FoundOf<'licences.list'>['licences']

const rulesFor = (licences: Licences, { card, chat }: Texts): WebRules => ({
  emails: { kind: 'emails', required: true, hint: card.emailsHint },
  role: { kind: 'choice', required: true, options: roles.map((role) => ({ value: role, label: chat.role[role] })) },
  roleUntil: { kind: 'date' },
  licenceIds: { kind: 'choices', options: licences.map(({ id, name }) => ({ value: id, label: name })) },
  name: { kind: 'line' },
  phone: { kind: 'line' },
  country: { kind: 'line' },
  language: { kind: 'choice', options: languageOptions },
})

/** `/company/users/invite`: one person or many at once. What could not be invited stays in the form, with why. */
export const addInvitePage = (routes: Router, portal: Portal): void =>
  addPage(routes, portal, { path, who: 'administrator', show: (visit) => invitePage(visit), acts: { invite } })

const invitePage = async (visit: UserVisit, results: readonly string[] = []): Promise<Answer> => {
  const { texts } = visit
  const licences = await visit.core.ask('licences.list', visit.claim, {})
  if (!licences.ok) return licences
  const live = licences.result.licences.filter(
    ({ access, companyWide }) => access.because !== 'expired' && !companyWide,
  )
  return {
    title: texts.command['users.invite'],
    body: html`${results.length > 0 && html`<p class="fault" role="alert">${results.join('\n')}</p>`}
${form(visit, {
  act: 'invite',
  fields: fieldsFor('users.invite', rulesFor(live, texts), { role: 'user' }, texts),
  submit: texts.web.users.sendInvitations,
})}
<p><a href="/company/users">${texts.web.users.back}</a></p>`,
  }
}

const invite = async (visit: UserVisit, posted: Posted): Promise<Answer> => {
  const { texts } = visit
  const outcome = await visit.core.run('users.invite', visit.claim, inputOf(rulesFor([], texts), posted))
  if (!outcome.ok) return outcome
  const refused = outcome.result.results.flatMap((one) => ('refused' in one ? [one] : []))
  const invited = outcome.result.results.filter((one) => 'outcome' in one && one.outcome === 'invited').length
  const isShort = outcome.result.results.length <= 10
  const title = texts.chat.invitedTitle(invited, refused.length)
  if (refused.length === 0)
    return { goTo: '/company/users', say: isShort ? sayDone(texts, 'users.invite', outcome.result) : title }
  const lines = refused.map(({ email, refused: why }) => `${email}: ${sayRefused(texts.refused, why)}`)
  const left = readPosted({ ...visit.request.body, emails: refused.map(({ email }) => email).join('\n') })
  const problem = { act: 'invite', refused: refuse('invalid_input', { fields: {} }), posted: left }
  const again = await invitePage({ ...visit, problem }, [title, ...lines])
  return 'body' in again ? { ...again, status: 422 } : again
}
