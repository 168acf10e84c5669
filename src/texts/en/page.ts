import type { Texts } from '../texts.ts'

export const page: Texts['page'] = {
  product: 'Toegang',
  signInRefused: 'Signing in did not work',
  referenceNumber: 'Code for the administrator',
  backToSignIn: 'Back to sign-in',
  chooseCompany: 'Which company are you with?',
}
