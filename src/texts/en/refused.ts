import { fieldNames } from '../field-names.ts'
import type { Texts } from '../texts.ts'
import { moment } from './dates.ts'
import { field } from './field.ts'

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' })

export const refused: Texts['refused'] = {
  // any use case
  invalid_input: ({ fields }) => {
    const names = fieldNames(fields, field)
    return names.length > 0
      ? `Something is not right in: ${names.join(', ')}. Change it and try again.`
      : 'Something is not right in what you filled in. Change it and try again.'
  },
  not_allowed: () => 'You may not do this. Ask an administrator of your company.',
  not_signed_in: () => 'You are not signed in. Sign in and try again.',
  confirm_first: () =>
    'First confirm once that this chat account is yours. After that you can do here whatever an administrator may do.',
  not_found: () => 'This was not found. Check the name or the code, or look in the list.',
  // companies and domains
  customer_number_taken: () => 'This customer number belongs to another company. Check the number.',
  domain_not_possible: ({ domain, fault }) => {
    switch (fault) {
      case 'malformed':
        return `"${domain}" is not a valid domain. Write it like: example.com.`
      case 'public_mail':
        return `Anybody can get a mail address at ${domain}. Choose a domain that your company owns.`
      case 'public_suffix':
        return `Anybody can register a domain under ${domain}. Choose a domain that your company owns.`
    }
  },
  domain_already_allowed: ({ domain }) => `${domain} is an allowed domain already. There is nothing left to do.`,
  quiet_hours_incomplete: () => 'Fill in two different times for quiet hours, or leave both empty.',
  no_allowed_domain: () => 'Your company has no allowed domain yet. Ask for one under My company > General.',
  proof_not_found: ({ name, record }) =>
    `No TXT record with the value ${record} was found at ${name}. Add it, wait a little and try again.`,
  // users
  email_malformed: ({ email }) => `"${email}" is not a valid e-mail address. Check it for typing errors.`,
  domain_not_allowed: ({ email, domains }) =>
    domains.length > 0 && domains.length <= 5
      ? `${email} is not in an allowed domain. Use an address at ${either.format(domains)}.`
      : `${email} is not in an allowed domain. See the allowed domains under My company > General.`,
  already_registered: ({ email }) => `${email} has an account already. Look the address up under Users.`,
  link_used_or_expired: () => 'This link was used already or has expired. Ask for a new one.',
  choose_company: () => 'First choose the company that you belong to.',
  company_not_offered: () => 'You can’t join this company. Choose another one or ask for an invitation.',
  already_in_company: () => 'You are in this company already. There is nothing to do.',
  last_administrator: () =>
    'A company always keeps an administrator. First make somebody else administrator without an end date.',
  not_invited: ({ email }) => `There is no open invitation for ${email}. Send a new invitation.`,
  is_blocked: () => 'This user is blocked. An administrator can unblock them.',
  is_not_blocked: () => 'This user is not blocked. There is nothing to do.',
  must_be_in_future: ({ field: name }) =>
    `${fieldNames({ [name]: [] }, field).join('')}: choose a moment that is still to come.`,
  // licences
  licence_name_taken: ({ name }) => `This company already has a licence "${name}". Choose another name.`,
  licence_expired: ({ licence }) => `Licence "${licence}" has expired. Customer service can extend it.`,
  licence_not_shown: ({ licence }) =>
    `You can’t request licence "${licence}" yourself. Ask an administrator for access.`,
  no_seats_left: ({ licence, seats }) =>
    `All ${seats} seats of "${licence}" are taken. Withdraw somebody’s access first, or ask customer service for more seats.`,
  already_has_access: ({ licence }) => `The access to "${licence}" is there already. Nothing has changed.`,
  has_no_access: ({ licence }) => `This user has no access of their own to "${licence}". Nothing has changed.`,
  comes_with_company_wide: ({ licence }) =>
    `"${licence}" is company-wide, so it is for everybody. Turn company-wide off to arrange access per person.`,
  // requests
  reason_mandatory: () => 'Your company wants to know why you ask for this. Fill in a reason.',
  nothing_to_ask: () => 'There is no licence that you can request now. You can request a standard.',
  already_requested: ({ reference }) =>
    `You asked for this already: ${reference} is still open. You will hear as soon as it is decided.`,
  already_in_collection: ({ number, licence }) =>
    `${number} is in "${licence}" already. Request access to that licence if you do not have it yet.`,
  choose_licence: () => 'Choose the licence that the standard is added to.',
  own_request: () => 'You can’t decide on your own request. Another administrator can.',
  channel_not_here: () => 'Say this in the channel itself, after you added me there.',
  already_decided: ({ reference, verdict, by, at }) =>
    `Request ${reference} was already ${verdict === 'approved' ? 'approved' : 'declined'}${by && ` by ${by}`} on ${moment(at)}.`,
  already_settled: ({ reference, state }) =>
    `Request ${reference} ${state === 'withdrawn' ? 'was already withdrawn' : 'has already expired'}. Still needed? Then it can be requested again.`,
  decided_by_operator: ({ reference }) =>
    `Customer service decides on request ${reference}. You will hear as soon as it is decided.`,
  // sign-in
  metadata_unusable: ({ why }) => `This metadata can’t be used: ${why}`,
  single_sign_on_required: () =>
    'Your company only allows signing in through its own single sign-on. Sign in with that.',
  test_sign_in_first: () =>
    'First sign in as an administrator through this connection. Within an hour after that you can make it mandatory.',
  no_break_glass: ({ company }) =>
    `Somebody must be able to sign in when the connection fails. First give ${company} an administrator without an end date.`,
  connection_shared: () =>
    'This connection belongs to several companies together. Ask customer service to change or remove it.',
  // chats
  two_tokens_already: () => 'There are two tokens already. End one of them first.',
  already_provisioned: ({ userName }) =>
    `The user name ${userName}, its key or its account is somebody else's already.`,
  address_in_use: ({ email }) => `${email} belongs to an account that this connection has no say about.`,
  changed_meanwhile: () => 'This was changed meanwhile. Read it again and try once more.',
  group_already_there: ({ name }) => `There is a group ${name} or one with its key already.`,
  unknown_member: ({ id }) => `There is nobody with the identifier ${id}.`,
  already_operator: ({ email }) => `${email} is an operator already. There is nothing left to do.`,
  wrong_code: ({ left }) =>
    left === 0
      ? 'This code is wrong, and too many were. Let somebody with the token of the API admit you again.'
      : `This code is wrong or was used already. Wait for the next one in your app. You may be wrong ${left === 1 ? 'once' : `${left} times`} more.`,
  webhook_already_there: () => 'There is a webhook with this address already.',
  workspace_not_connected: () =>
    'This workspace is not connected to your company yet. Ask an administrator to do that in the portal.',
  installation_not_asked: () =>
    'This installation was not started in this browser, or that was more than ten minutes ago. Nothing has changed. Start again at My company, Connections.',
  sign_in_again: () =>
    'Your company asks you to sign in again for this change. Do so within half an hour; it is then done by itself.',
  account_not_vouched: () =>
    'No company address is known for this chat account. Guests and external accounts use the portal.',
  other_chat_account: () =>
    'This chat account belongs to somebody else. Sign in with the address of your chat account.',
  no_account: ({ canRegister }) =>
    canRegister
      ? 'You have no account yet. Register and try again.'
      : 'You have no account yet. Ask an administrator of your company for an invitation.',
}
