import type { Texts } from '../texts.ts'
import { day, until } from './dates.ts'

const because = {
  withdrawn: 'withdrawn by an administrator',
  ended: 'its end date has come',
  group: 'no longer in the group',
  blocked: 'account blocked',
  removed: 'account removed',
  switched: 'switched company',
}
const registered = {
  invitation: 'through an invitation',
  free_registration: 'through free registration',
  provisioning: 'added automatically by single sign-on',
}
const signedIn = {
  assertion: 'through single sign-on',
  link: 'with a link',
  registration: 'at registration',
}
const proved = {
  operator: 'by customer service',
  dns: 'proved with a DNS record',
}

export const trail: Texts['trail'] = {
  'company.added': () => 'The company was added.',
  'company.changed': () => 'The details or settings of the company were changed.',
  'domain.allowed': ({ domain, how }) => `Domain ${domain} was allowed, ${proved[how]}.`,
  'domain.proof_started': ({ domain }) => `The proof of domain ${domain} was started.`,
  'domain.proof_missing': ({ domain, since }) => `The DNS record of domain ${domain} is missing since ${day(since)}.`,
  'domain.lost': ({ domain }) => `Domain ${domain} is no longer allowed: its proof is gone.`,
  'domain.removed': ({ domain }) => `Domain ${domain} was removed.`,
  'user.invited': ({ userId }, name) => `An invitation was sent to ${name(userId)}.`,
  'user.invitation_resent': ({ userId }, name) => `The invitation was sent again to ${name(userId)}.`,
  'user.invitation_expired': ({ userId }, name) => `The invitation of ${name(userId)} has expired.`,
  'user.registered': ({ userId, how }, name) => `The registration of ${name(userId)} was finished, ${registered[how]}.`,
  'user.changed': ({ userId }, name) => `The details of ${name(userId)} were changed.`,
  'user.role_changed': ({ userId, role, until: end }, name) =>
    `The role of ${name(userId)} is now ${role}${end ? `, ${until(end)}` : ''}.`,
  'user.role_ended': ({ userId }, name) => `The temporary administrator role of ${name(userId)} has ended.`,
  'user.blocked': ({ userId }, name) => `The account of ${name(userId)} was blocked.`,
  'user.unblocked': ({ userId }, name) => `The account of ${name(userId)} was unblocked.`,
  'user.removed': ({ userId }, name) => `The account of ${name(userId)} was removed.`,
  'user.switched': ({ userId, companyId, fromCompanyId }, name) =>
    `The account of ${name(userId)} switched from ${name(fromCompanyId)} to ${name(companyId)}.`,
  'licence.assigned': ({ licenceId }, name) => `Licence ${name(licenceId)} was assigned.`,
  'licence.changed': ({ licenceId }, name) => `Licence ${name(licenceId)} was changed.`,
  'licence.switched': ({ licenceId, companyWide, shown }, name) =>
    `Licence ${name(licenceId)} is now ${companyWide ? 'company-wide' : 'not company-wide'} and ${shown ? 'shown' : 'not shown'} to users.`,
  'licence.expired': ({ licenceId }, name) => `Licence ${name(licenceId)} has expired.`,
  'standard.added': ({ licenceId, number }, name) => `Standard ${number} was added to licence ${name(licenceId)}.`,
  'access.given': ({ userId, licenceId, until: end }, name) =>
    `Access to ${name(licenceId)} was given to ${name(userId)}${end ? `, ${until(end)}` : ''}.`,
  'access.ended': ({ userId, licenceId, because: why }, name) =>
    `The access of ${name(userId)} to ${name(licenceId)} has ended: ${because[why]}.`,
  'request.made': ({ requestId, userId }, name) => `Request ${name(requestId)} was made by ${name(userId)}.`,
  'request.taken': ({ requestId, userId, by }, name) =>
    `Request ${name(requestId)} by ${name(userId)} was taken on by ${name(by)}.`,
  'request.approved': ({ requestId, userId }, name) => `Request ${name(requestId)} by ${name(userId)} was approved.`,
  'request.declined': ({ requestId, userId }, name) => `Request ${name(requestId)} by ${name(userId)} was declined.`,
  'request.withdrawn': ({ requestId, userId }, name) => `Request ${name(requestId)} was withdrawn by ${name(userId)}.`,
  'request.expired': ({ requestId, userId }, name) =>
    `Request ${name(requestId)} by ${name(userId)} has expired without a decision.`,
  'request.reminded': ({ requestId, userId }, name) =>
    `The administrators were reminded of request ${name(requestId)} by ${name(userId)}.`,
  'requests.waiting': ({ waiting }) =>
    `The administrators were sent a digest: ${waiting === 1 ? '1 request is' : `${waiting} requests are`} waiting.`,
  'connection.added': () => 'A single sign-on connection was added.',
  'connection.changed': () => 'A single sign-on connection was changed.',
  'connection.removed': () => 'A single sign-on connection was removed.',
  'connection.certificate_ending': ({ endsAt }) => `The certificates of the identity provider end on ${day(endsAt)}.`,
  'identity.linked': ({ userId }, name) => `The account of ${name(userId)} was linked to single sign-on.`,
  'identity.released': ({ userId }, name) =>
    `The account of ${name(userId)} was unlinked from single sign-on and is linked anew at the next sign-in.`,
  'identity.refused': ({ userId }, name) =>
    `The connection of another company tried to sign in as ${name(userId)}. That was refused.`,
  'provisioning.token_made': () => 'A token for automatic adding was made.',
  'provisioning.token_ended': () => 'A token for automatic adding was ended.',
  'provisioning.administrator_kept': ({ userId }, name) =>
    `The identity provider ended the account of ${name(userId)}, the last administrator. It was kept.`,
  'group.added': () => 'The identity provider added a group.',
  'group.changed': () => 'The identity provider changed a group.',
  'group.removed': () => 'The identity provider removed a group.',
  'delivery.repeated': () => 'What had not arrived was sent again.',
  'webhook.added': () => 'A webhook was added.',
  'webhook.removed': () => 'A webhook was removed.',
  'operator.added': ({ operatorId }, name) => `An operator was added: ${name(operatorId)}.`,
  'operator.removed': () => 'An operator was removed.',
  'operator.enrolled': ({ operatorId }, name) => `The second factor of operator ${name(operatorId)} was set up.`,
  'operator.signed_in': ({ operatorId, how }, name) =>
    `Operator ${name(operatorId)} signed in, ${how === 'code' ? 'with a code of the app' : 'with a recovery code'}.`,
  'operator.locked': ({ operatorId }, name) => `Operator ${name(operatorId)} was locked after too many wrong codes.`,
  'operator.unlocked': ({ operatorId }, name) => `Operator ${name(operatorId)} was unlocked.`,
  'sign_in.succeeded': ({ userId, how }, name) => `There was a sign-in by ${name(userId)}, ${signedIn[how]}.`,
  'sign_in.refused': ({ code, reason }) => `A sign-in through single sign-on was refused (${reason}, code ${code}).`,
  'sign_in.ended': ({ userId }, name) => `There was a sign-out by ${name(userId)}.`,
  'workspace.connected': () => 'A workspace was connected to the company.',
  'workspace.channel_chosen': ({ on }) =>
    on ? 'New requests come in a channel too.' : 'New requests do not come in a channel any more.',
  'workspace.installed': () => 'The app was installed in a Slack workspace.',
  'workspace.uninstalled': () => 'The app was removed from a Slack workspace.',
  'workspace.disconnected': () => 'A workspace was disconnected from the company.',
  'chat_account.confirmed': ({ userId }, name) => `The chat account of ${name(userId)} was confirmed.`,
}
