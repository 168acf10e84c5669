import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto'

/** One DER value: tag, length, content. X.690 §8.1. */
const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const size = content.length.toString(16)
  const bytes = Buffer.from(size.length % 2 ? `0${size}` : size, 'hex')
  const length =
    content.length < 128 ? Buffer.from([content.length]) : Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes])
  return Buffer.concat([Buffer.from([tag]), length, content])
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts)
const commonNameType = Buffer.from('0603550403', 'hex')
/** sha256WithRSAEncryption, 1.2.840.113549.1.1.11, with its NULL. */
const sha256WithRsa = Buffer.from('300d06092a864886f70d01010b0500', 'hex')

/** UTCTime until 2049, GeneralizedTime after. RFC 5280 §4.1.2.5. */
const time = (moment: Date): Buffer => {
  const digits = `${moment.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return moment.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}

/**
 * Makes a self-signed X.509 certificate (PEM) for an RSA private key (PEM): the envelope in which SAML metadata
 * carries a public key. Partners compare it byte for byte; nobody follows a chain from it. RFC 5280.
 *
 * Own code: the libraries that do this bring a dozen packages for these four fields.
 */
export const selfSign = (
  privateKey: string,
  { name, from, until }: { name: string; from: Date; until: Date },
): string => {
  const subject = sequence(der(0x31, sequence(commonNameType, der(0x0c, Buffer.from(name)))))
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)])
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    sha256WithRsa,
    subject,
    sequence(time(from), time(until)),
    subject,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', body, createPrivateKey(privateKey))
  const certificate = sequence(body, sha256WithRsa, der(0x03, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
