import { type CliCommands, given, path, query, text } from './command.ts'

/** Users, requests, the trail, and who hears about changes of access. */
export const accessCommands: CliCommands = {
  'user list': {
    usage: '<company> [--query TEXT]',
    does: 'lists the users of a company',
    words: ['company'],
    options: { query: text },
    call: ([company], options) => ({ method: 'GET', path: `${path('companies', company, 'users')}${query(options)}` }),
  },
  'user invite': {
    usage: '<company> <file.csv>',
    does: 'invites everybody in a list: address, name, role, phone, country, language',
    words: ['company', 'file'],
    options: {},
    call: ([company, file]) => ({
      method: 'POST',
      path: path('companies', company, 'invitations'),
      list: file ?? '',
    }),
  },
  'request list': {
    usage: '<company>',
    does: 'lists the requests of a company, newest last',
    words: ['company'],
    options: {},
    call: ([company]) => ({ method: 'GET', path: path('companies', company, 'requests') }),
  },
  'request domains': {
    usage: '',
    does: 'lists the requests for domains that wait, of all companies',
    words: [],
    options: {},
    call: () => ({ method: 'GET', path: '/domain-requests' }),
  },
  'request decide': {
    usage: '<company> <request> approved|declined [--reason TEXT]',
    does: 'decides a request for a domain',
    words: ['company', 'request', 'verdict'],
    options: { reason: text },
    call: ([company, request, verdict], { reason }) => ({
      method: 'POST',
      path: path('companies', company, 'requests', 'decide'),
      body: given({ requests: [request], verdict, reason }),
    }),
  },
  'audit export': {
    usage: '<company>',
    does: 'prints the whole trail of a company, one JSON object a line',
    words: ['company'],
    options: {},
    call: ([company]) => ({ method: 'GET', path: path('companies', company, 'audit'), all: 'audit' }),
  },
  'webhook add': {
    usage: '<url> [--company COMPANY]',
    does: 'tells an address of every change of access, and prints its secret, this once',
    words: ['url'],
    options: { company: text },
    call: ([url], { company }) => ({ method: 'POST', path: '/webhooks', body: given({ url, companyId: company }) }),
  },
  'webhook list': {
    usage: '',
    does: 'lists the webhooks',
    words: [],
    options: {},
    call: () => ({ method: 'GET', path: '/webhooks' }),
  },
  'webhook remove': {
    usage: '<webhook>',
    does: 'removes a webhook; what waits for it is not sent',
    words: ['webhook'],
    options: {},
    call: ([webhook]) => ({ method: 'DELETE', path: path('webhooks', webhook) }),
  },
  'webhook replay': {
    usage: '<webhook> --since MOMENT [--after CURSOR]',
    does: 'tells it again what changed since then; prints "next" when there is more',
    words: ['webhook'],
    options: { since: text, after: text },
    call: ([webhook], { since, after }) => ({
      method: 'POST',
      path: path('webhooks', webhook, 'replay'),
      body: given({ since, after }),
    }),
  },
}
