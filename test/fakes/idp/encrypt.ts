import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto'

const xenc = 'http://www.w3.org/2001/04/xmlenc#'
const xenc11 = 'http://www.w3.org/2009/xmlenc11#'

export interface EncryptOptions {
  /** The service provider's certificate (PEM). */
  readonly certificate: string
  readonly content?: 'aes128-gcm' | 'aes256-gcm' | 'aes128-cbc' | 'aes256-cbc'
  readonly key?: 'rsa-oaep-mgf1p' | 'rsa-oaep' | 'rsa-1_5'
}

const wrap = (key: Buffer, certificate: string, method: NonNullable<EncryptOptions['key']>): Buffer =>
  method === 'rsa-1_5'
    ? publicEncrypt({ key: certificate, padding: constants.RSA_PKCS1_PADDING }, key)
    : publicEncrypt(
        {
          key: certificate,
          padding: constants.RSA_PKCS1_OAEP_PADDING,
          oaepHash: method === 'rsa-oaep' ? 'sha256' : 'sha1',
        },
        key,
      )

const keyMethod = {
  'rsa-1_5': `<xenc:EncryptionMethod Algorithm="${xenc}rsa-1_5"/>`,
  'rsa-oaep-mgf1p': `<xenc:EncryptionMethod Algorithm="${xenc}rsa-oaep-mgf1p"><ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/></xenc:EncryptionMethod>`,
  'rsa-oaep': `<xenc:EncryptionMethod Algorithm="${xenc11}rsa-oaep"><ds:DigestMethod Algorithm="${xenc}sha256"/><xenc11:MGF xmlns:xenc11="${xenc11}" Algorithm="${xenc11}mgf1sha256"/></xenc:EncryptionMethod>`,
}

const sealGcm = (name: 'aes-256-gcm', key: Buffer, iv: Buffer, text: string): Buffer => {
  const cipher = createCipheriv(name, key, iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

const sealCbc = (name: string, key: Buffer, iv: Buffer, text: string): Buffer => {
  const cipher = createCipheriv(name, key, iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()])
}

/** Encrypts an assertion for a service provider; gives the EncryptedAssertion. XML Encryption 1.1. */
export const encryptAssertion = (
  assertion: string,
  { certificate, content = 'aes256-gcm', key: method = 'rsa-oaep-mgf1p' }: EncryptOptions,
): string => {
  const key = randomBytes(content.startsWith('aes128') ? 16 : 32)
  const gcm = content.endsWith('gcm')
  const iv = randomBytes(gcm ? 12 : 16)
  const [size = ''] = /\d+/.exec(content) ?? []
  const value = gcm
    ? sealGcm(`aes-${size as '256'}-gcm`, key, iv, assertion)
    : sealCbc(`aes-${size}-cbc`, key, iv, assertion)
  return (
    `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">` +
    `<xenc:EncryptedData xmlns:xenc="${xenc}" Type="${xenc}Element">` +
    `<xenc:EncryptionMethod Algorithm="${gcm ? xenc11 : xenc}${content}"/>` +
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>${keyMethod[method]}` +
    `<xenc:CipherData><xenc:CipherValue>${wrap(key, certificate, method).toString('base64')}</xenc:CipherValue></xenc:CipherData>` +
    `</xenc:EncryptedKey></ds:KeyInfo>` +
    `<xenc:CipherData><xenc:CipherValue>${value.toString('base64')}</xenc:CipherValue></xenc:CipherData>` +
    `</xenc:EncryptedData></saml:EncryptedAssertion>`
  )
}
