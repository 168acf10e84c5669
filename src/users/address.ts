import type { DomainNames } from '../ports/system.ts'

/** An e-mail address in the one form that is kept and compared: ASCII local part in lower case, domain in punycode. */
export interface Address {
  readonly address: string
  readonly domain: string
}

/** RFC 5321 dot-atom, ASCII only: no quoted local parts, no comments, no spaces, nothing that a mailer reads as a second address. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/

/**
 * Reads an address strictly: exactly one `@`, at most 254 bytes (RFC 5321, 4.5.3.1), no trailing dot, and a domain that
 * UTS #46 can write in ASCII. Plus-addresses stay different addresses. Answers `undefined` for anything else.
 */
export const readAddress = (written: string, names: DomainNames): Address | undefined => {
  const parts = written.split('@')
  const [local, domain] = parts
  if (parts.length !== 2 || !local || !domain || local.length > 64) return undefined
  const name = asciiLowerCase(local)
  const ascii = names.toAscii(domain)
  if (ascii === undefined || !localPart.test(name)) return undefined
  const address = `${name}@${ascii}`
  return address.length <= 254 ? { address, domain: ascii } : undefined
}

/** The domain of an address in its kept form. */
export const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1)

// Unicode lower-casing turns some letters into ASCII ones (the Kelvin sign into k), which would match a stranger's account.
const asciiLowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
