import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  generateKeyPair,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { KeyPair, Secrets } from '../../src/ports/system.ts'
import { selfSign } from './certificate.ts'
import { oneTimeCodes } from './one-time-codes.ts'

/** Signs short texts, such as cookies. A signature for one purpose is worth nothing for another. */
export interface Signer {
  /** HMAC-SHA-256 of `text`, URL-safe, without the text itself. */
  sign(purpose: string, text: string): string
  /** Whether any key of the rotation made this signature; takes as long for a wrong one as for a right one. */
  verify(purpose: string, text: string, signature: string): boolean
}

/**
 * Secrets under a rotation of keys: the first key seals and signs, every key opens and verifies.
 * A sealed text is `v1.<key id>.<nonce>.<ciphertext and tag>`, AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D, 8.2.2);
 * each purpose has its own key, derived by HKDF-SHA-256 (RFC 5869).
 *
 * @param keys at least one, each of 32 random bytes or more
 */
export const openSecrets = (keys: readonly Buffer[]): Secrets & Signer => {
  const rotation = keys.map((key) => {
    if (key.length < 32) throw new Error('a secret key has at least 32 bytes')
    return {
      key,
      id: derive(key, 'id', 6).toString('base64url'),
      sealing: derive(key, 'seal', 32),
    }
  })
  const [first] = rotation
  if (first === undefined) throw new Error('there is no secret key')

  return {
    make: () => randomBytes(32).toString('base64url'),
    makeKeyPair,
    codes: oneTimeCodes,
    hash: (secret) => createHash('sha256').update(secret).digest('base64url'),
    seal: (plain) => {
      const head = `v1.${first.id}`
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', first.sealing, nonce).setAAD(Buffer.from(head))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${head}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`
    },
    open: (text) => {
      const [version, id, nonce = '', sealed = '', ...more] = text.split('.')
      const used = rotation.find((key) => key.id === id)
      if (version !== 'v1' || more.length > 0) throw new Error('this is not a sealed text')
      if (used === undefined) throw new Error('sealed with a key that is no longer in the rotation')
      return unseal(used.sealing, `${version}.${id}`, Buffer.from(nonce, 'base64url'), Buffer.from(sealed, 'base64url'))
    },
    isNewest: (text) => text.startsWith(`v1.${first.id}.`),
    sign: (purpose, text) => hmac(first.key, purpose, text).toString('base64url'),
    verify: (purpose, text, signature) => {
      const given = Buffer.from(signature, 'base64url')
      return rotation
        .map(({ key }) => hmac(key, purpose, text))
        .map((right) => given.length === right.length && timingSafeEqual(given, right))
        .includes(true)
    },
  }
}

const day = 86_400_000
const newRsaKey = promisify(generateKeyPair)

const makeKeyPair = async (): Promise<KeyPair> => {
  const { privateKey: made } = await newRsaKey('rsa', { modulusLength: 3072 })
  const privateKey = made.export({ type: 'pkcs8', format: 'pem' }).toString()
  const until = new Date(Date.now() + 3 * 365 * day)
  const certificate = selfSign(privateKey, { name: 'Toegang', from: new Date(Date.now() - day), until })
  return { privateKey, certificate, endsAt: until.toISOString() }
}

const derive = (key: Buffer, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `toegang ${purpose}`, bytes))

const hmac = (key: Buffer, purpose: string, text: string): Buffer =>
  createHmac('sha256', derive(key, `sign ${purpose}`, 32))
    .update(text)
    .digest()

const tagBytes = 16

const unseal = (key: Buffer, head: string, nonce: Buffer, sealed: Buffer): string => {
  // Node takes a shortened tag as well, which is easier to forge: nothing but the full one gets through.
  if (nonce.length !== 12 || sealed.length < tagBytes) throw new Error('the sealed text is damaged')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(head))
    .setAuthTag(sealed.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new Error('the sealed text is damaged', { cause })
  }
}
