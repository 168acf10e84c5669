import type { Texts } from '../texts.ts'

// Also the titles of modals: Slack takes 24 characters at most.
export const command: Texts['command'] = {
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
}
