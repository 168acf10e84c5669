import { exclusiveCanonicalization } from '../algorithms.ts'
import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, children, is, walk } from '../xml.ts'

const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const inclusiveNamespaces = 'InclusiveNamespaces'

const plain = (element: Element): boolean =>
  children(element).every((below) => is(below, `exc:${inclusiveNamespaces}`) && children(below).length === 0)

/**
 * Requires exactly the two transforms that SAML Core §5.4.4 needs, enveloped signature and exclusive
 * canonicalisation, and the latter for SignedInfo too (S15): no XSLT, no XPath, nothing that computes.
 */
export const requirePlainTransforms: Check<unknown> = ({ signatures }) => {
  for (const signature of signatures)
    for (const element of walk(signature)) {
      const algorithms = children(element, 'ds:Transform').map((transform) => attribute(transform, 'Algorithm') ?? '')
      const [first = '', second = ''] = algorithms
      if (is(element, 'ds:Transforms')) {
        const expected =
          children(element).length === 2 && first === enveloped && exclusiveCanonicalization.includes(second)
        if (!expected)
          return fault('sig.transforms', 'the transforms', {
            received: algorithms.join(' '),
          })
      }
      if (
        is(element, 'ds:CanonicalizationMethod') &&
        !exclusiveCanonicalization.includes(attribute(element, 'Algorithm') ?? '')
      )
        return fault('sig.transforms', 'the canonicalisation', {
          received: attribute(element, 'Algorithm'),
        })
      if ((is(element, 'ds:Transform') || is(element, 'ds:CanonicalizationMethod')) && !plain(element))
        return fault('sig.transforms', 'a transform with parameters', {
          received: element.nodeName,
        })
    }
  return undefined
}
