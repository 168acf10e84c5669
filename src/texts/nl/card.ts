import type { Texts } from '../texts.ts'
import { moment } from './dates.ts'

export const card: Texts['card'] = {
  requestTitle: {
    access: (licence) => `Toegang tot "${licence}"`,
    standard: (number) => `Norm ${number}`,
    domain: (domain) => `Domein ${domain}`,
    domainRemoval: (domain) => `Weghalen van domein ${domain}`,
  },
  state: {
    open: 'Wacht op een besluit',
    withdrawn: 'Ingetrokken',
    expired: 'Verlopen zonder besluit',
  },
  verdict: { approved: 'Goedgekeurd', declined: 'Afgewezen' },
  decidedBy: (verdict, by, at) => `${verdict === 'approved' ? 'Goedgekeurd' : 'Afgewezen'} door ${by} op ${moment(at)}`,
  byOperator: 'de klantenservice',
  byCompanyWide: 'de klantenservice (licentie is nu bedrijfsbreed)',
  removedUser: 'een verwijderde gebruiker',
  reference: 'Code',
  requester: 'Aangevraagd door',
  status: 'Status',
  licence: 'Licentie',
  standard: 'Norm',
  declineReason: 'Reden van afwijzing',
  send: 'Versturen',
  emailsHint: 'Eén of meer, met een komma of een nieuwe regel ertussen',
  approve: 'Goedkeuren',
  decline: 'Afwijzen',
  withdraw: 'Intrekken',
  withdrawConfirm: (reference) => `Weet je zeker dat je aanvraag ${reference} wilt intrekken?`,
  access: 'Toegang',
  open: 'Openen',
  nothing: 'Er is hier niets te zien.',
  somethingWrong: (reference) =>
    `Er ging iets mis. Probeer het straks opnieuw. Blijft het misgaan? Noem dan code ${reference} bij de klantenservice.`,
  working: 'Een ogenblik, ik ben er nog mee bezig. Je ziet het antwoord hier zodra het er is.',
  openPage: 'Openen in het portaal',
  signIn: 'Inloggen',
  confirmAccount: 'Chataccount bevestigen',
  register: 'Registreren',
  askInvitation: 'Vraag een beheerder van je bedrijf om een uitnodiging.',
}
