import { randomUUID } from 'node:crypto'
import { type EncryptOptions, encryptAssertion } from './encrypt.ts'
import type { KeyPair } from './keys.ts'
import { type SignOptions, signElement } from './sign.ts'
import { attributes, escaped } from './xml.ts'

/** Someone who can sign in at the identity provider. */
export interface IdpUser {
  readonly nameId: string
  readonly nameIdFormat?: string
  readonly email?: string
  readonly name?: string
  readonly groups?: readonly string[]
  /** More attributes, by name. */
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
}

/** Everything one may want to say differently in a response. `undefined` leaves a thing out. */
export interface ResponseOptions {
  readonly idp: string
  readonly user: IdpUser
  readonly acsUrl: string
  readonly audience: string
  readonly key: KeyPair
  readonly inResponseTo?: string | undefined
  readonly now?: Date
  readonly responseId?: string
  readonly assertionId?: string
  readonly sessionIndex?: string
  readonly destination?: string | undefined
  readonly sign?: 'assertion' | 'response' | 'both' | 'none'
  readonly how?: SignOptions
  readonly encrypt?: EncryptOptions
  /** Changes the assertion before it is signed. */
  readonly assertion?: (xml: string) => string
  /** Changes the assertion after it is signed, before it is encrypted and enclosed. */
  readonly signedAssertion?: (xml: string) => string
  /** Changes the Response before it is signed. */
  readonly response?: (xml: string) => string
  /** Changes the message after everything is signed. */
  readonly tamper?: (xml: string) => string
}

export const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const emailAddress = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
const minute = 60_000

const newId = (): string => `_${randomUUID()}`

const attributeStatement = ({ email, name, groups = [], attributes: more = {} }: IdpUser): string => {
  const all = {
    ...(email && { email }),
    ...(name && { displayName: name }),
    ...(groups.length > 0 && { groups }),
    ...more,
  }
  const stated = Object.entries(all).map(([attribute, value]) => {
    const values = [value].flat().map((one) => `<saml:AttributeValue>${escaped(one)}</saml:AttributeValue>`)
    return `<saml:Attribute Name="${escaped(attribute)}">${values.join('')}</saml:Attribute>`
  })
  return stated.length > 0 ? `<saml:AttributeStatement>${stated.join('')}</saml:AttributeStatement>` : ''
}

const makeAssertion = (options: ResponseOptions): string => {
  const { user, acsUrl, audience, idp, inResponseTo, now = new Date() } = options
  const issued = now.toISOString()
  const before = new Date(now.getTime() - minute).toISOString()
  const end = new Date(now.getTime() + 5 * minute).toISOString()
  const confirmation = attributes({
    InResponseTo: inResponseTo,
    NotOnOrAfter: end,
    Recipient: acsUrl,
  })
  return (
    `<saml:Assertion xmlns:saml="${saml}"${attributes({ ID: options.assertionId ?? newId(), Version: '2.0', IssueInstant: issued })}>` +
    `<saml:Issuer>${escaped(idp)}</saml:Issuer>` +
    `<saml:Subject><saml:NameID Format="${escaped(user.nameIdFormat ?? emailAddress)}">${escaped(user.nameId)}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData${confirmation}/>` +
    `</saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions NotBefore="${before}" NotOnOrAfter="${end}">` +
    `<saml:AudienceRestriction><saml:Audience>${escaped(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement${attributes({ AuthnInstant: issued, SessionIndex: options.sessionIndex ?? newId() })}><saml:AuthnContext>` +
    `<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>` +
    `</saml:AuthnContext></saml:AuthnStatement>${attributeStatement(user)}</saml:Assertion>`
  )
}

const makeEnvelope = (options: ResponseOptions, enclosed: string): string => {
  const { acsUrl, inResponseTo, idp, now = new Date() } = options
  const named = attributes({
    ID: options.responseId ?? newId(),
    Version: '2.0',
    IssueInstant: now.toISOString(),
    Destination: 'destination' in options ? options.destination : acsUrl,
    InResponseTo: inResponseTo,
  })
  return (
    `<samlp:Response xmlns:samlp="${protocol}"${named}><saml:Issuer xmlns:saml="${saml}">${escaped(idp)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${enclosed}</samlp:Response>`
  )
}

const same = (xml: string): string => xml

/** Makes a response as XML: genuine by default, and whatever `options` asks for otherwise. */
export const makeResponse = (options: ResponseOptions): string => {
  const { key, how = {}, sign = 'assertion', encrypt } = options
  const { assertion = same, signedAssertion = same, response = same, tamper = same } = options
  const bare = assertion(makeAssertion(options))
  const signed = sign === 'assertion' || sign === 'both' ? signElement(bare, key, how) : bare
  const enclosed = encrypt ? encryptAssertion(signedAssertion(signed), encrypt) : signedAssertion(signed)
  const whole = response(makeEnvelope(options, enclosed))
  return tamper(sign === 'response' || sign === 'both' ? signElement(whole, key, how) : whole)
}
