import type { FoundOf, ResultOf } from '../catalogue.ts'
import { sayRefused } from '../texts/say-refused.ts'
import type { Texts } from '../texts/texts.ts'
import type { UserRow } from '../users/search-users.ts'
import type { Action, Card } from './card.ts'
import type { See } from './see.ts'

/** More would not fit in one message of any chat; the portal shows the rest. */
const most = 15

/** Users as an administrator finds them, each with what can be done about it at once. */
export const usersCard = ({ users, total }: FoundOf<'users.search'>, { texts }: See): Card => ({
  tone: 'plain',
  title: texts.chat.usersTitle(total),
  text: [...(total === 0 ? [texts.chat.noUsers] : []), ...(total > most ? [texts.chat.more(total, most)] : [])],
  items: users.slice(0, most).map((user) => ({
    title: user.name || user.email,
    text: [user.email, texts.chat.role[user.role], statusOf(user, texts)].join(' · '),
    actions: actionsFor(user, texts),
  })),
  actions: [{ kind: 'link', label: texts.card.openPage, path: '/company/users' } satisfies Action],
})

/** The invitations that wait, for administrators; each can be sent again. */
export const invitationsCard = (found: FoundOf<'users.search'>, see: See): Card => ({
  ...usersCard(found, see),
  title: see.texts.chat.invitationsTitle(found.total),
  actions: [
    { kind: 'form', label: see.texts.command['users.invite'], name: 'users.invite', input: {} },
    { kind: 'link', label: see.texts.card.openPage, path: '/company/users?status=invited' },
  ],
})

const statusOf = ({ status }: UserRow, texts: Texts): string =>
  status === 'removed' ? texts.card.removedUser : texts.chat.userStatus[status]

const actionsFor = ({ id, status }: UserRow, { command }: Texts): Action[] => {
  const run = (name: 'users.resend' | 'users.unblock'): Action => ({
    kind: 'run',
    label: command[name],
    name,
    input: { user: id },
  })
  if (status === 'invited') return [run('users.resend')]
  return status === 'blocked' ? [run('users.unblock')] : []
}

/** What came of each address. */
export const invitedCard = ({ results }: ResultOf<'users.invite'>, { texts }: See): Card => {
  const refused = results.filter((result) => 'refused' in result).length
  const outcomes = {
    invited: texts.chat.invited,
    already_invited: texts.chat.alreadyInvited,
    already_user: texts.chat.alreadyUser,
  }
  return {
    tone: refused > 0 ? 'waiting' : 'good',
    title: texts.chat.invitedTitle(results.length - refused, refused),
    ...(results.length > most && { text: [texts.chat.more(results.length, most)] }),
    items: refusedFirst(results)
      .slice(0, most)
      .map((result) => ({
        title: result.email,
        text: 'refused' in result ? sayRefused(texts.refused, result.refused) : outcomes[result.outcome],
      })),
  }
}

/** What did not work is for the administrator to mend; it never falls off the end. */
const refusedFirst = (results: ResultOf<'users.invite'>['results']) =>
  [...results].sort((one, other) => Number('refused' in other) - Number('refused' in one))

/** The companies that somebody can switch to. One that requires its own sign-in is reached through the portal. */
export const switchableCard = ({ current, companies }: FoundOf<'users.switchable'>, { texts }: See): Card => ({
  tone: 'plain',
  title: texts.chat.switchTitle,
  text: [companies.length > 0 ? texts.chat.switchText(current.name) : texts.chat.noSwitch(current.name)],
  actions: companies.slice(0, most).map(
    ({ id, name, connectionId }): Action =>
      connectionId
        ? { kind: 'link', label: texts.chat.switchTo(name), path: '/profile' }
        : {
            kind: 'run',
            label: texts.chat.switchTo(name),
            name: 'users.switch_company',
            input: { companyId: id },
            confirm: texts.chat.switchConfirm(name),
          },
  ),
})

/** The company's details and settings, as far as they fit in a chat. */
export const settingsCard = ({ name, settings, domains }: FoundOf<'companies.show'>, { texts }: See): Card => {
  const yesNo = (value: boolean) => (value ? texts.chat.yes : texts.chat.no)
  const verified = domains.filter((domain) => domain.state === 'verified').map((domain) => domain.domain)
  return {
    tone: 'plain',
    title: texts.chat.settingsTitle,
    facts: [
      { label: texts.chat.company, value: name },
      { label: texts.chat.domains, value: verified.join(', ') || '–' },
      { label: texts.chat.freeRegistration, value: yesNo(settings.freeRegistration) },
      { label: texts.field.reasonMandatory, value: yesNo(settings.reasonMandatory) },
      ...(settings.requestText ? [{ label: texts.field.requestText, value: settings.requestText }] : []),
    ],
    actions: [{ kind: 'link', label: texts.card.openPage, path: '/company/general' }],
  }
}
