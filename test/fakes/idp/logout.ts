import { createSign, randomUUID } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { KeyPair } from './keys.ts'
import { protocol, saml } from './message.ts'
import { attributes, escaped } from './xml.ts'

export interface LogoutOptions {
  readonly idp: string
  readonly destination: string | undefined
  readonly nameId?: string
  readonly sessionIndex?: string
  readonly inResponseTo?: string
  readonly status?: string
  readonly now?: Date
  readonly notOnOrAfter?: Date
  readonly id?: string
}

const head = (options: LogoutOptions): string =>
  attributes({
    ID: options.id ?? `_${randomUUID()}`,
    Version: '2.0',
    IssueInstant: (options.now ?? new Date()).toISOString(),
    Destination: options.destination,
    InResponseTo: options.inResponseTo,
    NotOnOrAfter: options.notOnOrAfter?.toISOString(),
  })

const issuer = ({ idp }: LogoutOptions): string => `<saml:Issuer xmlns:saml="${saml}">${escaped(idp)}</saml:Issuer>`

/** A request that the sessions of someone end. */
export const makeLogoutRequest = (options: LogoutOptions): string =>
  `<samlp:LogoutRequest xmlns:samlp="${protocol}"${head(options)}>${issuer(options)}` +
  `<saml:NameID xmlns:saml="${saml}">${escaped(options.nameId ?? '')}</saml:NameID>` +
  `${options.sessionIndex === undefined ? '' : `<samlp:SessionIndex>${escaped(options.sessionIndex)}</samlp:SessionIndex>`}</samlp:LogoutRequest>`

/** The answer to such a request. */
export const makeLogoutResponse = (options: LogoutOptions): string =>
  `<samlp:LogoutResponse xmlns:samlp="${protocol}"${head(options)}>${issuer(options)}<samlp:Status>` +
  `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${options.status ?? 'Success'}"/></samlp:Status></samlp:LogoutResponse>`

/** The query of a message by redirect, signed over its octets unless there is no key. */
export const redirectQuery = (
  parameter: 'SAMLRequest' | 'SAMLResponse',
  xml: string,
  key?: KeyPair,
  { relayState, hash = 'sha256' }: { relayState?: string | undefined; hash?: 'sha256' | 'sha1' } = {},
): string => {
  const space = hash === 'sha1' ? 'http://www.w3.org/2000/09/xmldsig#' : 'http://www.w3.org/2001/04/xmldsig-more#'
  const fields: [string, string | undefined][] = [
    [parameter, deflateRawSync(xml).toString('base64')],
    ['RelayState', relayState],
    ['SigAlg', key && `${space}rsa-${hash}`],
  ]
  const query = fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  if (!key) return query
  return `${query}&Signature=${encodeURIComponent(createSign(hash).update(query).sign(key.key, 'base64'))}`
}
