import type { Invited } from '../../users/invite-users.ts'
import { sayRefused } from '../say-refused.ts'
import type { Texts } from '../texts.ts'
import { until } from './dates.ts'
import { refused } from './refused.ts'

const outcomes = {
  invited: 'is uitgenodigd.',
  already_invited: 'was al uitgenodigd en krijgt geen tweede mail.',
  already_user: 'is al gebruiker van dit bedrijf.',
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
    `${name} is toegevoegd.${invited === 0 ? '' : invited === 1 ? ' De beheerder is uitgenodigd.' : ` ${invited} beheerders zijn uitgenodigd.`}`,
  'companies.change': ({ name }) => `De gegevens en instellingen van ${name} zijn bewaard.`,
  'domains.allow': ({ domain }) => `${domain} is nu een toegestaan domein.`,
  'domains.remove': ({ domain }) => `${domain} is geen toegestaan domein meer.`,
  'domains.start_proof': ({ name, record }) =>
    `Zet dit TXT-record in de DNS op ${name}: ${record} en laat het daarna controleren.`,
  'domains.check_proof': ({ domain }) => `${domain} is bewezen en nu een toegestaan domein.`,
  // users
  'users.invite': resultsInWords,
  'users.invite_list': resultsInWords,
  'users.resend': ({ email, until: end }) => `${email} heeft een nieuwe uitnodiging, ${until(end)}.`,
  'registrations.start': () =>
    'Kijk in je mail. Als je je met dit adres kunt registreren, vind je daar een link om verder te gaan.',
  'registrations.finish': ({ company, full }) =>
    `Welkom! Je hoort nu bij ${company}.${full.length === 0 ? '' : ` Er was geen plaats meer bij ${full.map((licence) => `"${licence}"`).join(', ')}. Vraag toegang aan bij je beheerder.`}`,
  'users.switch_company': ({ name }) => `Je hoort nu bij ${name}.`,
  'users.change': ({ name, email }) => `De gegevens van ${name || email} zijn bewaard.`,
  'users.change_own': () => 'Je gegevens zijn bewaard.',
  'users.block': ({ name }) => `${name} is geblokkeerd en kan nergens meer bij.`,
  'users.unblock': ({ name }) => `${name} is niet meer geblokkeerd en kan weer inloggen.`,
  'users.remove': ({ name }) =>
    `${name} is verwijderd, met alle persoonsgegevens. Wat blijft is een nummer zonder naam, zodat het logboek klopt.`,
  'users.leave': () =>
    'Je account is verwijderd, met al je persoonsgegevens. Wat blijft is een nummer zonder naam, zodat het logboek klopt.',
  // licences
  'licences.assign': ({ name }) => `Licentie "${name}" is toegekend.`,
  'licences.change': ({ name }) => `Licentie "${name}" is gewijzigd.`,
  'licences.set_switches': ({ licence: { name, companyWide, shown }, approved }) =>
    [
      `"${name}" is nu ${companyWide ? 'bedrijfsbreed' : 'niet bedrijfsbreed'} en wordt ${shown ? 'getoond' : 'niet getoond'} aan gebruikers.`,
      ...(approved === 0
        ? []
        : [approved === 1 ? 'Eén open aanvraag is goedgekeurd.' : `${approved} open aanvragen zijn goedgekeurd.`]),
    ].join(' '),
  'access.give': ({ name, licence }) => `${name} heeft nu toegang tot "${licence}".`,
  'access.end': ({ name, licence }) => `${name} heeft geen toegang meer tot "${licence}".`,
  // requests
  'requests.ask_access': ({ reference }) =>
    `Je aanvraag ${reference} is verstuurd. Je hoort het zodra een beheerder beslist.`,
  'requests.ask_standard': ({ reference }) =>
    `Je aanvraag ${reference} is verstuurd. Je hoort het zodra een beheerder beslist.`,
  'requests.ask_domain': ({ reference }) =>
    `Je aanvraag ${reference} is verstuurd. Je hoort het zodra de klantenservice beslist.`,
  'requests.decide': ({ results }) =>
    results
      .map((one) =>
        one.ok
          ? `Aanvraag ${one.reference} is ${one.verdict === 'approved' ? 'goedgekeurd' : 'afgewezen'}.`
          : `${one.asked}: ${sayRefused(refused, one.refused)}`,
      )
      .join('\n'),
  'requests.withdraw': ({ reference }) => `Je aanvraag ${reference} is ingetrokken.`,
  'requests.take': ({ reference }) => `Aanvraag ${reference} is door jou opgepakt.`,
  // sign-in
  'connections.add': () => 'De bedrijfskoppeling is toegevoegd. Log er als beheerder mee in om haar te testen.',
  'connections.change': () => 'De bedrijfskoppeling is gewijzigd.',
  'connections.remove': () => 'De bedrijfskoppeling is verwijderd. Wie ermee was ingelogd, is nu uitgelogd.',
  'connections.try_mapping': () => 'De groepen zijn uitgeprobeerd. Er is niets veranderd.',
  'set_ups.start': () => 'De link is gemaakt.',
  'set_ups.open': () => 'Je kunt beginnen.',
  'set_ups.take_metadata': ({ entityId }) => `De metadata van ${entityId} is gelezen.`,
  'set_ups.choose_attributes': () => 'De attributen zijn gekozen.',
  'set_ups.start_proof': ({ domain }) => `Zet dit record in de DNS van ${domain}.`,
  'set_ups.check_proof': ({ domain }) => `${domain} is bewezen.`,
  'set_ups.turn_on': () => 'De koppeling staat aan. Je collega’s kunnen ermee inloggen.',
  'connections.claim_metadata': () => 'Er wordt gekeken of de metadata nieuw is.',
  'connections.refresh_metadata': ({ changed }) =>
    changed ? 'De identiteitsprovider heeft nieuwe gegevens; ze zijn overgenomen.' : 'Er is niets veranderd.',
  'own_keys.make': ({ made }) => (made ? 'De sleutel is gemaakt.' : 'Er was al een sleutel.'),
  'own_keys.rotate': ({ step }) =>
    step === 'started'
      ? 'De nieuwe sleutel staat naast de oude in onze metadata. Neem hem over bij je identiteitsprovider en rond daarna af.'
      : 'De nieuwe sleutel is in gebruik en de oude vervallen.',
  'identities.release': ({ name }) =>
    `Het account van ${name} is losgemaakt en wordt bij de volgende keer inloggen opnieuw verbonden.`,
  'sign_in.start': ({ kind }) =>
    kind === 'link'
      ? 'Hoort dit adres bij een account? Dan staat er zo een link om in te loggen in de mailbox.'
      : 'Log in bij je bedrijf.',
  'sign_in.by_link': () => 'Je bent ingelogd.',
  'sign_in.request': () => 'Log in bij je bedrijf.',
  'sign_in.refuse': ({ code }) => `Inloggen is geweigerd. Code: ${code}.`,
  'sign_in.hold': (result) => (result.held ? 'Een ogenblik.' : `Inloggen is geweigerd. Code: ${result.code}.`),
  'sign_in.finish': (result) =>
    result.signedIn
      ? 'Je bent ingelogd.'
      : 'choose' in result
        ? 'Kies bij welk bedrijf je hoort.'
        : 'proved' in result
          ? 'Je bent ook daar ingelogd. Nu kun je van bedrijf wisselen.'
          : `Inloggen is geweigerd. Code: ${result.code}.`,
  sign_out: () => 'Je bent uitgelogd.',
  'sessions.touch': () => 'Je bent er nog.',
  'sessions.end_all': ({ ended }) =>
    ended === 1 ? 'Je bent overal uitgelogd: in 1 browser.' : `Je bent overal uitgelogd: in ${ended} browsers.`,
  'sessions.end_by_index': () => 'Je bent uitgelogd.',
  // provisioning
  'delivery.send_again': ({ sent }) =>
    sent === 1 ? 'Het bericht wordt opnieuw verstuurd.' : 'De berichten worden opnieuw verstuurd.',
  'secrets.reseal': () => 'Een deel van de geheimen is opnieuw versleuteld.',
  'operators.add': ({ name }) => `${name} is nu operator, en stelt bij de eerste keer inloggen een tweede factor in.`,
  'operators.remove': ({ email }) => `${email} is geen operator meer en is uitgelogd.`,
  'operators.unlock': ({ name }) => `${name} kan weer inloggen.`,
  'operators.start_sign_in': () => 'Is dit adres van een operator? Dan staat er zo een link in de mailbox.',
  'operators.open_link': () => 'De link klopt. Nu nog je code.',
  'operators.give_code': ({ entered }) => (entered ? 'Je bent ingelogd.' : 'De code klopt niet.'),
  'operators.touch': () => 'Je bent er nog.',
  'operators.sign_out': () => 'Je bent uitgelogd.',
  'webhooks.add': () => 'De webhook is toegevoegd.',
  'webhooks.remove': () => 'De webhook is verwijderd.',
  'webhooks.replay': () => 'Wat sindsdien gebeurde, wordt opnieuw verstuurd.',
  'provisioning.make_token': () => 'De sleutel is gemaakt.',
  'provisioning.end_token': () => 'De sleutel is beëindigd.',
  'provisioning.add_person': ({ provisioned }) => `${provisioned.userName} is toegevoegd.`,
  'provisioning.change_person': ({ provisioned }) => `${provisioned.userName} is gewijzigd.`,
  'provisioning.remove_person': () => 'De gebruiker is verwijderd.',
  'provisioning.add_group': ({ displayName }) => `${displayName} is toegevoegd.`,
  'provisioning.change_group': ({ displayName }) => `${displayName} is gewijzigd.`,
  'provisioning.remove_group': () => 'De groep is verwijderd.',
  // chats
  'step_ups.agree': () => 'Log nu in om te bevestigen.',
  'step_ups.return': () => 'Je bent terug.',
  'workspaces.connect': ({ name }) => `Werkruimte "${name}" is gekoppeld aan je bedrijf.`,
  'workspaces.disconnect': ({ name }) => `Werkruimte "${name}" is losgekoppeld van je bedrijf.`,
  'installations.start': () => 'Ga verder in Slack.',
  'installations.finish': ({ name }) => `Toegang is geïnstalleerd in "${name}", en gekoppeld aan je bedrijf.`,
  'installations.end': () => 'De installatie is beëindigd.',
  'installations.start_renewal': () => 'De sleutel wordt vernieuwd.',
  'installations.renew': () => 'De sleutel is vernieuwd.',
  'chat.meet': () => 'Hallo!',
  'chat.leave': () => 'Tot ziens!',
  'chat.open_home': () => 'Je pagina staat klaar.',
  'chat.filter_home': () => 'Je ziet nu wat je koos.',
  'chat.use_channel': ({ on }) =>
    on ? 'Nieuwe aanvragen komen voortaan ook in dit kanaal.' : 'Nieuwe aanvragen komen niet meer in een kanaal.',
  'chat.channel_shared': () => 'Het kanaal is nagelopen.',
  'chat.start_confirmation': () => 'Open de link en log in om je chataccount te bevestigen.',
  'chat.confirm': ({ workspace }) => `Je chataccount in "${workspace}" is bevestigd. Je kunt daar nu alles doen.`,
}
