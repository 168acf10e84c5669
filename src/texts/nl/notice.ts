import { inSentence } from '../in-sentence.ts'
import type { Texts } from '../texts.ts'
import { day, until } from './dates.ts'

const by = (name: string): string => (name ? ` door ${name}` : '')
const because = (reason: string): string => (reason ? ` Reden: ${reason}` : '')

export const notice: Texts['notice'] = {
  'request.made': ({ own, person, subject, reference, reason }) =>
    own
      ? {
          title: `Je aanvraag ${reference} is verstuurd`,
          text: `Je vraagt om ${inSentence(subject)}. Je hoort het zodra er een besluit is.`,
        }
      : {
          title: `Nieuwe aanvraag ${reference}`,
          text: `${person || 'Iemand'} vraagt om ${inSentence(subject)}.${because(reason)}`,
        },
  'request.taken': ({ own, subject, reference, decidedBy }) => ({
    title: own ? `Iemand kijkt naar je aanvraag ${reference}` : `Aanvraag ${reference} is opgepakt`,
    text: `${subject} is opgepakt${by(decidedBy)}.`,
  }),
  'request.approved': ({ own, subject, reference, decidedBy, reason }) => ({
    title: own ? `Je aanvraag ${reference} is goedgekeurd` : `Aanvraag ${reference} is goedgekeurd`,
    text: `${subject} is goedgekeurd${by(decidedBy)}.${reason && ` Toelichting: ${reason}`}`,
  }),
  'request.declined': ({ own, subject, reference, decidedBy, reason }) => ({
    title: own ? `Je aanvraag ${reference} is afgewezen` : `Aanvraag ${reference} is afgewezen`,
    text: `${subject} is afgewezen${by(decidedBy)}.${because(reason)}`,
  }),
  'request.expired': ({ own, subject, reference }) => ({
    title: own ? `Je aanvraag ${reference} is verlopen` : `Aanvraag ${reference} is verlopen`,
    text: `Niemand besliste op tijd over ${inSentence(subject)}. Is het nog nodig? Dan kun je het opnieuw aanvragen.`,
  }),
  'request.reminded': ({ own, person, subject, reference }) =>
    own
      ? {
          title: `Je aanvraag ${reference} wacht nog op een besluit`,
          text: `Je vroeg om ${inSentence(subject)}. De beheerders zijn eraan herinnerd.`,
        }
      : {
          title: `Aanvraag ${reference} wacht op een besluit`,
          text: `${person || 'Iemand'} vroeg om ${inSentence(subject)}. Keur goed of wijs af, dan weet iedereen waar hij aan toe is.`,
        },
  'requests.waiting': ({ event, waiting }) => {
    const more = event.waiting - waiting.length
    return {
      title:
        event.waiting === 1
          ? 'Er wacht 1 aanvraag op een besluit'
          : `Er wachten ${event.waiting} aanvragen op een besluit`,
      text: [
        ...waiting.map(
          ({ reference, subject, person, since }) => `${reference}: ${subject}, ${person}, sinds ${day(since)}`,
        ),
        ...(more > 0 ? [`En nog ${more}.`] : []),
      ].join('\n'),
    }
  },
  'standard.added': ({ event, licence }) => ({
    title: `Norm ${event.number} is toegevoegd`,
    text: `Je vroeg om norm ${event.number}. Die zit nu in licentie "${licence}".`,
  }),
  'access.given': ({ event, own, person, licence }) => ({
    title: own ? 'Je hebt toegang gekregen' : 'Er is toegang gegeven',
    text: `${own ? 'Je kunt' : `${person} kan`} licentie "${licence}" nu gebruiken${event.until ? `, ${until(event.until)}` : ''}.`,
  }),
  'access.ended': ({ event, own, person, licence }) => {
    const who = own ? 'Je hebt' : `${person} heeft`
    const lost = `${who} geen toegang meer tot licentie "${licence}"`
    const title = own ? 'Je toegang is beëindigd' : 'Toegang is beëindigd'
    switch (event.because) {
      case 'withdrawn':
        return {
          title,
          text: `${lost}: een beheerder heeft de toegang ingetrokken. Nog nodig? Vraag dan opnieuw toegang aan.`,
        }
      case 'ended':
        return {
          title,
          text: `${lost}: de einddatum is bereikt. Nog nodig? Vraag dan opnieuw toegang aan.`,
        }
      case 'group':
        return {
          title,
          text: `${lost}: die hoorde bij een groep in het systeem van je bedrijf. Nog nodig? Vraag dan toegang aan.`,
        }
      case 'blocked':
        return { title, text: `${lost}: het account is geblokkeerd.` }
      case 'removed':
        return { title, text: `${lost}: het account is verwijderd.` }
      case 'switched':
        return { title, text: `${lost}: die hoort bij het vorige bedrijf.` }
    }
  },
  'licence.expired': ({ licence }) => ({
    title: 'Een licentie is verlopen',
    text: `Licentie "${licence}" is verlopen, dus je kunt haar niet meer gebruiken. Je beheerder kan vragen om verlenging.`,
  }),
  'user.blocked': ({ own, person, company }) =>
    own
      ? {
          title: 'Je account is geblokkeerd',
          text: `Je kunt de licenties van ${company} niet meer gebruiken. Klopt dit niet? Vraag het aan een beheerder.`,
        }
      : {
          title: 'Een gebruiker is geblokkeerd',
          text: `${person} kan de licenties van ${company} niet meer gebruiken.`,
        },
  'user.unblocked': ({ own, person, company }) =>
    own
      ? {
          title: 'Je account is niet meer geblokkeerd',
          text: `Je kunt weer inloggen bij ${company}.`,
        }
      : {
          title: 'Een gebruiker is niet meer geblokkeerd',
          text: `${person} kan weer inloggen bij ${company}.`,
        },
  'user.role_changed': ({ event, own, person, company }) => {
    const who = own ? 'Je bent' : `${person} is`
    const end = event.until ? `, ${until(event.until)}` : ''
    return event.role === 'administrator'
      ? {
          title: own ? 'Je bent nu beheerder' : 'Er is een beheerder bij',
          text: `${who} nu beheerder van ${company}${end}.`,
        }
      : {
          title: own ? 'Je bent geen beheerder meer' : 'Er is een beheerder minder',
          text: `${who} nu gebruiker bij ${company}, zonder beheerdersrechten.`,
        }
  },
  'user.role_ended': ({ own, person, company }) => ({
    title: own ? 'Je bent geen beheerder meer' : 'Er is een beheerder minder',
    text: `${own ? 'Je was' : `${person} was`} tijdelijk beheerder van ${company}. Die tijd is voorbij.`,
  }),
  'identity.refused': ({ own, person, company }) => ({
    title: own ? 'Inloggen als jou is geweigerd' : 'Inloggen als een gebruiker is geweigerd',
    text: `De bedrijfskoppeling van een ander bedrijf meldde zich voor ${own ? 'jouw account' : `het account van ${person}`} bij ${company}. Er is niets veranderd. Hoort dit account daar nu thuis? Dan kan het bij Mijn gegevens van bedrijf wisselen, of een beheerder kan het verwijderen.`,
  }),
  'domain.proof_missing': ({ event, company }) => ({
    title: `Het DNS-record van ${event.domain} is weg`,
    text: `Met dat record bewees ${company} dat het domein van jullie is. Zet het binnen een week terug, dan verandert er niets.`,
  }),
  'provisioning.administrator_kept': ({ own, person, company }) => ({
    title: own ? 'Je account eindigde bijna' : `${company} verloor bijna de laatste beheerder`,
    text: own
      ? 'De identiteitsprovider beëindigde je account. Je bent de laatste beheerder, dus het is gebleven. Maak iemand anders ook beheerder.'
      : `De identiteitsprovider beëindigde het account van ${person}, de laatste beheerder. Het is daarom gebleven. Maak iemand anders ook beheerder.`,
  }),
  'connection.certificate_ending': ({ event, company }) => ({
    title: 'De certificaten van je identiteitsprovider verlopen binnenkort',
    text: `Na ${day(event.endsAt)} kan niemand van ${company} nog inloggen via de bedrijfskoppeling. Vraag je IT-afdeling om een nieuw certificaat en zet de nieuwe metadata bij de koppeling. Staat er een metadata-adres bij? Dan halen we het zelf op zodra het er is.`,
  }),
  'domain.lost': ({ event, company }) => ({
    title: `${event.domain} is geen toegestaan domein meer`,
    text: `Het DNS-record is al een week weg. Gebruikers van ${company} met een adres van dit domein kunnen niet meer inloggen. Zet het record terug en laat het controleren, of vraag het de klantenservice.`,
  }),
  'user.switched': ({ own, person, company }) => ({
    title: own ? 'Je bent van bedrijf gewisseld' : 'Een gebruiker is van bedrijf gewisseld',
    text: `${own ? 'Je hoort' : `${person} hoort`} nu bij ${company}. Toegang en open aanvragen bij het vorige bedrijf zijn beëindigd.`,
  }),
}
