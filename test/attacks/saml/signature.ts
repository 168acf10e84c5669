import { createHmac } from 'node:crypto'
import { encryptAssertion } from '../../fakes/idp/encrypt.ts'
import { enveloped, exclusive } from '../../fakes/idp/sign.ts'
import type { Attack, Sent } from './case.ts'
import { idpKey, make, ownKey, strangerKey } from './stage.ts'
import { cut, cutFirst, resign, swap } from './surgery.ts'

const genuine = (): Sent => ({ xml: make() })
const both = (): Sent => ({ xml: make({ sign: 'both' }) })

/** A genuine message whose SignedInfo was changed before the identity provider's own key signed it. */
const signedOver = (change: (xml: string) => string) => (): Sent => ({ xml: resign(change(make()), idpKey) })

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const sha1 = { signature: `${dsig}rsa-sha1`, digest: `${dsig}sha1` }
const soon = () => new Date(Date.now() + 60_000)
const past = () => new Date(Date.now() - 1)

const hmac = (truncated: boolean): Sent => {
  const length = truncated ? '<ds:HMACOutputLength>8</ds:HMACOutputLength>' : ''
  const method = `<ds:SignatureMethod Algorithm="${dsig}hmac-sha1">${length}</ds:SignatureMethod>`
  const xml = swap(make(), /<ds:SignatureMethod[^>]*\/>/, method)
  const value = createHmac('sha1', idpKey.certificate).update(cut(xml, 'ds:SignedInfo')).digest()
  const shown = (truncated ? value.subarray(0, 1) : value).toString('base64')
  return { xml: swap(xml, /<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${shown}`) }
}

const transform = (algorithm: string, inside = '') =>
  signedOver((xml) =>
    swap(xml, '</ds:Transforms>', `<ds:Transform Algorithm="${algorithm}">${inside}</ds:Transform></ds:Transforms>`),
  )

export const signature: readonly Attack[] = [
  {
    row: 'S6',
    name: 'no signature at all',
    code: 'sig.missing',
    attack: () => ({ xml: make({ sign: 'none' }) }),
    sibling: genuine,
  },
  {
    row: 'S6',
    name: 'the signature stripped off',
    code: 'sig.missing',
    attack: () => ({ xml: make({ tamper: (xml) => swap(xml, cutFirst(xml, 'ds:Signature'), '') }) }),
    sibling: genuine,
  },
  {
    row: 'S7',
    name: 'the Response changed after signing, though the assertion’s own signature is valid',
    code: 'sig.invalid',
    attack: () => ({ xml: make({ sign: 'both', tamper: (xml) => swap(xml, '<samlp:Status>', '<samlp:Status >\n') }) }),
    sibling: both,
  },
  {
    row: 'S7',
    name: 'the Response’s signature value broken, though the assertion’s own signature is valid',
    code: 'sig.invalid',
    attack: () => ({
      xml: make({ sign: 'both', tamper: (xml) => swap(xml, /<ds:SignatureValue>..../, '<ds:SignatureValue>AAAA') }),
    }),
    sibling: both,
  },
  {
    row: 'S7',
    name: 'the name changed after signing',
    code: 'sig.invalid',
    attack: () => ({ xml: make({ tamper: (xml) => swap(xml, 'sso@acme.example', 'ssi@acme.example') }) }),
    sibling: genuine,
  },
  {
    row: 'S8',
    name: 'another key, with its certificate in KeyInfo',
    code: 'sig.untrusted_key',
    attack: () => ({ xml: make({ key: strangerKey }) }),
    sibling: genuine,
  },
  {
    row: 'S8',
    name: 'another key, with no KeyInfo',
    code: 'sig.untrusted_key',
    attack: () => ({ xml: make({ key: strangerKey, how: { keyInfo: false } }) }),
    sibling: () => ({ xml: make({ how: { keyInfo: false } }) }),
  },
  {
    row: 'S8',
    name: 'another key, showing the connection’s certificate',
    code: 'sig.invalid',
    attack: () => ({ xml: make({ key: strangerKey, how: { keyInfo: idpKey.certificate } }) }),
    sibling: genuine,
  },
  {
    row: 'S9',
    name: 'HMAC with the certificate as its secret',
    code: 'sig.alg',
    attack: () => hmac(false),
    sibling: genuine,
  },
  { row: 'S9', name: 'HMAC cut to eight bits', code: 'sig.alg', attack: () => hmac(true), sibling: genuine },
  {
    row: 'S10',
    name: 'SHA-1',
    code: 'sig.alg',
    attack: () => ({ xml: make({ how: sha1 }) }),
    sibling: () => ({ xml: make({ how: sha1 }), connection: { allowSha1Until: soon() } }),
  },
  {
    row: 'S10',
    name: 'SHA-1 after its time',
    code: 'sig.alg',
    attack: () => ({ xml: make({ how: sha1 }), connection: { allowSha1Until: past() } }),
    sibling: () => ({ xml: make({ how: sha1 }), connection: { allowSha1Until: soon() } }),
  },
  {
    row: 'S10',
    name: 'a digest of SHA-1 under a signature of SHA-256',
    code: 'sig.alg',
    attack: () => ({ xml: make({ how: { digest: sha1.digest } }) }),
    sibling: genuine,
  },
  {
    row: 'S10',
    name: 'MD5, even where SHA-1 is allowed',
    code: 'sig.alg',
    attack: () => ({
      xml: resign(swap(make(), `${more}rsa-sha256`, `${more}rsa-md5`), idpKey, 'md5'),
      connection: { allowSha1Until: soon() },
    }),
    sibling: genuine,
  },
  {
    row: 'S11',
    name: 'a second SignedInfo',
    code: 'sig.structure',
    attack: () => ({
      xml: make({
        tamper: (xml) => {
          const signedInfo = cutFirst(xml, 'ds:SignedInfo')
          return swap(xml, signedInfo, signedInfo + signedInfo)
        },
      }),
    }),
    sibling: genuine,
  },
  {
    row: 'S12',
    name: 'a comment inside DigestValue',
    code: 'sig.structure',
    // Canonical bytes hold no comments, so the signature stays valid.
    attack: () => ({ xml: make({ tamper: (xml) => swap(xml, '<ds:DigestValue>', '<ds:DigestValue><!--AAAA-->') }) }),
    sibling: genuine,
  },
  {
    row: 'S12',
    name: 'an Object in the signature',
    code: 'sig.structure',
    attack: () => ({
      xml: make({ tamper: (xml) => swap(xml, '</ds:Signature>', '<ds:Object>x</ds:Object></ds:Signature>') }),
    }),
    sibling: genuine,
  },
  {
    row: 'S13',
    name: 'Response and assertion of one identifier',
    code: 'xml.duplicate_id',
    attack: () => ({ xml: make({ responseId: '_same', assertionId: '_same' }) }),
    sibling: () => ({ xml: make({ responseId: '_same', assertionId: '_other' }) }),
  },
  {
    row: 'S13',
    name: 'one identifier, once by a character reference',
    code: 'xml.duplicate_id',
    attack: () => ({
      xml: make({ assertionId: '_same', tamper: (xml) => xml.replace(/ ID="[^"]*"/, ' ID="&#95;same"') }),
    }),
    sibling: () => ({
      xml: make({ assertionId: '_same', tamper: (xml) => xml.replace(/ ID="[^"]*"/, ' ID="&#95;other"') }),
    }),
  },
  {
    row: 'S13',
    name: 'one identifier, once with a space and in another spelling of ID',
    code: 'xml.duplicate_id',
    attack: () => ({
      xml: make({ assertionId: '_same', tamper: (xml) => swap(xml, '<samlp:Status>', '<samlp:Status Id=" _same">') }),
    }),
    sibling: () => ({
      xml: make({ assertionId: '_same', tamper: (xml) => swap(xml, '<samlp:Status>', '<samlp:Status Id=" _other">') }),
    }),
  },
  {
    row: 'S14',
    name: 'two References',
    code: 'sig.reference',
    attack: signedOver((xml) => {
      const reference = cutFirst(xml, 'ds:Reference')
      return swap(xml, reference, reference + reference)
    }),
    sibling: genuine,
  },
  {
    row: 'S14',
    name: 'an empty Reference',
    code: 'sig.reference',
    attack: signedOver((xml) => swap(xml, /URI="#[^"]*"/, 'URI=""')),
    sibling: genuine,
  },
  {
    row: 'S14',
    name: 'a Reference to another file',
    code: 'sig.reference',
    attack: signedOver((xml) => swap(xml, /URI="#[^"]*"/, 'URI="https://evil.test/"')),
    sibling: genuine,
  },
  {
    row: 'S14',
    name: 'a signature on the Response that refers to the assertion',
    code: 'sig.reference',
    attack: () => ({
      xml: make({
        sign: 'response',
        responseId: '_r',
        assertionId: '_a',
        tamper: (xml) => resign(swap(xml, '"#_r"', '"#_a"'), idpKey),
      }),
    }),
    sibling: () => ({ xml: make({ sign: 'response', responseId: '_r', assertionId: '_a' }) }),
  },
  {
    row: 'S14',
    name: 'a signature on the Response that refers to its Status',
    code: 'sig.reference',
    attack: () => ({
      xml: make({
        sign: 'both',
        response: (xml) => swap(xml, '<samlp:Status>', '<samlp:Status ID="_status">'),
        tamper: (xml) => resign(swap(xml, /URI="#[^"]*"/, 'URI="#_status"'), idpKey),
      }),
    }),
    sibling: () => ({
      xml: make({ sign: 'both', response: (xml) => swap(xml, '<samlp:Status>', '<samlp:Status ID="_status">') }),
    }),
  },
  {
    row: 'S15',
    name: 'a stylesheet as transform',
    code: 'sig.transforms',
    attack: transform('http://www.w3.org/TR/1999/REC-xslt-19991116'),
    sibling: genuine,
  },
  {
    row: 'S15',
    name: 'XPath as transform',
    code: 'sig.transforms',
    attack: transform(
      'http://www.w3.org/TR/1999/REC-xpath-19991116',
      '<ds:XPath>not(ancestor-or-self::NameID)</ds:XPath>',
    ),
    sibling: genuine,
  },
  {
    row: 'S15',
    name: 'more transforms than two',
    code: 'sig.transforms',
    attack: () => ({ xml: make({ how: { transforms: [enveloped, exclusive, exclusive] } }) }),
    sibling: genuine,
  },
  {
    row: 'S15',
    name: 'inclusive canonicalisation',
    code: 'sig.transforms',
    attack: () => ({ xml: make({ how: { canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' } }) }),
    sibling: genuine,
  },
  {
    row: 'S16',
    name: 'a relative namespace name, which some canonicalise to nothing',
    code: 'xml.namespace',
    attack: () => ({
      xml: make({ sign: 'both', response: (xml) => swap(xml, '<samlp:Response ', '<samlp:Response xmlns:a="1" ') }),
    }),
    sibling: () => ({
      xml: make({ sign: 'both', response: (xml) => swap(xml, '<samlp:Response ', '<samlp:Response xmlns:a="urn:1" ') }),
    }),
  },
  {
    row: 'S17',
    name: 'a Response of a foreign namespace',
    code: 'xml.namespace',
    attack: () => ({
      xml: make({ response: (xml) => xml.replaceAll('urn:oasis:names:tc:SAML:2.0:protocol', 'urn:evil') }),
    }),
    sibling: genuine,
  },
  {
    row: 'S17',
    name: 'an Assertion of a foreign namespace',
    code: 'xml.namespace',
    attack: () => ({
      xml: make({ assertion: (xml) => xml.replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:evil') }),
    }),
    sibling: genuine,
  },
  {
    row: 'S17',
    name: 'an identifier in a namespace beside the real one',
    code: 'xml.namespace',
    attack: () => ({
      xml: make({ response: (xml) => swap(xml, '<samlp:Response ', '<samlp:Response samlp:ID="_evil" ') }),
    }),
    sibling: genuine,
  },
  {
    row: 'S17',
    name: 'a prefix that is declared nowhere',
    code: 'xml.namespace',
    attack: () => ({
      xml: make({
        response: (xml) => swap(xml, '<samlp:Status>', '<samlp:Extensions><evil:x/></samlp:Extensions><samlp:Status>'),
      }),
    }),
    sibling: () => ({
      xml: make({
        response: (xml) =>
          swap(xml, '<samlp:Status>', '<samlp:Extensions><x:x xmlns:x="urn:x"/></samlp:Extensions><samlp:Status>'),
      }),
    }),
  },
  {
    row: 'S18',
    name: 'a signed Response whose assertion was replaced by an encrypted one',
    code: 'sig.coverage',
    attack: () => ({
      xml: make({
        sign: 'response',
        tamper: (xml) => {
          const assertion = cut(xml, 'saml:Assertion')
          return swap(xml, assertion, encryptAssertion(assertion, { certificate: ownKey.certificate }))
        },
      }),
      connection: { decryptionKeys: [ownKey.key] },
    }),
    sibling: () => ({
      xml: make({ sign: 'response', encrypt: { certificate: ownKey.certificate } }),
      connection: { decryptionKeys: [ownKey.key] },
    }),
  },
  {
    row: 'S19',
    name: 'a valid Signature at the end of the assertion',
    code: 'xml.schema',
    attack: () => ({
      xml: make({
        tamper: (xml) => {
          const own = cutFirst(xml, 'ds:Signature')
          return swap(swap(xml, own, ''), '</saml:Assertion>', `${own}</saml:Assertion>`)
        },
      }),
    }),
    sibling: genuine,
  },
]
