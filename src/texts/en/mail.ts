import type { Texts } from '../texts.ts'
import { moment } from './dates.ts'

export const linkMail: Texts['linkMail'] = {
  invitation: ({ company, invitedBy, until }) => ({
    subject: 'Your invitation to Toegang',
    text: [
      invitedBy
        ? `${invitedBy} invites you to become a user at ${company}.`
        : `You are invited to become a user at ${company}.`,
      'Finish your registration to use and request the licences of your company.',
    ],
    button: 'Finish registration',
    after: `The link works until ${moment(until)}. Don’t you know this company? Then there is nothing to do.`,
  }),
  registration: ({ until }) => ({
    subject: 'Confirm your e-mail address',
    text: ['You want to register with Toegang. Confirm that this e-mail address is yours and we will go on.'],
    button: 'Confirm e-mail address',
    after: `The link works until ${moment(until)}. Didn’t you ask for this? Then there is nothing to do.`,
  }),
  sign_in: ({ until }) => ({
    subject: 'Your link to sign in',
    text: ['This button signs you in to Toegang. Don’t forward this mail: whoever has the link can sign in as you.'],
    button: 'Sign in',
    after: `The link works once, until ${moment(until)}. Didn’t you ask for this? Then there is nothing to do.`,
  }),
}

export const mail: Texts['mail'] = {
  orCopy: 'Doesn’t the button work? Open this address:',
  footer: 'Toegang: who belongs to which company and who may use which licence.',
}
