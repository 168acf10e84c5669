import { fault } from '../fault.ts'
import type { Check } from '../message.ts'

/**
 * Requires a signature on the Response or on its assertion (S6). An encrypted assertion may carry its signature
 * inside; it is looked for after decryption.
 */
export const requireSignature: Check<unknown> = ({ response, signatures, encrypted }) => {
  if (signatures.length > 0) return undefined
  if (response && encrypted.length > 0) return undefined
  return fault('sig.missing', 'neither the Response nor the Assertion is signed')
}
