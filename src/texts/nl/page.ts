import type { Texts } from '../texts.ts'

export const page: Texts['page'] = {
  product: 'Toegang',
  signInRefused: 'Inloggen is niet gelukt',
  referenceNumber: 'Code voor de beheerder',
  backToSignIn: 'Terug naar inloggen',
  chooseCompany: 'Bij welk bedrijf hoor je?',
}
