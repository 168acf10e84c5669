import type { Instant } from '../kernel/instant.ts'

export interface Clock {
  now(): Instant
}

export interface Ids {
  /** A new identifier; later ones sort after earlier ones (UUID version 7, RFC 9562). */
  next(): string
  /** `length` characters that can be said on the telephone: Crockford's base 32, upper case, without I, L, O and U. */
  reference(length: number): string
}

/** A key with the self-signed certificate that carries its public half; both PEM. */
export interface KeyPair {
  readonly privateKey: string
  readonly certificate: string
  /** When the certificate ends. */
  readonly endsAt: Instant
}

export interface Secrets {
  /** An RSA key of 3072 bits; its certificate says who signs, from yesterday for three years. */
  makeKeyPair(): Promise<KeyPair>
  /** 256 random bits, URL-safe. */
  make(): string
  /** What is kept of a secret that is only compared: SHA-256, URL-safe. */
  hash(secret: string): string
  /** Encrypts for keeping at rest; `open` gives it back, with any key of the rotation, and throws on a damaged text. */
  seal(plain: string): string
  open(sealed: string): string
  /** Whether the newest key of the rotation sealed this. */
  isNewest(sealed: string): boolean
  readonly codes: OneTimeCodes
}

/** Codes of an authenticator app: TOTP (RFC 6238) of six digits, a new one each thirty seconds. */
export interface OneTimeCodes {
  /** A new key: 160 random bits in base 32, as an app takes it. */
  make(): string
  /** The step of time whose code this is, at most one before or after that moment (RFC 6238, 5.2); `undefined` when it is none. */
  stepOf(key: string, code: string, at: Instant): number | undefined
  /** The `otpauth:` address by which an app learns the key of this account. */
  address(key: string, account: string): string
}

export interface Dns {
  /** All TXT records of a name, each joined to one string; empty when there are none. Throws when nobody answers. */
  txt(name: string): Promise<string[]>
}

/** What the world says about domain names; lists come from well-kept packages. */
export interface DomainNames {
  /** UTS #46 (strict, non-transitional) to lower-case ASCII; `undefined` when it isn't a host name of at least two labels. */
  toAscii(domain: string): string | undefined
  isPublicMail(domain: string): boolean
  isPublicSuffix(domain: string): boolean
}
