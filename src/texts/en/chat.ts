import { counted } from '../../kernel/counted.ts'
import type { Texts } from '../texts.ts'
import { until } from './dates.ts'

const requests = (count: number): string => (count === 1 ? '1 request' : `${count} requests`)

export const chat: Texts['chat'] = {
  helpTitle: 'What you can do here',
  helpFor: (who) => (who === 'everyone' ? 'For everyone' : 'For administrators'),
  helpHow: (command) =>
    `Type one of these words, followed by what is between brackets. Or type just "${command}" and fill in the form.`,
  does: {
    help: 'shows what you can do here',
    whoami: 'shows who you are here and in which company',
    licences: 'shows the licences of your company',
    request: 'requests access to a licence',
    standard: 'requests that a standard joins a licence',
    requests: 'shows the requests of your company',
    withdraw: 'withdraws your own request',
    register: 'makes an account for you',
    switch: 'switches to another company with the same domain',
    invite: 'invites one or more people',
    approve: 'approves one or more requests',
    decline: 'declines one or more requests',
    grant: 'gives a user access to a licence',
    revoke: 'withdraws somebody’s access',
    users: 'searches the users of your company',
    block: 'blocks a user',
    unblock: 'unblocks a user',
    remove: 'removes a user',
    admin: 'makes a user administrator',
    resend: 'sends an invitation again',
    licence: 'turns company-wide or shown on or off for a licence',
    channel: 'puts new requests in this channel too',
    settings: 'shows the settings of your company',
  },
  unknownTitle: (word) => `I don’t know "${word}"`,
  didYouMean: (usage) => `Did you mean this? ${usage}`,
  noSuchLicence: (written) => `No licence "${written}" was found`,
  choiceOfLicences: (names) => `You can choose from: ${names.join(', ')}.`,
  answeredPersonally: 'Your answer is in your own chat with me.',
  openChatFirst: 'Others read along here. First open a chat of your own with me and ask there.',
  registerTitle: 'Register',
  registerText: 'Fill in your e-mail address in the portal. You will get a link to finish your registration.',
  alreadyRegistered: (email) => `You have an account already, with address ${email}`,
  whoamiTitle: (name) => `You are ${name}`,
  stranger: 'You have no account here yet',
  company: 'Company',
  address: 'E-mail address',
  role: { user: 'user', administrator: 'administrator' },
  confirmed: 'chat account confirmed',
  notConfirmed: 'chat account not confirmed yet',
  confirmTitle: 'Confirm your chat account',
  confirmText:
    'Open the link and sign in. After that you can do here whatever an administrator may do. This is needed once.',
  licencesTitle: 'Licences',
  noLicences: 'There are no licences yet that you can use or request.',
  companyWide: 'company-wide: everybody has access',
  haveAccess: 'you have access',
  haveAccessUntil: (end) => `you have access ${until(end)}`,
  noAccess: 'you have no access',
  asked: (reference) => `requested (${reference})`,
  expired: 'expired',
  seats: (used, of) => (of === undefined ? `${used} in use` : `${used} of ${of} seats in use`),
  requestsTitle: (show, total) => {
    switch (show) {
      case 'open':
        return total === 1 ? '1 open request' : `${counted(total)} open requests`
      case 'settled':
        return total === 1 ? '1 settled request' : `${counted(total)} settled requests`
      case 'mine':
        return `${requests(total)} of yours`
    }
  },
  noRequests: 'There are no requests here.',
  kindOfRequest: { access: 'Access to a licence', standard: 'Adding a standard' },
  page: (page, of) => `Page ${page} of ${of}`,
  showAll: 'Show everything',
  previous: 'Previous',
  next: 'Next',
  more: (total, shown) => `And ${counted(total, shown)} more.`,
  switchTitle: 'Switch company',
  switchText: (company) => `You belong to ${company} now. If you switch, your access and open requests there end.`,
  noSwitch: (company) => `You belong to ${company}. There is no other company that you can switch to.`,
  switchTo: (company) => `Switch to ${company}`,
  switchConfirm: (company) =>
    `Are you sure that you want to switch to ${company}? Your access and open requests at your current company end.`,
  usersTitle: (total) => (total === 1 ? '1 user' : `${counted(total)} users`),
  invitationsTitle: (total) => (total === 1 ? '1 open invitation' : `${counted(total)} open invitations`),
  noUsers: 'No users were found.',
  userStatus: {
    invited: 'invited',
    registered: 'registered',
    blocked: 'blocked',
  },
  settingsTitle: 'Settings',
  domains: 'Allowed domains',
  freeRegistration: 'Free registration allowed',
  yes: 'yes',
  no: 'no',
  decidedTitle: (approved, declined, refused) =>
    [
      ...(approved > 0 ? [`${requests(approved)} approved`] : []),
      ...(declined > 0 ? [`${requests(declined)} declined`] : []),
      ...(refused > 0 ? [`${requests(refused)} not done`] : []),
    ].join(', '),
  invitedTitle: (invited, refused) =>
    [
      ...(invited > 0 ? [invited === 1 ? '1 invitation sent' : `${invited} invitations sent`] : []),
      ...(refused > 0 ? [`${refused} not done`] : []),
    ].join(', ') || 'No new invitations',
  alreadyInvited: 'was invited already',
  alreadyUser: 'is a user already',
  invited: 'invited',
}
