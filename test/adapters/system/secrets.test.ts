import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keptKey } from '../../../adapters/system/kept-key.ts'
import { openSecrets } from '../../../adapters/system/secrets.ts'

const [old, present, stranger] = [randomBytes(32), randomBytes(32), randomBytes(48)]

describe('secrets', () => {
  const secrets = openSecrets([present])

  it('are 256 random bits, safe in an address', () => {
    const made = Array.from({ length: 50 }, () => secrets.make())
    expect(new Set(made).size).toBe(50)
    for (const secret of made) {
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
      expect(encodeURIComponent(secret)).toBe(secret)
    }
  })

  it('are kept as SHA-256, whatever the key', () => {
    expect(secrets.hash('ë')).toBe(createHash('sha256').update('ë', 'utf8').digest('base64url'))
    expect(openSecrets([stranger]).hash('ë')).toBe(secrets.hash('ë'))
  })

  it('give back what was sealed', () => {
    for (const plain of ['', '/register/complete?secret=abc', 'één 🗝️\n', 'x'.repeat(100_000)])
      expect(secrets.open(secrets.seal(plain))).toBe(plain)
  })

  it('never seal the same text alike, nor show it', () => {
    expect(secrets.seal('same')).not.toBe(secrets.seal('same'))
    expect(secrets.seal('same')).not.toContain(Buffer.from('same').toString('base64url'))
  })

  it('open what an earlier key of the rotation sealed, and seal with the first', () => {
    const sealed = openSecrets([old]).seal('kept')
    const rotated = openSecrets([present, old])
    expect(rotated.open(sealed)).toBe('kept')
    expect(openSecrets([present]).open(rotated.seal('new'))).toBe('new')
    expect(() => openSecrets([present]).open(sealed)).toThrow('no longer in the rotation')
  })

  it('refuse a text that was changed anywhere', () => {
    const sealed = secrets.seal('/path?secret=abc')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'Q' : 'A'}${sealed.slice(at + 1)}`
      // The last characters of a base64 group may hold bits that mean nothing.
      if (sameBytes(changed, sealed)) continue
      expect(() => secrets.open(changed), `changed at ${at}`).toThrow()
    }
  })

  it('refuse a shortened tag and texts that were never sealed', () => {
    const [version, id, nonce, body = ''] = secrets.seal('').split('.')
    const short = Buffer.from(body, 'base64url').subarray(0, 12).toString('base64url')
    const texts = [
      [version, id, nonce, short].join('.'),
      '',
      'v1',
      `v1.${id}`,
      `v1.${id}..`,
      `${secrets.seal('a')}.more`,
      'plain',
    ]
    for (const text of texts) expect(() => secrets.open(text), text).toThrow()
  })

  it('need a key, and one that is long enough', () => {
    expect(() => openSecrets([])).toThrow('no secret key')
    expect(() => openSecrets([present, randomBytes(31)])).toThrow('32 bytes')
  })
})

describe('signatures', () => {
  const signer = openSecrets([present])

  it('hold for the same purpose, text and rotation only', () => {
    const signature = openSecrets([old]).sign('cookie', 'anna')
    expect(openSecrets([present, old]).verify('cookie', 'anna', signature)).toBe(true)
    expect(openSecrets([present, old]).verify('cookie', 'bert', signature)).toBe(false)
    expect(openSecrets([present, old]).verify('form', 'anna', signature)).toBe(false)
    expect(signer.verify('cookie', 'anna', signature)).toBe(false)
  })

  it('are refused when they are empty, cut off or lengthened', () => {
    const signature = signer.sign('cookie', 'anna')
    for (const wrong of ['', signature.slice(0, -4), `${signature}AAAA`, 'é'])
      expect(signer.verify('cookie', 'anna', wrong)).toBe(false)
  })
})

describe('the kept key of a demonstration', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'toegang-key-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is made once, for its owner alone', async () => {
    const data = join(folder, 'data')
    const made = await Promise.all([keptKey(data), keptKey(data)])
    expect(made[0]).toHaveLength(32)
    expect(made[1]).toEqual(made[0])
    expect(await keptKey(data)).toEqual(made[0])
    expect(statSync(join(data, 'secret-key')).mode & 0o077).toBe(0)
  })

  it('is refused when it is damaged, and left where it is', async () => {
    writeFileSync(join(folder, 'secret-key'), 'short')
    await expect(keptKey(folder)).rejects.toThrow('damaged')
    expect(existsSync(join(folder, 'secret-key'))).toBe(true)
  })
})

const sameBytes = (one: string, other: string): boolean => {
  const bytes = (text: string) =>
    text
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('hex'))
      .join('.')
  return one.split('.')[0] === other.split('.')[0] && bytes(one) === bytes(other)
}
