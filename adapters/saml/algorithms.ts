import { createHash, createSign, createVerify, type KeyLike } from 'node:crypto'
import { type HashAlgorithm, type SignatureAlgorithm, SignedXml } from 'xml-crypto'

type Classes<T> = Record<string, new () => T>

export const exclusiveCanonicalization: readonly string[] = [
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
]

const rsaSha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
const rsaSha384 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384'
const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1'
const sha384 = 'http://www.w3.org/2001/04/xmldsig-more#sha384'

/** The library knows no SHA-384; LemonLDAP::NG uses it when asked for SHA-512. */
class Sha384 implements HashAlgorithm {
  getAlgorithmName = () => sha384
  getHash = (xml: string) => createHash('sha384').update(xml, 'utf8').digest('base64')
}

class RsaSha384 implements SignatureAlgorithm {
  getAlgorithmName = () => rsaSha384
  getSignature = (signedInfo: Parameters<SignatureAlgorithm['getSignature']>[0], privateKey: KeyLike) =>
    createSign('RSA-SHA384').update(signedInfo).sign(privateKey, 'base64')
  verifySignature = (material: string, key: KeyLike, signatureValue: string) =>
    createVerify('RSA-SHA384').update(material).verify(key, signatureValue, 'base64')
}

const pick = <T>(all: Classes<T>, names: readonly string[]): Classes<T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))

const library = new SignedXml()
const strongSignatures: Classes<SignatureAlgorithm> = {
  ...pick(library.SignatureAlgorithms, [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  ]),
  [rsaSha384]: RsaSha384,
}
const strongDigests: Classes<HashAlgorithm> = {
  ...pick(library.HashAlgorithms, [
    'http://www.w3.org/2001/04/xmlenc#sha256',
    'http://www.w3.org/2001/04/xmlenc#sha512',
  ]),
  [sha384]: Sha384,
}
const weakSignatures = {
  ...strongSignatures,
  ...pick(library.SignatureAlgorithms, [rsaSha1]),
}
const weakDigests = {
  ...strongDigests,
  ...pick(library.HashAlgorithms, [sha1]),
}

/** The signature algorithms a message may use, by their names of RFC 9231. RSA only, so no key is ever a secret. */
export const signatureAlgorithms = (allowSha1: boolean): Classes<SignatureAlgorithm> =>
  allowSha1 ? weakSignatures : strongSignatures

/** The digest algorithms a message may use. */
export const digestAlgorithms = (allowSha1: boolean): Classes<HashAlgorithm> =>
  allowSha1 ? weakDigests : strongDigests
