import { randomBytes, sign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

/** Whose session ends at the identity provider: exactly what it called the person, and the session (SAML Core §3.7.1). */
export interface LogoutOf {
  readonly nameId: string
  readonly nameIdFormat?: string | undefined
  readonly nameQualifier?: string | undefined
  readonly spNameQualifier?: string | undefined
  readonly sessionIndex?: string | undefined
}

interface Way {
  readonly destination: string
  readonly issuer: string
}

/** The address that asks an identity provider to end a session, by redirect, signed with our key (PEM). Profiles §4.4.3.1. */
export const logoutRequestUrl = (way: Way, of: LogoutOf, privateKey: string): string => {
  const named = attributes({
    Format: of.nameIdFormat,
    NameQualifier: of.nameQualifier,
    SPNameQualifier: of.spNameQualifier,
  })
  const index =
    of.sessionIndex === undefined ? '' : `<samlp:SessionIndex>${escaped(of.sessionIndex)}</samlp:SessionIndex>`
  const body = `<saml:NameID${named}>${escaped(of.nameId)}</saml:NameID>${index}`
  return signedUrl('SAMLRequest', message('LogoutRequest', way, {}, body), way.destination, undefined, privateKey)
}

/** The address that answers an identity provider: everything here has ended. Profiles §4.4.3.4. */
export const logoutResponseUrl = (
  answer: Way & { readonly inResponseTo: string; readonly relayState?: string | undefined },
  privateKey: string,
): string => {
  const body = '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
  const xml = message('LogoutResponse', answer, { InResponseTo: answer.inResponseTo }, body)
  return signedUrl('SAMLResponse', xml, answer.destination, answer.relayState, privateKey)
}

const message = (name: string, { destination, issuer }: Way, more: Attributes, body: string): string =>
  `<samlp:${name} xmlns:samlp="${protocol}" xmlns:saml="${saml}"${attributes({
    ID: `_${randomBytes(20).toString('hex')}`,
    Version: '2.0',
    IssueInstant: new Date().toISOString(),
    Destination: destination,
    ...more,
  })}><saml:Issuer>${escaped(issuer)}</saml:Issuer>${body}</samlp:${name}>`

/** Signed over the very octets of the query. Bindings §3.4.4.1. */
const signedUrl = (
  parameter: 'SAMLRequest' | 'SAMLResponse',
  xml: string,
  destination: string,
  relayState: string | undefined,
  privateKey: string,
): string => {
  const fields: [string, string][] = [[parameter, deflateRawSync(xml).toString('base64')]]
  if (relayState !== undefined) fields.push(['RelayState', relayState])
  fields.push(['SigAlg', rsaSha256])
  const query = fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const signature = encodeURIComponent(sign('sha256', Buffer.from(query), privateKey).toString('base64'))
  return `${destination}${destination.includes('?') ? '&' : '?'}${query}&Signature=${signature}`
}

interface Attributes {
  readonly [name: string]: string | undefined
}

const attributes = (values: Attributes): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(value)}"`))
    .join('')

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
