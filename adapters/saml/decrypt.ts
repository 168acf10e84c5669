import { constants, createDecipheriv, privateDecrypt, randomBytes } from 'node:crypto'
import type { Expected } from './expected.ts'
import { type Fault, fault } from './fault.ts'
import { attribute, child, children, text } from './xml.ts'

interface Cipher {
  readonly name: string
  readonly keyLength: number
  readonly ivLength: number
  readonly mode: 'gcm' | 'cbc'
}

const gcm = 'http://www.w3.org/2009/xmlenc11#'
const cbc = 'http://www.w3.org/2001/04/xmlenc#'
const ciphers: Readonly<Record<string, Cipher>> = {
  [`${gcm}aes128-gcm`]: {
    name: 'aes-128-gcm',
    keyLength: 16,
    ivLength: 12,
    mode: 'gcm',
  },
  [`${gcm}aes256-gcm`]: {
    name: 'aes-256-gcm',
    keyLength: 32,
    ivLength: 12,
    mode: 'gcm',
  },
  [`${cbc}aes128-cbc`]: {
    name: 'aes-128-cbc',
    keyLength: 16,
    ivLength: 16,
    mode: 'cbc',
  },
  [`${cbc}aes256-cbc`]: {
    name: 'aes-256-cbc',
    keyLength: 32,
    ivLength: 16,
    mode: 'cbc',
  },
}

const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1'
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
const mgf1 = {
  sha1: 'http://www.w3.org/2009/xmlenc11#mgf1sha1',
  sha256: 'http://www.w3.org/2009/xmlenc11#mgf1sha256',
}

/** The hash of RSA-OAEP as this EncryptionMethod asks for it, when Node can do it; RSA 1.5 never. XML Encryption §5.5. */
const oaepHash = (method: Element | undefined): 'sha1' | 'sha256' | undefined => {
  const algorithm = attribute(method, 'Algorithm')
  const digest = attribute(child(method, 'ds:DigestMethod'), 'Algorithm') ?? sha1
  const mask = attribute(child(method, 'xenc11:MGF'), 'Algorithm') ?? mgf1.sha1
  if (child(method, 'xenc:OAEPparams')) return undefined
  if (algorithm === `${cbc}rsa-oaep-mgf1p`) return digest === sha1 ? 'sha1' : undefined
  if (algorithm !== `${gcm}rsa-oaep`) return undefined
  if (digest === sha256 && mask === mgf1.sha256) return 'sha256'
  return digest === sha1 && mask === mgf1.sha1 ? 'sha1' : undefined
}

const cipherValue = (element: Element): Buffer =>
  Buffer.from(text(child(child(element, 'xenc:CipherData'), 'xenc:CipherValue')) ?? '', 'base64')

/** The content key, or a random one: a key that does not open then fails where a broken content fails. */
const unwrap = (wrapped: Buffer, key: string, hash: string, { keyLength }: Cipher): Buffer => {
  const random = randomBytes(keyLength)
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    const content = privateDecrypt({ key, padding, oaepHash: hash }, wrapped)
    return content.length === keyLength ? content : random
  } catch {
    return random
  }
}

const open = (content: Buffer, key: Buffer, { name, ivLength, mode }: Cipher): string | undefined => {
  try {
    const iv = content.subarray(0, ivLength)
    if (mode === 'gcm') {
      const decipher = createDecipheriv(name as 'aes-256-gcm', key, iv, {
        authTagLength: 16,
      })
      decipher.setAuthTag(content.subarray(-16))
      const plain = Buffer.concat([decipher.update(content.subarray(ivLength, -16)), decipher.final()])
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain)
    }
    const decipher = createDecipheriv(name, key, iv).setAutoPadding(false)
    const padded = Buffer.concat([decipher.update(content.subarray(ivLength)), decipher.final()])
    const padding = padded.at(-1) ?? 0
    if (padding < 1 || padding > ivLength) return undefined
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(padded.subarray(0, -padding))
  } catch {
    // Wrong key, broken tag, broken padding, broken text: one answer, so that none of them is an oracle.
    return undefined
  }
}

/**
 * Decrypts an EncryptedAssertion with the newest of our keys that fits. AES-GCM, and AES-CBC only when the connection
 * allows it; the key by RSA-OAEP. Refuses other algorithms (`enc.alg`), a missing key of ours (`enc.no_key`) and
 * everything that goes wrong after that alike (`enc.failed`). XML Encryption 1.1; SAML Core §6.
 *
 * Own code, because node-saml's xml-encryption looks for ciphers, keys and values anywhere in the document, reads
 * OAEP's digest under a wrong name and knows no RSA-OAEP of XML Encryption 1.1.
 */
export const decryptAssertion = (
  encrypted: Element,
  { decryptionKeys = [], allowCbc = false }: Expected,
): { ok: true; xml: string; mode: Cipher['mode'] } | Fault => {
  const [data, ...otherData] = children(encrypted, 'xenc:EncryptedData')
  const keyInfo = child(data, 'ds:KeyInfo')
  const [wrapped, ...otherKeys] = [
    ...(keyInfo ? children(keyInfo, 'xenc:EncryptedKey') : []),
    ...children(encrypted, 'xenc:EncryptedKey'),
  ]
  if (!data || !wrapped || otherData.length + otherKeys.length > 0)
    return fault('xml.schema', 'EncryptedAssertion holds other parts than one content and one key')

  const algorithm = attribute(child(data, 'xenc:EncryptionMethod'), 'Algorithm') ?? ''
  const cipher = Object.hasOwn(ciphers, algorithm) ? ciphers[algorithm] : undefined
  if (!cipher || (cipher.mode === 'cbc' && !allowCbc))
    return fault('enc.alg', 'the encryption of the content', {
      received: algorithm,
    })
  const keyMethod = child(wrapped, 'xenc:EncryptionMethod')
  const hash = oaepHash(keyMethod)
  if (!hash)
    return fault('enc.alg', 'the encryption of the key', {
      received: attribute(keyMethod, 'Algorithm'),
    })
  if (decryptionKeys.length === 0) return fault('enc.no_key', 'this connection has no key to decrypt with')

  // Every key is tried in full, so that the time says nothing about which step failed.
  const opened = decryptionKeys.map((key) =>
    open(cipherValue(data), unwrap(cipherValue(wrapped), key, hash, cipher), cipher),
  )
  const xml = opened.find((plain) => plain !== undefined)
  return xml === undefined
    ? fault('enc.failed', 'the assertion could not be decrypted')
    : { ok: true, xml, mode: cipher.mode }
}
