import type { Texts } from '../texts.ts'

export const operator: Texts['operator'] = {
  operator: 'customer service',
  signIn: 'Sign in as operator',
  intro: 'Fill in your e-mail address. You get a link, and after that we ask for a code from your app.',
  linkText: 'Press the button to go on. After that we ask for a code from your app.',
  goOn: 'Continue',
  code: 'Code from your app',
  codeText: 'Six digits. Is the app gone? Fill in a recovery code here.',
  enrol: 'Set up the second factor',
  enrolText:
    'Scan the code with an authenticator app, or type the key. Then fill in the six digits that the app shows.',
  qr: 'QR code with the key',
  key: 'Key',
  recovery: 'Keep your recovery codes',
  recoveryText:
    'With each of these codes you can sign in once when the app is gone. You see them only now. Keep them somewhere else than the app.',
  companies: 'Companies',
  searchCompanies: 'Name or customer number',
  noCompanies: 'No company was found.',
}
