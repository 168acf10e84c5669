import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inflateRawSync } from 'node:zlib'
import { attribute, child, parseXml, text } from '../../adapters/saml/xml.ts'
import type { EncryptOptions } from './idp/encrypt.ts'
import { bare, type KeyPair, makeKeyPair } from './idp/keys.ts'
import { makeLogoutRequest, makeLogoutResponse, redirectQuery } from './idp/logout.ts'
import { type IdpUser, makeResponse, type ResponseOptions } from './idp/message.ts'
import { choicePage, messagePage, postPage } from './idp/pages.ts'
import { escaped } from './idp/xml.ts'

export type { IdpUser, ResponseOptions } from './idp/message.ts'

export interface IdpFakeOptions {
  readonly users: readonly IdpUser[]
  readonly entityId?: string
  readonly title?: string
  readonly port?: number
  readonly sign?: ResponseOptions['sign']
  readonly encrypt?: EncryptOptions
  readonly keys?: readonly KeyPair[]
}

/** An AuthnRequest as it reached the identity provider. */
export interface ReceivedRequest {
  readonly id: string
  readonly issuer: string
  readonly acsUrl: string
  readonly forceAuthn: boolean
  readonly relayState: string | undefined
  readonly signed: boolean
  readonly xml: string
}

/**
 * A SAML identity provider on loopback that speaks the real bindings: metadata, requests by redirect and by POST,
 * responses by a form that posts itself, sign-in that it starts itself, several keys.
 *
 * - `GET /metadata`; `GET|POST /sso`, where `?user=<nameId>` answers without asking who it is;
 * - `GET /slo` answers a LogoutRequest of a service whose entity identifier ends in `/metadata` at its `/slo`;
 * - `GET /start?acs=<address>&audience=<entity id>[&user=<nameId>]` starts a sign-in that nobody asked for.
 */
export interface IdpFake {
  readonly url: string
  readonly entityId: string
  readonly metadataUrl: string
  /** The people who can sign in; change it at will. */
  readonly users: IdpUser[]
  readonly received: readonly ReceivedRequest[]
  metadata(): string
  /** Any response as XML; what is not given is genuine. */
  respond(options: Partial<ResponseOptions> & Pick<ResponseOptions, 'user' | 'acsUrl' | 'audience'>): string
  /** A new key signs from now on; metadata shows old and new until `retire()`. */
  rollOver(): KeyPair
  /** Only the newest key is left in the metadata. */
  retire(): void
  /** Where to send a browser so that a service ends the sessions of someone: a signed LogoutRequest by redirect. */
  logoutUrl(said: { nameId: string; sessionIndex?: string; sloUrl: string; relayState?: string }): string
  /** Logout requests and answers that reached `GET /slo`, as XML. */
  readonly logouts: readonly string[]
  /** How responses are made from now on. */
  change(how: Pick<IdpFakeOptions, 'sign' | 'encrypt'>): void
  close(): Promise<void>
}

const binding = 'urn:oasis:names:tc:SAML:2.0:bindings:'

const readBody = async (request: IncomingMessage): Promise<URLSearchParams> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return new URLSearchParams(Buffer.concat(parts).toString())
}

const readRequest = (parameters: URLSearchParams, deflated: boolean): ReceivedRequest | undefined => {
  const bytes = Buffer.from(parameters.get('SAMLRequest') ?? '', 'base64')
  const xml = (deflated ? inflateRawSync(bytes) : bytes).toString()
  const parsed = parseXml(xml)
  if (!parsed.ok || parsed.root.localName !== 'AuthnRequest') return undefined
  return {
    id: attribute(parsed.root, 'ID') ?? '',
    issuer: text(child(parsed.root, 'saml:Issuer')) ?? '',
    acsUrl: attribute(parsed.root, 'AssertionConsumerServiceURL') ?? '',
    forceAuthn: attribute(parsed.root, 'ForceAuthn') === 'true',
    relayState: parameters.get('RelayState') ?? undefined,
    signed: parameters.has('Signature') || child(parsed.root, 'ds:Signature') !== undefined,
    xml,
  }
}

interface Pending {
  readonly acsUrl: string
  readonly audience: string
  readonly inResponseTo?: string
  readonly relayState?: string | undefined
}

/** Starts the identity provider. */
export const openIdpFake = async (options: IdpFakeOptions): Promise<IdpFake> => {
  const users = [...options.users]
  const keys = [...(options.keys ?? [makeKeyPair()])]
  const received: ReceivedRequest[] = []
  const logouts: string[] = []
  const pending = new Map<string, Pending>()
  let how: Pick<IdpFakeOptions, 'sign' | 'encrypt'> = options

  const respond: IdpFake['respond'] = (said) =>
    makeResponse({
      idp: entityId,
      key: keys.at(-1) as KeyPair,
      ...(how.sign && { sign: how.sign }),
      ...(how.encrypt && { encrypt: how.encrypt }),
      ...said,
    })

  const metadata = (): string => {
    const shown = keys.map(
      ({ certificate }) =>
        `<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${bare(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
    )
    const endpoints = ['HTTP-Redirect', 'HTTP-POST'].map(
      (name) => `<md:SingleSignOnService Binding="${binding}${name}" Location="${url}/sso"/>`,
    )
    return (
      `<?xml version="1.0" encoding="UTF-8"?>` +
      `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${escaped(entityId)}" cacheDuration="PT1H">` +
      `<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${shown.join('')}` +
      `<md:SingleLogoutService Binding="${binding}HTTP-Redirect" Location="${url}/slo"/>` +
      `<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>${endpoints.join('')}` +
      `</md:IDPSSODescriptor></md:EntityDescriptor>`
    )
  }

  const send = (response: ServerResponse, status: number, body: string, type = 'text/html; charset=utf-8'): void => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
  }

  const answer = (response: ServerResponse, asked: Pending, nameId: string): void => {
    const user = users.find((one) => one.nameId === nameId)
    const { relayState, ...said } = asked
    if (user) send(response, 200, postPage(asked.acsUrl, 'SAMLResponse', respond({ ...said, user }), relayState))
    else send(response, 404, messagePage('Nobody here is called that.'))
  }

  const ask = (response: ServerResponse, asked: Pending, nameId: string | null): void => {
    if (nameId !== null) {
      answer(response, asked, nameId)
      return
    }
    const id = randomUUID()
    pending.set(id, asked)
    send(response, 200, choicePage(options.title ?? 'Identity provider', users, id))
  }

  const logOut = (response: ServerResponse, query: URLSearchParams): void => {
    const request = query.get('SAMLRequest')
    const xml = inflateRawSync(Buffer.from(request ?? query.get('SAMLResponse') ?? '', 'base64')).toString()
    logouts.push(xml)
    const parsed = parseXml(xml)
    if (request === null || !parsed.ok) {
      send(response, 200, messagePage('You are signed out.'))
      return
    }
    const destination = (text(child(parsed.root, 'saml:Issuer')) ?? '').replace(/metadata$/, 'slo')
    const answered = { idp: entityId, destination, inResponseTo: attribute(parsed.root, 'ID') ?? '' }
    const relayState = query.get('RelayState') ?? undefined
    const signed = redirectQuery('SAMLResponse', makeLogoutResponse(answered), keys.at(-1), { relayState })
    response.writeHead(302, { location: `${destination}?${signed}` }).end()
  }

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', url)
    if (pathname === '/metadata') return send(response, 200, metadata(), 'application/samlmetadata+xml')
    if (pathname === '/sso') {
      const post = request.method === 'POST'
      const asked = readRequest(post ? await readBody(request) : query, !post)
      if (!asked) return send(response, 400, messagePage('That is not an AuthnRequest.'))
      received.push(asked)
      const { acsUrl, issuer: audience, id: inResponseTo, relayState } = asked
      return ask(response, { acsUrl, audience, inResponseTo, relayState }, query.get('user'))
    }
    if (pathname === '/slo') return logOut(response, query)
    if (pathname === '/start') {
      const acsUrl = query.get('acs') ?? ''
      const audience = query.get('audience') ?? acsUrl.replace(/\/acs$/, '/metadata')
      return ask(response, { acsUrl, audience }, query.get('user'))
    }
    const chosen = pathname === '/choose' ? pending.get(query.get('pending') ?? '') : undefined
    if (chosen) {
      pending.delete(query.get('pending') ?? '')
      return answer(response, chosen, query.get('user') ?? '')
    }
    send(response, 404, messagePage('There is nothing here.'))
  }

  const server = createServer((request, response) => {
    route(request, response).catch(() => send(response, 400, messagePage('That could not be read.')))
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const entityId = options.entityId ?? `${url}/metadata`

  return {
    url,
    entityId,
    metadataUrl: `${url}/metadata`,
    users,
    received,
    metadata,
    respond,
    logouts,
    logoutUrl: ({ sloUrl, relayState, ...said }) => {
      const xml = makeLogoutRequest({ idp: entityId, destination: sloUrl, ...said })
      return `${sloUrl}?${redirectQuery('SAMLRequest', xml, keys.at(-1), { relayState })}`
    },
    rollOver: () => {
      const next = makeKeyPair()
      keys.push(next)
      return next
    },
    retire: () => void keys.splice(0, keys.length - 1),
    change: (next) => {
      how = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
