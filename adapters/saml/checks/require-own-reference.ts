import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, child, children } from '../xml.ts'

/**
 * Requires one Reference per signature, to the element that holds the signature and to nothing else (S14).
 * SAML Core §5.4.2.
 */
export const requireOwnReference: Check<unknown> = ({ signatures }) => {
  for (const signature of signatures) {
    const references = children(child(signature, 'ds:SignedInfo') as Element, 'ds:Reference')
    const expected = `#${attribute(signature.parentNode as Element, 'ID')}`
    const received = references.map((reference) => attribute(reference, 'URI') ?? '(none)').join(' ')
    if (references.length !== 1 || received !== expected)
      return fault('sig.reference', 'what the signature refers to', {
        expected,
        received,
      })
  }
  return undefined
}
