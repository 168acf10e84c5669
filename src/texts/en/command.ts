import type { Texts } from '../texts.ts'

// Also the titles of modals: Slack takes 24 characters at most.
export const command: Texts['command'] = {
  // companies
  'companies.add': 'Add company',
  'companies.change': 'Change settings',
  'domains.allow': 'Allow domain',
  'domains.remove': 'Remove domain',
  'domains.start_proof': 'Prove domain',
  'domains.check_proof': 'Check proof',
  // users
  'users.invite': 'Invite users',
  'users.invite_list': 'Invite a list',
  'users.resend': 'Invite again',
  'registrations.start': 'Register',
  'registrations.finish': 'Finish registration',
  'users.switch_company': 'Switch company',
  'users.change': 'Change user',
  'users.change_own': 'Change my details',
  'users.block': 'Block user',
  'users.unblock': 'Unblock user',
  'users.remove': 'Remove user',
  'users.leave': 'Remove my account',
  // licences
  'licences.assign': 'Assign licence',
  'licences.change': 'Change licence',
  'licences.set_switches': 'Set up licence',
  'access.give': 'Give access',
  'access.end': 'Withdraw access',
  // requests
  'requests.ask_access': 'Request access',
  'requests.ask_standard': 'Request a standard',
  'requests.ask_domain': 'Request a domain',
  'requests.decide': 'Decide on request',
  'requests.withdraw': 'Withdraw request',
  // sign-in
  'connections.add': 'Add connection',
  'connections.change': 'Change connection',
  'connections.remove': 'Remove connection',
  'identities.release': 'Unlink account',
  'sign_in.start': 'Sign in',
  'sign_in.by_link': 'Sign in with link',
  'sign_in.request': 'Sign in at your company',
  'sign_in.refuse': 'Refuse sign-in',
  'sign_in.hold': 'Take answer',
  'sign_in.finish': 'Finish signing in',
  sign_out: 'Sign out',
  'sessions.end_all': 'Sign out everywhere',
  'sessions.end_by_index': 'Sign out by company',
  // chats
  'workspaces.connect': 'Connect workspace',
  'workspaces.disconnect': 'Disconnect workspace',
  'chat.meet': 'Remember chat account',
  'chat.start_confirmation': 'Confirm chat account',
  'chat.confirm': 'Confirm',
}
