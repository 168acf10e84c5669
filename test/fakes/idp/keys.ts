import { generateKeyPairSync } from 'node:crypto'
import { selfSign } from '../../../adapters/system/certificate.ts'

/** A private key and the self-signed certificate that carries its public half; both PEM. */
export interface KeyPair {
  readonly key: string
  readonly certificate: string
}

const year = 365 * 24 * 60 * 60 * 1000

/** Makes a fresh RSA key with a certificate that is valid from yesterday for a year. */
export const makeKeyPair = (name = 'idp.test', bits = 2048): KeyPair => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const now = Date.now()
  return {
    key,
    certificate: selfSign(key, {
      name,
      from: new Date(now - year / 365),
      until: new Date(now + year),
    }),
  }
}

/** The base64 between the lines of a PEM certificate, as SAML wants it. */
export const bare = (certificate: string): string => certificate.replace(/-----[^-]+-----|\s/g, '')
