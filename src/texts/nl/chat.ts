import { counted } from '../../kernel/counted.ts'
import type { Texts } from '../texts.ts'
import { until } from './dates.ts'

const requests = (count: number): string => (count === 1 ? '1 aanvraag' : `${count} aanvragen`)

export const chat: Texts['chat'] = {
  helpTitle: 'Dit kun je hier doen',
  helpFor: (who) => (who === 'everyone' ? 'Voor iedereen' : 'Voor beheerders'),
  helpHow: (command) =>
    `Typ een van deze woorden, met erachter wat tussen haakjes staat. Of typ alleen "${command}" en vul het formulier in.`,
  does: {
    help: 'laat zien wat je hier kunt doen',
    whoami: 'laat zien wie je hier bent en bij welk bedrijf',
    licences: 'toont de licenties van je bedrijf',
    request: 'vraagt toegang tot een licentie aan',
    standard: 'vraagt aan of een norm bij een licentie mag',
    requests: 'toont de aanvragen van je bedrijf',
    withdraw: 'trekt je eigen aanvraag in',
    register: 'maakt een account voor je',
    switch: 'wisselt naar een ander bedrijf met hetzelfde domein',
    invite: 'nodigt een of meer mensen uit',
    approve: 'keurt een of meer aanvragen goed',
    decline: 'wijst een of meer aanvragen af',
    grant: 'geeft een gebruiker toegang tot een licentie',
    revoke: 'trekt iemands toegang in',
    users: 'zoekt in de gebruikers van je bedrijf',
    block: 'blokkeert een gebruiker',
    unblock: 'heft een blokkade op',
    remove: 'verwijdert een gebruiker',
    admin: 'maakt een gebruiker beheerder',
    resend: 'stuurt een uitnodiging opnieuw',
    licence: 'zet een licentie bedrijfsbreed of getoond, aan of uit',
    channel: 'zet nieuwe aanvragen ook in dit kanaal',
    settings: 'toont de instellingen van je bedrijf',
  },
  unknownTitle: (word) => `"${word}" ken ik niet`,
  didYouMean: (usage) => `Bedoel je dit? ${usage}`,
  noSuchLicence: (written) => `Er is geen licentie "${written}" gevonden`,
  choiceOfLicences: (names) => `Je kunt kiezen uit: ${names.join(', ')}.`,
  answeredPersonally: 'Je antwoord staat in je eigen chat met mij.',
  openChatFirst: 'Hier lezen anderen mee. Open eerst een eigen chat met mij en vraag het daar.',
  registerTitle: 'Registreren',
  registerText: 'Vul in het portaal je e-mailadres in. Je krijgt een link om je registratie af te maken.',
  alreadyRegistered: (email) => `Je hebt al een account, met adres ${email}`,
  whoamiTitle: (name) => `Je bent ${name}`,
  stranger: 'Je hebt hier nog geen account',
  company: 'Bedrijf',
  address: 'E-mailadres',
  role: { user: 'gebruiker', administrator: 'beheerder' },
  confirmed: 'chataccount bevestigd',
  notConfirmed: 'chataccount nog niet bevestigd',
  confirmTitle: 'Bevestig je chataccount',
  confirmText: 'Open de link en log in. Daarna kun je hier alles doen wat een beheerder mag. Dit hoeft maar één keer.',
  licencesTitle: 'Licenties',
  noLicences: 'Er zijn nog geen licenties die je kunt gebruiken of aanvragen.',
  companyWide: 'bedrijfsbreed: iedereen heeft toegang',
  haveAccess: 'je hebt toegang',
  haveAccessUntil: (end) => `je hebt toegang ${until(end)}`,
  noAccess: 'je hebt geen toegang',
  asked: (reference) => `aangevraagd (${reference})`,
  expired: 'verlopen',
  seats: (used, of) => (of === undefined ? `${used} in gebruik` : `${used} van ${of} plaatsen in gebruik`),
  requestsTitle: (show, total) => {
    switch (show) {
      case 'open':
        return total === 1 ? '1 open aanvraag' : `${counted(total)} open aanvragen`
      case 'settled':
        return total === 1 ? '1 afgehandelde aanvraag' : `${counted(total)} afgehandelde aanvragen`
      case 'mine':
        return `${requests(total)} van jou`
    }
  },
  noRequests: 'Er zijn hier geen aanvragen.',
  kindOfRequest: { access: 'Toegang tot een licentie', standard: 'Norm toevoegen' },
  page: (page, of) => `Bladzijde ${page} van ${of}`,
  showAll: 'Alles tonen',
  previous: 'Vorige',
  next: 'Volgende',
  more: (total, shown) => `En nog ${counted(total, shown)} meer.`,
  switchTitle: 'Van bedrijf wisselen',
  switchText: (company) => `Je hoort nu bij ${company}. Als je wisselt, eindigen je toegang en je open aanvragen daar.`,
  noSwitch: (company) => `Je hoort bij ${company}. Er is geen ander bedrijf waarnaar je kunt wisselen.`,
  switchTo: (company) => `Wissel naar ${company}`,
  switchConfirm: (company) =>
    `Weet je zeker dat je naar ${company} wilt wisselen? Je toegang en open aanvragen bij je huidige bedrijf eindigen.`,
  usersTitle: (total) => (total === 1 ? '1 gebruiker' : `${counted(total)} gebruikers`),
  invitationsTitle: (total) => (total === 1 ? '1 open uitnodiging' : `${counted(total)} open uitnodigingen`),
  noUsers: 'Er zijn geen gebruikers gevonden.',
  userStatus: {
    invited: 'uitgenodigd',
    registered: 'geregistreerd',
    blocked: 'geblokkeerd',
  },
  settingsTitle: 'Instellingen',
  domains: 'Toegestane domeinen',
  freeRegistration: 'Vrije registratie toegestaan',
  yes: 'ja',
  no: 'nee',
  decidedTitle: (approved, declined, refused) =>
    [
      ...(approved > 0 ? [`${requests(approved)} goedgekeurd`] : []),
      ...(declined > 0 ? [`${requests(declined)} afgewezen`] : []),
      ...(refused > 0 ? [`${requests(refused)} niet gelukt`] : []),
    ].join(', '),
  invitedTitle: (invited, refused) =>
    [
      ...(invited > 0 ? [invited === 1 ? '1 uitnodiging verstuurd' : `${invited} uitnodigingen verstuurd`] : []),
      ...(refused > 0 ? [`${refused} niet gelukt`] : []),
    ].join(', ') || 'Geen nieuwe uitnodigingen',
  alreadyInvited: 'was al uitgenodigd',
  alreadyUser: 'is al gebruiker',
  invited: 'uitgenodigd',
}
