import { readFileSync } from 'node:fs'

/** What a command asks of the operator API. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Under `/operator/v1`. */
  readonly path: string
  readonly body?: { readonly [field: string]: unknown }
  /** Follow `next` until everything is there, and print one line of JSON for each row. */
  readonly all?: 'audit'
}

export type Options = { readonly [name: string]: string | boolean | readonly string[] | undefined }

export interface CliCommand {
  readonly usage: string
  readonly does: string
  /** The words that must follow, in order. */
  readonly words: readonly string[]
  readonly options: { readonly [name: string]: { readonly type: 'string' | 'boolean'; readonly multiple?: true } }
  readonly call: (words: readonly string[], options: Options) => Call
}

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const

const path = (...parts: readonly (string | undefined)[]): string =>
  `/${parts.map((part) => encodeURIComponent(part ?? '')).join('/')}`

const given = (fields: { readonly [field: string]: unknown }) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const numberIn = (value: Options[string]): number | undefined => (typeof value === 'string' ? Number(value) : undefined)

const listIn = (value: Options[string]): readonly string[] | undefined => (Array.isArray(value) ? value : undefined)

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

const onOff = (value: Options[string]): boolean | undefined => {
  if (value === undefined) return undefined
  if (value === 'on' || value === 'off') return value === 'on'
  throw new Error('write "on" or "off"')
}

/** `toegang <noun> <verb>`: every command of the operator's command line. */
export const cliCommands: { readonly [nounAndVerb: string]: CliCommand } = {
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
    call: (_words, { query }) => ({
      method: 'GET',
      path: `/companies${typeof query === 'string' ? `?query=${encodeURIComponent(query)}` : ''}`,
    }),
  },
  'company show': {
    usage: '<company>',
    does: 'shows one company with its domains and settings',
    words: ['company'],
    options: {},
    call: ([company]) => ({ method: 'GET', path: path('companies', company) }),
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
  'connection add': {
    usage: '<company> --metadata FILE|URL [--shared-with COMPANY …] [--required] [--idp-initiated]',
    does: 'connects an identity provider by its metadata',
    words: ['company'],
    options: { metadata: text, 'shared-with': texts, required: flag, 'idp-initiated': flag },
    call: ([company], options) => ({
      method: 'POST',
      path: path('companies', company, 'connections'),
      body: given({
        ...metadataIn(options['metadata']),
        sharedWith: options['shared-with'],
        required: options['required'],
        idpInitiated: options['idp-initiated'],
      }),
    }),
  },
  'user list': {
    usage: '<company> [--query TEXT]',
    does: 'lists the users of a company',
    words: ['company'],
    options: { query: text },
    call: ([company], { query }) => ({
      method: 'GET',
      path: `${path('companies', company, 'users')}${typeof query === 'string' ? `?query=${encodeURIComponent(query)}` : ''}`,
    }),
  },
  'audit export': {
    usage: '<company>',
    does: 'prints the whole trail of a company, one JSON object a line',
    words: ['company'],
    options: {},
    call: ([company]) => ({ method: 'GET', path: path('companies', company, 'audit'), all: 'audit' }),
  },
}

const metadataIn = (value: Options[string]): { readonly metadataUrl?: string; readonly metadataXml?: string } => {
  if (typeof value !== 'string') throw new Error('say where the metadata is: --metadata FILE or --metadata https://…')
  return /^https?:/.test(value) ? { metadataUrl: value } : { metadataXml: readFileSync(value, 'utf8') }
}
