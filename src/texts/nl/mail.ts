import type { Texts } from '../texts.ts'
import { moment } from './dates.ts'

export const linkMail: Texts['linkMail'] = {
  invitation: ({ company, invitedBy, until }) => ({
    subject: `Je uitnodiging voor Toegang`,
    text: [
      invitedBy
        ? `${invitedBy} nodigt je uit om gebruiker te worden bij ${company}.`
        : `Je bent uitgenodigd om gebruiker te worden bij ${company}.`,
      'Maak je registratie af, dan kun je de licenties van je bedrijf gebruiken en aanvragen.',
    ],
    button: 'Registratie afmaken',
    after: `De link werkt tot ${moment(until)}. Ken je dit bedrijf niet? Dan hoef je niets te doen.`,
  }),
  registration: ({ until }) => ({
    subject: 'Bevestig je e-mailadres',
    text: ['Je wilt je registreren bij Toegang. Bevestig dat dit e-mailadres van jou is, dan gaan we verder.'],
    button: 'E-mailadres bevestigen',
    after: `De link werkt tot ${moment(until)}. Heb je hier niet om gevraagd? Dan hoef je niets te doen.`,
  }),
  sign_in: ({ until }) => ({
    subject: 'Je link om in te loggen',
    text: ['Met deze knop log je in bij Toegang. Stuur deze mail niet door: wie de link heeft, kan inloggen als jou.'],
    button: 'Inloggen',
    after: `De link werkt één keer, tot ${moment(until)}. Heb je hier niet om gevraagd? Dan hoef je niets te doen.`,
  }),
}

export const mail: Texts['mail'] = {
  orCopy: 'Werkt de knop niet? Open dan dit adres:',
  footer: 'Toegang: wie bij welk bedrijf hoort en wie welke licentie gebruikt.',
}
