import { createHash, X509Certificate } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { digestAlgorithms, signatureAlgorithms } from './algorithms.ts'
import type { Trust } from './expected.ts'
import { type Fault, fault } from './fault.ts'
import { wideLimits } from './well-formed.ts'
import { attribute, child, is, parseXml, text, walk } from './xml.ts'

const bare = (base64: string): string => base64.replace(/\s/g, '')

interface Certificate {
  /** The public key, PEM: the library takes no key that was read already. */
  readonly key: string
  readonly der: string
}

const mostKept = 1000
const kept = new Map<string, Certificate>()

/** A certificate, read once: reading it takes longer than verifying with it. */
const certificateIn = (pem: string): Certificate => {
  const before = kept.get(pem)
  if (before) return before
  const { publicKey, raw } = new X509Certificate(pem)
  const key = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const read = { key, der: raw.toString('base64') }
  if (kept.size >= mostKept) kept.clear()
  kept.set(pem, read)
  return read
}

/** The certificates named in KeyInfo: a hint which key to try first, never a reason to trust one. */
const named = (signature: Element): string[] =>
  [...walk(signature)]
    .filter((element) => is(element, 'ds:X509Certificate'))
    .map((element) => bare(text(element) ?? ''))

const fingerprint = (certificate: string | undefined): string | undefined =>
  certificate && createHash('sha256').update(Buffer.from(certificate, 'base64')).digest('hex')

/**
 * Verifies the signature that `element` of `xml` carries about itself, with the connection's certificates only, and
 * gives the element as it stands in the canonical bytes that verified. Everything that is believed is read from there.
 *
 * Expects that the checks of `shape` hold. Refuses a key that is not the connection's (`sig.untrusted_key`), a value or
 * digest that does not match (`sig.invalid`), and a signature that does not cover what is posted (`sig.coverage`).
 * XML Signature §3.2; SAML Core §5.4.
 */
export const verifySigned = (
  xml: string,
  element: Element,
  expected: Trust,
): { ok: true; element: Element } | Fault => {
  const signature = child(element, 'ds:Signature')
  if (!signature) return fault('sig.missing', `${element.localName} is not signed`)

  const allowSha1 = expected.allowSha1Until !== undefined && expected.now < expected.allowSha1Until
  const signed = new SignedXml()
  signed.SignatureAlgorithms = signatureAlgorithms(allowSha1)
  signed.HashAlgorithms = digestAlgorithms(allowSha1)

  const ours = expected.certificates.map(certificateIn)
  const claimed = named(signature)
  const certificate = [...ours]
    .sort((one, other) => Number(claimed.includes(other.der)) - Number(claimed.includes(one.der)))
    .find(({ key }) => signedBy(signed, signature, key))
  if (!certificate) {
    const known = ours.some((one) => claimed.includes(one.der))
    const received = fingerprint(claimed[0])
    return known
      ? fault('sig.invalid', 'the signature value does not match', { received })
      : fault('sig.untrusted_key', 'signed with a key that is not the connection’s', {
          expected: ours.map((one) => fingerprint(one.der)).join(' '),
          received,
        })
  }

  const bytes = canonicalBytes(signed, signature, xml, certificate.key)
  if (bytes === undefined) {
    const hidden = child(element, 'saml:EncryptedAssertion') !== undefined
    return hidden
      ? fault('sig.coverage', 'the signature does not cover the encrypted assertion as it was posted')
      : fault('sig.invalid', 'the content was changed after it was signed')
  }
  const parsed = parseXml(bytes, wideLimits)
  const same =
    parsed.ok &&
    parsed.root.localName === element.localName &&
    parsed.root.namespaceURI === element.namespaceURI &&
    attribute(parsed.root, 'ID') === attribute(element, 'ID')
  return same ? { ok: true, element: parsed.root } : fault('sig.coverage', 'the signed bytes are not the element')
}

/**
 * Whether SignedInfo was signed with this certificate's key: one RSA operation on a few hundred bytes, before anything
 * is canonicalised that an attacker could have made large.
 */
const signedBy = (signed: SignedXml, signature: Element, key: string): boolean => {
  const signedInfo = child(signature, 'ds:SignedInfo')
  const canonicalization = attribute(child(signedInfo, 'ds:CanonicalizationMethod'), 'Algorithm') ?? ''
  const Algorithm = signed.SignatureAlgorithms[attribute(child(signedInfo, 'ds:SignatureMethod'), 'Algorithm') ?? '']
  if (!signedInfo || !Algorithm) return false
  const value = bare(text(child(signature, 'ds:SignatureValue')) ?? '')
  return new Algorithm().verifySignature(signed.getCanonXml([canonicalization], signedInfo), key, value)
}

/** The library's parser takes these two for line feeds, which XML 1.0 does not; by number they are safe. */
const sameEverywhere = (xml: string): string =>
  xml.replace(/[\u0085\u2028]/g, (character) => `&#${character.charCodeAt(0)};`)

/** The library's whole verification: digest and value. Nothing when it says no, or cannot make sense of the input. */
const canonicalBytes = (signed: SignedXml, signature: Element, xml: string, key: string): string | undefined => {
  signed.publicCert = key
  try {
    signed.loadSignature(signature)
    if (!signed.checkSignature(sameEverywhere(xml))) return undefined
  } catch {
    // The library reports a mismatch by throwing; there is no other way to tell it from success.
    return undefined
  }
  const references = signed.getSignedReferences()
  return references.length === 1 ? references[0] : undefined
}
