import { readFileSync } from 'node:fs'
import { type CliCommands, flag, given, type Options, onOff, path, text, texts } from './command.ts'

/** Single sign-on and provisioning. */
export const connectionCommands: CliCommands = {
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
  'connection list': {
    usage: '<company>',
    does: 'lists the connections of a company',
    words: ['company'],
    options: {},
    call: ([company]) => ({ method: 'GET', path: path('companies', company, 'connections') }),
  },
  'connection set': {
    usage: '<company> <connection> [--metadata FILE|URL] [--required on|off] [--idp-initiated on|off]',
    does: 'changes a connection',
    words: ['company', 'connection'],
    options: { metadata: text, required: text, 'idp-initiated': text },
    call: ([company, connection], options) => ({
      method: 'PATCH',
      path: path('companies', company, 'connections', connection),
      body: given({
        ...(options['metadata'] !== undefined && metadataIn(options['metadata'])),
        required: onOff(options['required']),
        idpInitiated: onOff(options['idp-initiated']),
      }),
    }),
  },
  'connection remove': {
    usage: '<company> <connection>',
    does: 'removes a connection; its people sign in by mailed link again',
    words: ['company', 'connection'],
    options: {},
    call: ([company, connection]) => ({
      method: 'DELETE',
      path: path('companies', company, 'connections', connection),
    }),
  },
  'token make': {
    usage: '<company> <connection>',
    does: 'makes a bearer token for SCIM and prints it, this once',
    words: ['company', 'connection'],
    options: {},
    call: ([company, connection]) => ({
      method: 'POST',
      path: path('companies', company, 'connections', connection, 'tokens'),
      body: {},
    }),
  },
  'token list': {
    usage: '<company> <connection>',
    does: 'lists the tokens of a connection, without what they say',
    words: ['company', 'connection'],
    options: {},
    call: ([company, connection]) => ({
      method: 'GET',
      path: path('companies', company, 'connections', connection, 'tokens'),
    }),
  },
  'token end': {
    usage: '<company> <connection> <token>',
    does: 'ends a token',
    words: ['company', 'connection', 'token'],
    options: {},
    call: ([company, connection, token]) => ({
      method: 'DELETE',
      path: path('companies', company, 'connections', connection, 'tokens', token),
    }),
  },
}

const metadataIn = (value: Options[string]): { readonly metadataUrl?: string; readonly metadataXml?: string } => {
  if (typeof value !== 'string') throw new Error('say where the metadata is: --metadata FILE or --metadata https://…')
  return /^https?:/.test(value) ? { metadataUrl: value } : { metadataXml: readFileSync(value, 'utf8') }
}
