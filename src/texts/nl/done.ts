import { sayRefused } from '../say-refused.ts'
import type { Texts } from '../texts.ts'
import { refused } from './refused.ts'

export const done: Texts['done'] = {
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
  // sign-in
  'connections.add': () => 'De bedrijfskoppeling is toegevoegd. Log er als beheerder mee in om haar te testen.',
  'connections.change': () => 'De bedrijfskoppeling is gewijzigd.',
  'connections.remove': () => 'De bedrijfskoppeling is verwijderd. Wie ermee was ingelogd, is nu uitgelogd.',
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
        : `Inloggen is geweigerd. Code: ${result.code}.`,
  sign_out: () => 'Je bent uitgelogd.',
  'sessions.end_all': ({ ended }) =>
    ended === 1 ? 'Je bent overal uitgelogd: in 1 browser.' : `Je bent overal uitgelogd: in ${ended} browsers.`,
  'sessions.end_by_index': () => 'Je bent uitgelogd.',
  // chats
  'workspaces.connect': ({ name }) => `Werkruimte "${name}" is gekoppeld aan je bedrijf.`,
  'workspaces.disconnect': ({ name }) => `Werkruimte "${name}" is losgekoppeld van je bedrijf.`,
  'chat.meet': () => 'Hallo!',
  'chat.start_confirmation': () => 'Open de link en log in om je chataccount te bevestigen.',
  'chat.confirm': ({ workspace }) => `Je chataccount in "${workspace}" is bevestigd. Je kunt daar nu alles doen.`,
}
