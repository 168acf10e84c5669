import { type CliCommands, path, text } from './command.ts'

/** Who may use the pages for operators in the portal. */
export const operatorCommands: CliCommands = {
  'operator add': {
    usage: '<e-mail> --name NAME',
    does: 'adds an operator, who signs in at /operator and sets up a second factor there',
    words: ['e-mail'],
    options: { name: text },
    call: ([email], { name }) => ({ method: 'POST', path: '/operators', body: { email, name } }),
  },
  'operator list': {
    usage: '',
    does: 'lists operators, with whether they have a second factor and are locked',
    words: [],
    options: {},
    call: () => ({ method: 'GET', path: '/operators' }),
  },
  'operator remove': {
    usage: '<operator>',
    does: 'removes an operator and ends their sessions; add them again to set up a new second factor',
    words: ['operator'],
    options: {},
    call: ([operator]) => ({ method: 'DELETE', path: path('operators', operator) }),
  },
  'operator unlock': {
    usage: '<operator>',
    does: 'lets an operator try again after too many wrong codes',
    words: ['operator'],
    options: {},
    call: ([operator]) => ({ method: 'POST', path: path('operators', operator, 'unlock'), body: {} }),
  },
  'secrets reseal': {
    usage: '',
    does: 'seals everything in the store with the first key of SECRET_KEY; the older keys can go then',
    words: [],
    options: {},
    call: () => ({ method: 'POST', path: '/secrets/reseal', parts: true }),
  },
}
