import { sayRefused } from '../say-refused.ts'
import type { Texts } from '../texts.ts'
import { refused } from './refused.ts'

export const done: Texts['done'] = {
  // licences
  'licences.assign': ({ name }) => `Licence "${name}" is assigned.`,
  'licences.change': ({ name }) => `Licence "${name}" is changed.`,
  'licences.set_switches': ({ licence: { name, companyWide, shown }, approved }) =>
    [
      `"${name}" is now ${companyWide ? 'company-wide' : 'not company-wide'} and ${shown ? 'shown' : 'not shown'} to users.`,
      ...(approved === 0
        ? []
        : [approved === 1 ? 'One open request is approved.' : `${approved} open requests are approved.`]),
    ].join(' '),
  'access.give': ({ name, licence }) => `${name} now has access to "${licence}".`,
  'access.end': ({ name, licence }) => `${name} no longer has access to "${licence}".`,
  // requests
  'requests.ask_access': ({ reference }) =>
    `Your request ${reference} is sent. You will hear as soon as an administrator decides.`,
  'requests.ask_standard': ({ reference }) =>
    `Your request ${reference} is sent. You will hear as soon as an administrator decides.`,
  'requests.ask_domain': ({ reference }) =>
    `Your request ${reference} is sent. You will hear as soon as customer service decides.`,
  'requests.decide': ({ results }) =>
    results
      .map((one) =>
        one.ok
          ? `Request ${one.reference} is ${one.verdict === 'approved' ? 'approved' : 'declined'}.`
          : `${one.asked}: ${sayRefused(refused, one.refused)}`,
      )
      .join('\n'),
  'requests.withdraw': ({ reference }) => `Your request ${reference} is withdrawn.`,
  // sign-in
  'connections.add': () => 'The connection was added. Sign in through it as an administrator to test it.',
  'connections.change': () => 'The connection was changed.',
  'connections.remove': () => 'The connection was removed. Whoever was signed in through it is signed out now.',
  'identities.release': ({ name }) => `The account of ${name} was unlinked and is linked anew at the next sign-in.`,
  'sign_in.start': ({ kind }) =>
    kind === 'link'
      ? 'Does this address belong to an account? Then a link to sign in arrives in the mailbox shortly.'
      : 'Sign in at your company.',
  'sign_in.by_link': () => 'You are signed in.',
  'sign_in.request': () => 'Sign in at your company.',
  'sign_in.refuse': ({ code }) => `The sign-in was refused. Code: ${code}.`,
  'sign_in.hold': (result) => (result.held ? 'One moment.' : `The sign-in was refused. Code: ${result.code}.`),
  'sign_in.finish': (result) =>
    result.signedIn
      ? 'You are signed in.'
      : 'choose' in result
        ? 'Choose the company that you belong to.'
        : `The sign-in was refused. Code: ${result.code}.`,
  sign_out: () => 'You are signed out.',
  'sessions.end_all': ({ ended }) =>
    ended === 1
      ? 'You are signed out everywhere: in 1 browser.'
      : `You are signed out everywhere: in ${ended} browsers.`,
  'sessions.end_by_index': () => 'You are signed out.',
  // chats
  'workspaces.connect': ({ name }) => `Workspace "${name}" is connected to your company.`,
  'workspaces.disconnect': ({ name }) => `Workspace "${name}" is disconnected from your company.`,
  'chat.meet': () => 'Hello!',
  'chat.start_confirmation': () => 'Open the link and sign in to confirm your chat account.',
  'chat.confirm': ({ workspace }) =>
    `Your chat account in "${workspace}" is confirmed. You can do everything there now.`,
}
