import { type CliCommands, flag, given, listIn, numberIn, onOff, path, query, text, texts } from './command.ts'

/** `Anna de Vries <anna@acme.example>`, or the address alone. */
const personIn = (written: string) => {
  const [, name, email] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(written) ?? []
  return email ? { name, email } : { name: written.split('@')[0], email: written }
}

/** `NEN 1010` or `NEN 1010=Title`. */
const standardIn = (written: string) => {
  const [number, title] = written.split(/=(.*)/s)
  return given({ number, title })
}

/** Companies, their domains and their licences. */
export const companyCommands: CliCommands = {
  'company add': {
    usage:
      '<name> [--customer-number N] [--locale nl|en] [--domain D …] [--free-registration] [--administrator "Name <e-mail>" …]',
    does: 'adds a company; its administrators are invited',
    words: ['name'],
    options: { 'customer-number': text, locale: text, domain: texts, 'free-registration': flag, administrator: texts },
    call: ([name], options) => ({
      method: 'POST',
      path: '/companies',
      body: given({
        name,
        customerNumber: options['customer-number'],
        locale: options['locale'],
        domains: options['domain'],
        freeRegistration: options['free-registration'],
        administrators: listIn(options['administrator'])?.map(personIn),
      }),
    }),
  },
  'company list': {
    usage: '[--query TEXT]',
    does: 'lists companies',
    words: [],
    options: { query: text },
    call: (_words, options) => ({ method: 'GET', path: `/companies${query(options)}` }),
  },
  'company show': {
    usage: '<company>',
    does: 'shows one company with its domains and settings',
    words: ['company'],
    options: {},
    call: ([company]) => ({ method: 'GET', path: path('companies', company) }),
  },
  'company set': {
    usage:
      '<company> [--name NAME] [--customer-number N] [--locale nl|en] [--free-registration on|off] [--remind-after DAYS] [--expire-after DAYS]',
    does: 'changes a company',
    words: ['company'],
    options: {
      name: text,
      'customer-number': text,
      locale: text,
      'free-registration': text,
      'remind-after': text,
      'expire-after': text,
    },
    call: ([company], options) => ({
      method: 'PATCH',
      path: path('companies', company),
      body: given({
        name: options['name'],
        customerNumber: options['customer-number'],
        locale: options['locale'],
        freeRegistration: onOff(options['free-registration']),
        remindAfterDays: numberIn(options['remind-after']),
        expireAfterDays: numberIn(options['expire-after']),
      }),
    }),
  },
  'domain add': {
    usage: '<company> <domain>',
    does: 'allows an e-mail domain',
    words: ['company', 'domain'],
    options: {},
    call: ([company, domain]) => ({ method: 'POST', path: path('companies', company, 'domains'), body: { domain } }),
  },
  'domain remove': {
    usage: '<company> <domain>',
    does: 'removes an allowed domain',
    words: ['company', 'domain'],
    options: {},
    call: ([company, domain]) => ({ method: 'DELETE', path: path('companies', company, 'domains', domain) }),
  },
  'licence add': {
    usage: '<company> <name> [--company-wide] [--shown] [--seats N] [--expires DATE] [--standard "NUMBER=TITLE" …]',
    does: 'gives a company a licence',
    words: ['company', 'name'],
    options: { 'company-wide': flag, shown: flag, seats: text, expires: text, standard: texts },
    call: ([company, name], options) => ({
      method: 'POST',
      path: path('companies', company, 'licences'),
      body: given({
        name,
        companyWide: options['company-wide'],
        shown: options['shown'],
        seats: numberIn(options['seats']),
        expiresAt: options['expires'],
        standards: listIn(options['standard'])?.map(standardIn),
      }),
    }),
  },
  'licence list': {
    usage: '<company>',
    does: 'lists the licences of a company, with how many seats are in use',
    words: ['company'],
    options: {},
    call: ([company]) => ({ method: 'GET', path: path('companies', company, 'licences') }),
  },
  'licence set': {
    usage: '<company> <licence> [--name NAME] [--company-wide on|off] [--shown on|off] [--seats N] [--expires DATE]',
    does: 'changes a licence',
    words: ['company', 'licence'],
    options: { name: text, 'company-wide': text, shown: text, seats: text, expires: text },
    call: ([company, licence], options) => ({
      method: 'PATCH',
      path: path('companies', company, 'licences', licence),
      body: given({
        name: options['name'],
        companyWide: onOff(options['company-wide']),
        shown: onOff(options['shown']),
        seats: numberIn(options['seats']),
        expiresAt: options['expires'],
      }),
    }),
  },
}
