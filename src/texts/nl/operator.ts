import type { Texts } from '../texts.ts'

export const operator: Texts['operator'] = {
  operator: 'klantenservice',
  signIn: 'Inloggen als operator',
  intro: 'Vul je e-mailadres in. Je krijgt een link, en daarna vragen we een code uit je app.',
  linkText: 'Druk op de knop om verder te gaan. Daarna vragen we een code uit je app.',
  goOn: 'Verder',
  code: 'Code uit je app',
  codeText: 'Zes cijfers. App kwijt? Vul hier een herstelcode in.',
  enrol: 'Tweede factor instellen',
  enrolText:
    'Scan de code met een authenticator-app, of neem de sleutel over. Vul daarna de zes cijfers in die de app toont.',
  qr: 'QR-code met de sleutel',
  key: 'Sleutel',
  recovery: 'Bewaar je herstelcodes',
  recoveryText:
    'Met elk van deze codes kun je één keer inloggen als je de app kwijt bent. Je ziet ze alleen nu. Bewaar ze ergens anders dan de app.',
  companies: 'Bedrijven',
  searchCompanies: 'Naam of klantnummer',
  noCompanies: 'Er is geen bedrijf gevonden.',
}
