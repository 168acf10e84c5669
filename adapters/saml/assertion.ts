import { bearerConfirmations } from './checks/bearer.ts'
import { content, firstFault, shape } from './checks/index.ts'
import { instant } from './checks/instant.ts'
import { decryptAssertion } from './decrypt.ts'
import { type Expected, skew } from './expected.ts'
import { type Fault, fault } from './fault.ts'
import { type Message, openMessage } from './message.ts'
import { verifySigned } from './signature.ts'
import { attribute, child, children, text } from './xml.ts'

/** What an identity provider said about one person, every value of it out of signed bytes. */
export interface VerifiedAssertion {
  readonly assertionId: string
  readonly issuer: string
  /** Empty when the assertion names nobody. */
  readonly nameId: string
  readonly nameIdFormat: string
  readonly nameQualifier?: string
  readonly spNameQualifier?: string
  readonly sessionIndex?: string
  /** The request this answers; absent when nobody asked, and then the connection allows that. */
  readonly inResponseTo?: string
  /** Values by the attribute's exact Name. A Map, so that no name can be mistaken for a property. */
  readonly attributes: ReadonlyMap<string, readonly string[]>
  /** Attributes that hold an element somewhere; those values are not in `attributes`. */
  readonly structured: ReadonlySet<string>
  /** From here on, clock skew included, the assertion is refused as expired: so long its identifier must be kept. */
  readonly notOnOrAfter: Date
  readonly authnInstant: Date
  readonly sessionNotOnOrAfter?: Date
  readonly authnContext?: string
}

/**
 * Judges a SAML response: reads `xml` (as `openEnvelope` gives it), verifies its signatures with the connection's
 * certificates, and gives what it says. Identity comes only from canonical bytes that verified.
 *
 * Every refusal is a value with the code of the first check that did not hold; no input makes it throw.
 * Keeps no state: whether the assertion or the request was used before, the caller's store knows.
 * SAML Core 2.0, Profiles §4.1.4.
 */
export const verifyResponse = async (
  xml: string,
  expected: Expected,
): Promise<{ ok: true; assertion: VerifiedAssertion } | Fault> => {
  const verified = verify(xml, expected)
  if (!verified.ok) return verified
  const refused = firstFault(content, verified.message, expected)
  return refused ?? { ok: true, assertion: read(verified.message, expected) }
}

type Verified = { ok: true; message: Message } | Fault

const verify = (xml: string, expected: Expected): Verified => {
  const posted = openMessage(xml, 'Response')
  if (!posted.ok) return posted
  const refused = firstFault(shape, posted.message, expected)
  if (refused) return refused

  let response = posted.message.root
  const responseSigned = child(response, 'ds:Signature') !== undefined
  if (responseSigned) {
    const signed = verifySigned(xml, response, expected)
    if (!signed.ok) return signed
    response = signed.element
  }
  const assertion = posted.message.encrypted.length
    ? decrypted(response, responseSigned, expected)
    : plain(posted.message, response, expected)
  if (!assertion.ok) return assertion
  const assertions = [assertion.element]
  return {
    ok: true,
    message: {
      ...posted.message,
      root: response,
      response,
      responseSigned,
      assertions,
    },
  }
}

type Found = { ok: true; element: Element } | Fault

/** The assertion by its own signature when it has one, else as it stands in the bytes of the signed Response. */
const plain = ({ xml, assertions: [assertion] }: Message, response: Element, expected: Expected): Found => {
  if (assertion && child(assertion, 'ds:Signature')) return verifySigned(xml, assertion, expected)
  const covered = child(response, 'saml:Assertion')
  return covered ? { ok: true, element: covered } : fault('sig.coverage', 'the signed Response holds no Assertion')
}

const decrypted = (response: Element, responseSigned: boolean, expected: Expected): Found => {
  const encrypted = child(response, 'saml:EncryptedAssertion')
  if (!encrypted) return fault('sig.coverage', 'the signed Response holds no EncryptedAssertion')
  const opened = decryptAssertion(encrypted, expected)
  if (!opened.ok) return opened
  const inner = insideEncryption(opened.xml, responseSigned, expected)
  // An unsigned CBC text can be changed bit by bit; any difference in the answer would tell what it says.
  const oracle = opened.mode === 'cbc' && !responseSigned
  return !inner.ok && oracle ? fault('enc.failed', 'the assertion could not be decrypted') : inner
}

const insideEncryption = (xml: string, responseSigned: boolean, expected: Expected): Found => {
  const inner = openMessage(xml, 'Assertion')
  if (!inner.ok) return inner
  const { root, signatures } = inner.message
  const refused = firstFault(shape, inner.message, expected)
  const coveredByResponse = responseSigned && signatures.length === 0
  if (refused && !(coveredByResponse && refused.code === 'sig.missing')) return refused
  return coveredByResponse ? { ok: true, element: root } : verifySigned(xml, root, expected)
}

const read = (message: Message, expected: Expected): VerifiedAssertion => {
  const assertion = message.assertions[0] as Element
  const nameId = child(child(assertion, 'saml:Subject'), 'saml:NameID')
  const statement = child(assertion, 'saml:AuthnStatement')
  const confirmation = bearerConfirmations(message)[0]
  const nameQualifier = attribute(nameId, 'NameQualifier')
  const spNameQualifier = attribute(nameId, 'SPNameQualifier')
  const inResponseTo = attribute(confirmation, 'InResponseTo')
  const sessionIndex = attribute(statement, 'SessionIndex')
  const sessionEnd = instant(attribute(statement, 'SessionNotOnOrAfter'))
  const authnContext = text(child(child(statement, 'saml:AuthnContext'), 'saml:AuthnContextClassRef'))
  const ends = [child(assertion, 'saml:Conditions'), confirmation].map((one) => instant(attribute(one, 'NotOnOrAfter')))
  return {
    assertionId: attribute(assertion, 'ID') ?? '',
    issuer: text(child(assertion, 'saml:Issuer')) ?? '',
    nameId: text(nameId) ?? '',
    nameIdFormat: attribute(nameId, 'Format') ?? 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    ...readAttributes(assertion),
    notOnOrAfter: new Date(Math.min(...ends.map((end) => end ?? 0)) + skew(expected)),
    authnInstant: new Date(instant(attribute(statement, 'AuthnInstant')) ?? 0),
    ...(nameQualifier === undefined ? {} : { nameQualifier }),
    ...(spNameQualifier === undefined ? {} : { spNameQualifier }),
    ...(inResponseTo === undefined ? {} : { inResponseTo }),
    ...(sessionIndex === undefined ? {} : { sessionIndex }),
    ...(sessionEnd === undefined ? {} : { sessionNotOnOrAfter: new Date(sessionEnd) }),
    ...(authnContext === undefined ? {} : { authnContext }),
  }
}

const readAttributes = (assertion: Element): Pick<VerifiedAssertion, 'attributes' | 'structured'> => {
  const values = new Map<string, string[]>()
  const structured = new Set<string>()
  for (const statement of children(assertion, 'saml:AttributeStatement'))
    for (const element of children(statement, 'saml:Attribute')) {
      const name = attribute(element, 'Name') ?? ''
      const read = children(element, 'saml:AttributeValue').map(text)
      if (read.includes(undefined)) structured.add(name)
      values.set(
        name,
        read.filter((value) => value !== undefined),
      )
    }
  return { attributes: values, structured }
}
