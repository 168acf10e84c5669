import { SignedXml } from 'xml-crypto'
import { digestAlgorithms, signatureAlgorithms } from '../../../adapters/saml/algorithms.ts'
import { bare, type KeyPair } from './keys.ts'

export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

export interface SignOptions {
  /** Which element: an XPath that finds one. The signature goes after its Issuer. */
  readonly element?: string
  readonly signature?: string
  readonly digest?: string
  readonly transforms?: readonly string[]
  readonly canonicalization?: string
  /** The certificate shown in KeyInfo; the key's own unless given, none at all when false. */
  readonly keyInfo?: string | false
  /** Prefixes that are kept although nothing visibly uses them, as Okta does for `xs`. */
  readonly inclusive?: readonly string[]
  /** What the Reference points at, when it is not the element that carries the signature. */
  readonly reference?: string
}

/** Signs an element in place, as an identity provider does: enveloped, exclusive, RSA with SHA-256. */
export const signElement = (xml: string, { key, certificate }: KeyPair, options: SignOptions = {}): string => {
  const element = options.element ?? '/*'
  const shown = options.keyInfo ?? certificate
  const signer = new SignedXml({
    privateKey: key,
    signatureAlgorithm: options.signature ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: options.canonicalization ?? exclusive,
    getKeyInfoContent: () =>
      shown === false ? null : `<ds:X509Data><ds:X509Certificate>${bare(shown)}</ds:X509Certificate></ds:X509Data>`,
  })
  signer.SignatureAlgorithms = { ...signer.SignatureAlgorithms, ...signatureAlgorithms(true) }
  signer.HashAlgorithms = { ...signer.HashAlgorithms, ...digestAlgorithms(true) }
  signer.addReference({
    xpath: options.reference ?? element,
    digestAlgorithm: options.digest ?? 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: [...(options.transforms ?? [enveloped, exclusive])],
    ...(options.inclusive && { inclusiveNamespacesPrefixList: [...options.inclusive] }),
  })
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: {
      reference: `${element}/*[local-name(.)='Issuer']`,
      action: 'after',
    },
  })
  return signer.getSignedXml()
}
