import { fieldNames } from '../field-names.ts'
import type { Texts } from '../texts.ts'
import { moment } from './dates.ts'
import { field } from './field.ts'

const either = new Intl.ListFormat('nl-NL', { type: 'disjunction' })

export const refused: Texts['refused'] = {
  // any use case
  invalid_input: ({ fields }) => {
    const names = fieldNames(fields, field)
    return names.length > 0
      ? `Er klopt iets niet bij: ${names.join(', ')}. Pas het aan en probeer het opnieuw.`
      : 'Er klopt iets niet in wat je invulde. Pas het aan en probeer het opnieuw.'
  },
  not_allowed: () => 'Dit mag je niet doen. Vraag het aan een beheerder van je bedrijf.',
  not_signed_in: () => 'Je bent niet ingelogd. Log in en probeer het opnieuw.',
  confirm_first: () =>
    'Bevestig eerst eenmalig dat dit chataccount van jou is. Daarna kun je hier alles doen wat een beheerder mag.',
  not_found: () => 'Dit is niet gevonden. Controleer de naam of de code, of bekijk de lijst.',
  // companies and domains
  customer_number_taken: () => 'Dit klantnummer hoort al bij een ander bedrijf. Controleer het nummer.',
  domain_not_possible: ({ domain, fault }) => {
    switch (fault) {
      case 'malformed':
        return `"${domain}" is geen geldig domein. Schrijf het zoals in: voorbeeld.nl.`
      case 'public_mail':
        return `Bij ${domain} kan iedereen een mailadres aanmaken. Kies een domein dat van je bedrijf is.`
      case 'public_suffix':
        return `Onder ${domain} kan iedereen een domein registreren. Kies een domein dat van je bedrijf is.`
    }
  },
  domain_already_allowed: ({ domain }) => `${domain} is al een toegestaan domein. Je hoeft niets meer te doen.`,
  quiet_hours_incomplete: () => 'Vul bij stille uren twee verschillende tijden in, of laat ze allebei leeg.',
  no_allowed_domain: () => 'Je bedrijf heeft nog geen toegestaan domein. Vraag er een aan bij Mijn bedrijf > Algemeen.',
  proof_not_found: ({ name, record }) =>
    `Er is geen TXT-record op ${name} gevonden met de waarde ${record}. Voeg het toe, wacht even en probeer het opnieuw.`,
  // users
  email_malformed: ({ email }) => `"${email}" is geen geldig e-mailadres. Controleer het op tikfouten.`,
  domain_not_allowed: ({ email, domains }) =>
    domains.length > 0 && domains.length <= 5
      ? `${email} valt niet onder een toegestaan domein. Gebruik een adres van ${either.format(domains)}.`
      : `${email} valt niet onder een toegestaan domein. Bekijk de toegestane domeinen bij Mijn bedrijf > Algemeen.`,
  already_registered: ({ email }) => `${email} heeft al een account. Zoek het adres op bij Gebruikers.`,
  link_used_or_expired: () => 'Deze link is al gebruikt of verlopen. Vraag een nieuwe aan.',
  choose_company: () => 'Kies eerst bij welk bedrijf je hoort.',
  company_not_offered: () =>
    'Bij dit bedrijf kun je je niet aansluiten. Kies een ander bedrijf of vraag om een uitnodiging.',
  already_in_company: () => 'Je hoort al bij dit bedrijf. Je hoeft niets te doen.',
  last_administrator: () =>
    'Een bedrijf houdt altijd een beheerder. Maak eerst iemand anders zonder einddatum beheerder.',
  not_invited: ({ email }) => `Er staat geen uitnodiging open voor ${email}. Stuur een nieuwe uitnodiging.`,
  is_blocked: () => 'Deze gebruiker is geblokkeerd. Een beheerder kan de blokkade opheffen.',
  is_not_blocked: () => 'Deze gebruiker is niet geblokkeerd. Je hoeft niets te doen.',
  must_be_in_future: ({ field: name }) =>
    `${fieldNames({ [name]: [] }, field).join('')}: kies een moment dat nog moet komen.`,
  // licences
  licence_name_taken: ({ name }) => `Dit bedrijf heeft al een licentie "${name}". Kies een andere naam.`,
  licence_expired: ({ licence }) => `Licentie "${licence}" is verlopen. De klantenservice kan haar verlengen.`,
  licence_not_shown: ({ licence }) =>
    `Licentie "${licence}" kun je niet zelf aanvragen. Vraag een beheerder om toegang.`,
  no_seats_left: ({ licence, seats }) =>
    `Alle ${seats} plaatsen van "${licence}" zijn bezet. Trek eerst iemands toegang in of vraag de klantenservice om meer plaatsen.`,
  already_has_access: ({ licence }) => `De toegang tot "${licence}" is er al. Er is niets veranderd.`,
  has_no_access: ({ licence }) => `Deze gebruiker heeft geen eigen toegang tot "${licence}". Er is niets veranderd.`,
  comes_with_company_wide: ({ licence }) =>
    `"${licence}" is bedrijfsbreed en dus voor iedereen. Zet bedrijfsbreed uit om toegang per persoon te regelen.`,
  // requests
  reason_mandatory: () => 'Je bedrijf wil weten waarom je dit aanvraagt. Vul een reden in.',
  nothing_to_ask: () => 'Er is nu geen licentie die je kunt aanvragen. Een norm aanvragen kan wel.',
  already_requested: ({ reference }) =>
    `Je hebt dit al aangevraagd: ${reference} staat nog open. Je hoort het zodra er een besluit is.`,
  already_in_collection: ({ number, licence }) =>
    `${number} zit al in "${licence}". Vraag toegang tot die licentie aan als je die nog niet hebt.`,
  choose_licence: () => 'Kies aan welke licentie je de norm toevoegt.',
  own_request: () => 'Over je eigen aanvraag beslis je niet zelf. Een andere beheerder kan dat doen.',
  channel_not_here: () => 'Zeg dit in het kanaal zelf, nadat je mij daar hebt toegevoegd.',
  already_decided: ({ reference, verdict, by, at }) =>
    `Aanvraag ${reference} is al ${verdict === 'approved' ? 'goedgekeurd' : 'afgewezen'}${by && ` door ${by}`} op ${moment(at)}.`,
  already_settled: ({ reference, state }) =>
    `Aanvraag ${reference} is al ${state === 'withdrawn' ? 'ingetrokken' : 'verlopen'}. Is het nog nodig? Dan kan het opnieuw worden aangevraagd.`,
  decided_by_operator: ({ reference }) =>
    `Over aanvraag ${reference} beslist de klantenservice. Je hoort het zodra er een besluit is.`,
  // sign-in
  metadata_unusable: ({ why }) => `Deze metadata is niet te gebruiken: ${why}`,
  single_sign_on_required: () => 'Je bedrijf laat alleen inloggen via de eigen bedrijfskoppeling toe. Log daarmee in.',
  test_sign_in_first: () =>
    'Log eerst als beheerder in via deze koppeling. Binnen een uur daarna kun je haar verplicht maken.',
  no_break_glass: ({ company }) =>
    `Iemand moet kunnen inloggen als de koppeling uitvalt. Geef ${company} eerst een beheerder zonder einddatum.`,
  connection_shared: () =>
    'Deze koppeling is van meer bedrijven samen. Vraag de klantenservice om haar te wijzigen of te verwijderen.',
  // chats
  two_tokens_already: () => 'Er zijn al twee sleutels. Beëindig er eerst een.',
  already_provisioned: ({ userName }) =>
    `De gebruikersnaam ${userName}, de sleutel of het account is al van iemand anders.`,
  address_in_use: ({ email }) => `${email} hoort bij een account waar deze koppeling niet over gaat.`,
  changed_meanwhile: () => 'Dit is intussen gewijzigd. Lees het opnieuw en probeer het nog eens.',
  group_already_there: ({ name }) => `Er is al een groep ${name}, of een met die sleutel.`,
  unknown_member: ({ id }) => `Er is niemand met het kenmerk ${id}.`,
  already_operator: ({ email }) => `${email} is al operator. Je hoeft niets te doen.`,
  wrong_code: ({ left }) =>
    left === 0
      ? 'Deze code klopt niet, en er waren er te veel fout. Laat iemand met het token van de API je weer toelaten.'
      : `Deze code klopt niet of is al gebruikt. Wacht op de volgende in je app. Je mag nog ${left === 1 ? '1 keer' : `${left} keer`} een foute code invullen.`,
  webhook_already_there: () => 'Er is al een webhook met dit adres.',
  workspace_not_connected: () =>
    'Deze werkruimte is nog niet aan je bedrijf gekoppeld. Vraag een beheerder om dat in het portaal te doen.',
  installation_not_asked: () =>
    'Deze installatie is niet in deze browser gestart, of dat is langer dan tien minuten geleden. Er is niets veranderd. Begin opnieuw bij Mijn bedrijf, Koppelingen.',
  sign_in_again: () =>
    'Je bedrijf wil dat je hiervoor opnieuw inlogt. Doe dat binnen een half uur; daarna gebeurt het vanzelf.',
  account_not_vouched: () =>
    'Van dit chataccount is geen bedrijfsadres bekend. Gasten en externe accounts gebruiken het portaal.',
  other_chat_account: () =>
    'Dit chataccount hoort bij iemand anders. Log in met het adres dat bij je chataccount hoort.',
  no_account: ({ canRegister }) =>
    canRegister
      ? 'Je hebt nog geen account. Registreer je en probeer het opnieuw.'
      : 'Je hebt nog geen account. Vraag een beheerder van je bedrijf om een uitnodiging.',
}
