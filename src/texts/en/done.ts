import type { Invited } from '../../users/invite-users.ts'
import { sayRefused } from '../say-refused.ts'
import type { Texts } from '../texts.ts'
import { until } from './dates.ts'
import { refused } from './refused.ts'

const outcomes = {
  invited: 'has been invited.',
  already_invited: 'was invited already and gets no second mail.',
  already_user: 'is a user of this company already.',
}

const resultsInWords = ({ results }: Invited): string =>
  results
    .map((one) =>
      'refused' in one ? `${one.email}: ${sayRefused(refused, one.refused)}` : `${one.email} ${outcomes[one.outcome]}`,
    )
    .join('\n')

export const done: Texts['done'] = {
  // companies
  'companies.add': ({ name, invited }) =>
    `${name} has been added.${invited === 0 ? '' : invited === 1 ? ' The administrator has been invited.' : ` ${invited} administrators have been invited.`}`,
  'companies.change': ({ name }) => `The details and settings of ${name} have been saved.`,
  'domains.allow': ({ domain }) => `${domain} is an allowed domain now.`,
  'domains.remove': ({ domain }) => `${domain} is no allowed domain any more.`,
  'domains.start_proof': ({ name, record }) =>
    `Put this TXT record in the DNS at ${name}: ${record} and have it checked afterwards.`,
  'domains.check_proof': ({ domain }) => `${domain} has been proven and is an allowed domain now.`,
  // users
  'users.invite': resultsInWords,
  'users.invite_list': resultsInWords,
  'users.resend': ({ email, until: end }) => `${email} has a new invitation, ${until(end)}.`,
  'registrations.start': () =>
    'Look in your mail. If you can register with this address, you will find a link there to go on.',
  'registrations.finish': ({ company, full }) =>
    `Welcome! You belong to ${company} now.${full.length === 0 ? '' : ` There was no seat left for ${full.map((licence) => `"${licence}"`).join(', ')}. Ask your administrator for access.`}`,
  'users.switch_company': ({ name }) => `You belong to ${name} now.`,
  'users.change': ({ name, email }) => `The details of ${name || email} have been saved.`,
  'users.change_own': () => 'Your details have been saved.',
  'users.block': ({ name }) => `${name} has been blocked and can't reach anything any more.`,
  'users.unblock': ({ name }) => `${name} is no longer blocked and can sign in again.`,
  'users.remove': ({ name }) =>
    `${name} has been removed, with all personal data. What stays is a number without a name, so that the trail stays right.`,
  'users.leave': () =>
    'Your account has been removed, with all your personal data. What stays is a number without a name, so that the trail stays right.',
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
  'requests.take': ({ reference }) => `You took on request ${reference}.`,
  // sign-in
  'connections.add': () => 'The connection was added. Sign in through it as an administrator to test it.',
  'connections.change': () => 'The connection was changed.',
  'connections.remove': () => 'The connection was removed. Whoever was signed in through it is signed out now.',
  'connections.try_mapping': () => 'The groups were tried out. Nothing has changed.',
  'set_ups.start': () => 'The link was made.',
  'set_ups.open': () => 'You can begin.',
  'set_ups.take_metadata': ({ entityId }) => `The metadata of ${entityId} was read.`,
  'set_ups.choose_attributes': () => 'The attributes are chosen.',
  'set_ups.start_proof': ({ domain }) => `Put this record into the DNS of ${domain}.`,
  'set_ups.check_proof': ({ domain }) => `${domain} is proved.`,
  'set_ups.turn_on': () => 'The connection is on. Your colleagues can sign in with it.',
  'connections.claim_metadata': () => 'Looking whether the metadata is new.',
  'connections.refresh_metadata': ({ changed }) =>
    changed ? 'The identity provider has new details; they are in use now.' : 'Nothing has changed.',
  'own_keys.make': ({ made }) => (made ? 'The key was made.' : 'There was a key already.'),
  'own_keys.rotate': ({ step }) =>
    step === 'started'
      ? 'The new key stands beside the old one in our metadata. Let your identity provider take it in, then finish.'
      : 'The new key is in use and the old one is gone.',
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
        : 'proved' in result
          ? 'You are signed in there too. Now you can switch company.'
          : `The sign-in was refused. Code: ${result.code}.`,
  sign_out: () => 'You are signed out.',
  'sessions.touch': () => 'You are still here.',
  'sessions.end_all': ({ ended }) =>
    ended === 1
      ? 'You are signed out everywhere: in 1 browser.'
      : `You are signed out everywhere: in ${ended} browsers.`,
  'sessions.end_by_index': () => 'You are signed out.',
  // provisioning
  'delivery.send_again': ({ sent }) =>
    sent === 1 ? 'The message is being sent again.' : 'The messages are being sent again.',
  'secrets.reseal': () => 'Some of the secrets were sealed anew.',
  'operators.add': ({ name }) => `${name} is an operator now, and sets up a second factor at the first sign-in.`,
  'operators.remove': ({ email }) => `${email} is no operator any more and is signed out.`,
  'operators.unlock': ({ name }) => `${name} can sign in again.`,
  'operators.start_sign_in': () => 'Is this the address of an operator? Then a link is on its way to the mailbox.',
  'operators.open_link': () => 'The link is right. Now your code.',
  'operators.give_code': ({ entered }) => (entered ? 'You are signed in.' : 'The code is wrong.'),
  'operators.touch': () => 'You are still here.',
  'operators.sign_out': () => 'You are signed out.',
  'webhooks.add': () => 'The webhook has been added.',
  'webhooks.remove': () => 'The webhook has been removed.',
  'webhooks.replay': () => 'What happened since then is being sent again.',
  'provisioning.make_token': () => 'The token has been made.',
  'provisioning.end_token': () => 'The token has been ended.',
  'provisioning.add_person': ({ provisioned }) => `${provisioned.userName} has been added.`,
  'provisioning.change_person': ({ provisioned }) => `${provisioned.userName} has been changed.`,
  'provisioning.remove_person': () => 'The user has been removed.',
  'provisioning.add_group': ({ displayName }) => `${displayName} has been added.`,
  'provisioning.change_group': ({ displayName }) => `${displayName} has been changed.`,
  'provisioning.remove_group': () => 'The group has been removed.',
  // chats
  'step_ups.agree': () => 'Sign in now to confirm.',
  'step_ups.return': () => 'You are back.',
  'workspaces.connect': ({ name }) => `Workspace "${name}" is connected to your company.`,
  'workspaces.disconnect': ({ name }) => `Workspace "${name}" is disconnected from your company.`,
  'installations.start': () => 'Go on in Slack.',
  'installations.finish': ({ name }) => `Toegang is installed in "${name}", and connected to your company.`,
  'installations.end': () => 'The installation has ended.',
  'installations.start_renewal': () => 'The token is being renewed.',
  'installations.renew': () => 'The token was renewed.',
  'chat.meet': () => 'Hello!',
  'chat.leave': () => 'Goodbye!',
  'chat.open_home': () => 'Your page is ready.',
  'chat.filter_home': () => 'This is what you chose to see.',
  'chat.use_channel': ({ on }) =>
    on ? 'New requests will come in this channel too.' : 'New requests will not come in a channel any more.',
  'chat.channel_shared': () => 'The channel was looked after.',
  'chat.start_confirmation': () => 'Open the link and sign in to confirm your chat account.',
  'chat.confirm': ({ workspace }) =>
    `Your chat account in "${workspace}" is confirmed. You can do everything there now.`,
}
