import { digestAlgorithms, signatureAlgorithms } from '../algorithms.ts'
import type { Trust } from '../expected.ts'
import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, is, walk } from '../xml.ts'

/**
 * Requires RSA with SHA-256 or better in every signature (S10). SHA-1 passes only until the moment that the connection
 * allows; MD5 and every HMAC (S9) never do. RFC 9231; XML Signature §6.
 */
export const requireStrongAlgorithms: Check<Trust> = ({ signatures }, { now, allowSha1Until }) => {
  const allowSha1 = allowSha1Until !== undefined && now < allowSha1Until
  for (const signature of signatures)
    for (const element of walk(signature)) {
      const allowed = is(element, 'ds:SignatureMethod')
        ? signatureAlgorithms(allowSha1)
        : is(element, 'ds:DigestMethod')
          ? digestAlgorithms(allowSha1)
          : undefined
      const algorithm = attribute(element, 'Algorithm')
      if (allowed && !(algorithm && Object.hasOwn(allowed, algorithm)))
        return fault('sig.alg', element.localName, {
          expected: Object.keys(allowed).join(' '),
          received: algorithm,
        })
    }
  return undefined
}
