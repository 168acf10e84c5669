import type { Texts } from '../texts.ts'

// Also the titles of modals: Slack takes 24 characters at most.
export const command: Texts['command'] = {
  // licences
  'licences.assign': 'Licentie toekennen',
  'licences.change': 'Licentie wijzigen',
  'licences.set_switches': 'Licentie instellen',
  'access.give': 'Toegang geven',
  'access.end': 'Toegang intrekken',
  // requests
  'requests.ask_access': 'Toegang aanvragen',
  'requests.ask_standard': 'Norm aanvragen',
  'requests.ask_domain': 'Domein aanvragen',
  'requests.decide': 'Aanvraag beoordelen',
  'requests.withdraw': 'Aanvraag intrekken',
}
