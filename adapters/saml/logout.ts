import { createVerify } from 'node:crypto'
import { signatureAlgorithms } from './algorithms.ts'
import { firstFault, logoutShape } from './checks/index.ts'
import { instant } from './checks/instant.ts'
import type { Envelope } from './envelope.ts'
import { type Expected, skew, type Trust } from './expected.ts'
import { type Fault, fault } from './fault.ts'
import { openMessage } from './message.ts'
import { verifySigned } from './signature.ts'
import { attribute, child, children, is, parseXml, text } from './xml.ts'

/** What a logout message must agree with; `destination` is our logout address for this connection. */
export type ExpectedLogout = Trust & Pick<Expected, 'idpEntityId' | 'clockSkew'> & { readonly destination: string }

/** Whose sessions end: of one sign-in, or all of them when no session is named. */
export interface LogoutRequest {
  readonly id: string
  readonly nameId: string
  readonly nameIdFormat: string
  readonly sessionIndexes: readonly string[]
  /** So long the identifier must be kept: the same message again is a replay. */
  readonly notOnOrAfter: Date
}

const lifetime = 5 * 60 * 1000

/**
 * Judges a logout request of the identity provider, by redirect or by POST. Refuses one that is not signed, or not in a
 * way that counts for a response (`slo.signature`), of another sender (`slo.issuer`), to another address or to none
 * (`slo.destination`), older than five minutes (`slo.time`), or about nobody (`slo.malformed`).
 * Whether it came before, the caller's store knows. SAML Core §3.7.1, Profiles §4.4.4.1.
 */
export const verifyLogoutRequest = (
  envelope: Envelope,
  expected: ExpectedLogout,
): { ok: true; request: LogoutRequest } | Fault => {
  const verified = verify(envelope, 'LogoutRequest', expected)
  if (!verified.ok) return verified
  const { root } = verified
  const nameId = child(root, 'saml:NameID')
  const name = text(nameId) ?? ''
  if (name === '') return fault('slo.malformed', 'a logout of nobody')

  const end = attribute(root, 'NotOnOrAfter')
  const issued = instant(attribute(root, 'IssueInstant')) ?? 0
  const until =
    Math.min(issued + lifetime, end === undefined ? Number.POSITIVE_INFINITY : (instant(end) ?? 0)) + skew(expected)
  if (until <= expected.now.getTime())
    return fault('slo.time', 'the request has expired', { expected: expected.now.toISOString(), received: end })
  return {
    ok: true,
    request: {
      id: attribute(root, 'ID') ?? '',
      nameId: name,
      nameIdFormat: attribute(nameId, 'Format') ?? 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
      sessionIndexes: children(root, 'samlp:SessionIndex').map((index) => text(index) ?? ''),
      notOnOrAfter: new Date(until),
    },
  }
}

/**
 * Judges the answer to a logout that we asked for, with the same refusals. Gives the request it answers, and whether the
 * identity provider ended its session. SAML Core §3.7.2.
 */
export const verifyLogoutResponse = (
  envelope: Envelope,
  expected: ExpectedLogout,
): { ok: true; inResponseTo: string; ended: boolean } | Fault => {
  const verified = verify(envelope, 'LogoutResponse', expected)
  if (!verified.ok) return verified
  const status = child(child(verified.root, 'samlp:Status'), 'samlp:StatusCode')
  return {
    ok: true,
    inResponseTo: attribute(verified.root, 'InResponseTo') ?? '',
    ended: attribute(status, 'Value') === 'urn:oasis:names:tc:SAML:2.0:status:Success',
  }
}

type Verified = { ok: true; root: Element } | Fault

const verify = (envelope: Envelope, name: 'LogoutRequest' | 'LogoutResponse', expected: ExpectedLogout): Verified => {
  const verified = envelope.signature ? byRedirect(envelope, expected) : byPost(envelope, name, expected)
  if (!verified.ok) return fault('slo.signature', `${verified.code}: ${verified.detail}`, verified)
  const { root } = verified
  const issued = attribute(root, 'IssueInstant')
  if (!is(root, `samlp:${name}`) || !attribute(root, 'ID') || instant(issued) === undefined)
    return fault('slo.malformed', `not a ${name}`, { received: root.nodeName })

  const issuer = text(child(root, 'saml:Issuer'))
  if (issuer !== expected.idpEntityId)
    return fault('slo.issuer', `Issuer of ${name}`, { expected: expected.idpEntityId, received: issuer })
  const destination = attribute(root, 'Destination')
  if (destination !== expected.destination)
    return fault('slo.destination', `Destination of ${name}`, { expected: expected.destination, received: destination })

  const age = expected.now.getTime() - (instant(issued) ?? 0)
  if (age > lifetime + skew(expected) || age < -skew(expected))
    return fault('slo.time', `IssueInstant of ${name}`, { expected: expected.now.toISOString(), received: issued })
  return verified
}

/** The signature of the redirect binding is over the query, as it was sent. Bindings §3.4.4.1. */
const byRedirect = ({ xml, signature }: Envelope, { certificates, now, allowSha1Until }: Trust): Verified => {
  if (!signature) return fault('sig.missing', 'no signature')
  const { algorithm, value, signed } = signature
  const allowSha1 = allowSha1Until !== undefined && now < allowSha1Until
  const hash = /rsa-(sha\d+)$/.exec(algorithm)?.[1]
  if (!Object.hasOwn(signatureAlgorithms(allowSha1), algorithm) || !hash)
    return fault('sig.alg', 'SigAlg', { received: algorithm })
  if (!certificates.some((pem) => createVerify(hash).update(signed).verify(pem, value)))
    return fault('sig.invalid', 'the signature does not match')
  return parseXml(xml)
}

const byPost = ({ xml }: Envelope, name: 'LogoutRequest' | 'LogoutResponse', expected: Trust): Verified => {
  const opened = openMessage(xml, name)
  if (!opened.ok) return opened
  const { message } = opened
  const refused = firstFault(logoutShape, message, expected)
  if (refused) return refused
  const verified = verifySigned(xml, message.root, expected)
  return verified.ok ? { ok: true, root: verified.element } : verified
}
