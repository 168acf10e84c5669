import type { Texts } from '../texts.ts'

// Also the titles of modals: Slack takes 24 characters at most.
export const command: Texts['command'] = {
  // companies
  'companies.add': 'Bedrijf toevoegen',
  'companies.change': 'Instellingen wijzigen',
  'domains.allow': 'Domein toestaan',
  'domains.remove': 'Domein verwijderen',
  'domains.start_proof': 'Domein bewijzen',
  'domains.check_proof': 'Bewijs controleren',
  // users
  'users.invite': 'Gebruikers uitnodigen',
  'users.invite_list': 'Lijst uitnodigen',
  'users.resend': 'Opnieuw uitnodigen',
  'registrations.start': 'Registreren',
  'registrations.finish': 'Registratie afmaken',
  'users.switch_company': 'Van bedrijf wisselen',
  'users.change': 'Gebruiker wijzigen',
  'users.change_own': 'Mijn gegevens wijzigen',
  'users.block': 'Gebruiker blokkeren',
  'users.unblock': 'Gebruiker deblokkeren',
  'users.remove': 'Gebruiker verwijderen',
  'users.leave': 'Mijn account verwijderen',
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
  // sign-in
  'connections.add': 'Koppeling toevoegen',
  'connections.change': 'Koppeling wijzigen',
  'connections.remove': 'Koppeling verwijderen',
  'identities.release': 'Account losmaken',
  'sign_in.start': 'Inloggen',
  'sign_in.by_link': 'Inloggen met link',
  'sign_in.request': 'Inloggen bij je bedrijf',
  'sign_in.refuse': 'Inloggen tegenhouden',
  'sign_in.hold': 'Antwoord aannemen',
  'sign_in.finish': 'Inloggen afronden',
  sign_out: 'Uitloggen',
  'sessions.end_all': 'Overal uitloggen',
  'sessions.end_by_index': 'Uitloggen door bedrijf',
  // chats
  'workspaces.connect': 'Werkruimte koppelen',
  'workspaces.disconnect': 'Werkruimte loskoppelen',
  'chat.meet': 'Chataccount onthouden',
  'chat.start_confirmation': 'Chataccount bevestigen',
  'chat.confirm': 'Bevestigen',
}
