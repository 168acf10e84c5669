import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { children, is, type Name, walk } from '../xml.ts'

const inSignature: readonly (readonly Name[])[] = [
  ['ds:SignedInfo', 'ds:SignatureValue'],
  ['ds:SignedInfo', 'ds:SignatureValue', 'ds:KeyInfo'],
]
const inReference: readonly Name[] = ['ds:Transforms', 'ds:DigestMethod', 'ds:DigestValue']

const are = (element: Element, names: readonly Name[]): boolean => {
  const found = children(element)
  return found.length === names.length && found.every((below, at) => is(below, names[at] as Name))
}

const onlyText = (element: Element): boolean => Array.from(element.childNodes).every((node) => node.nodeType === 3)
const holdsComment = (element: Element): boolean => Array.from(element.childNodes).some((node) => node.nodeType === 8)

/**
 * Requires the one shape a SAML signature has: SignedInfo (S11: one), SignatureValue, perhaps KeyInfo; no Object; no
 * comment or CDATA that could hide half a digest (S12). How many References there are is a check of its own.
 */
export const requireSignatureStructure: Check<unknown> = ({ signatures }) => {
  const refuse = (detail: string) => fault('sig.structure', detail)
  for (const signature of signatures) {
    if (!inSignature.some((names) => are(signature, names))) return refuse('Signature holds other parts than it should')

    const [signedInfo] = children(signature, 'ds:SignedInfo')
    const [method, algorithm, ...references] = children(signedInfo as Element)
    if (!method || !is(method, 'ds:CanonicalizationMethod') || !algorithm || !is(algorithm, 'ds:SignatureMethod'))
      return refuse('SignedInfo holds other parts than it should')
    if (references.some((reference) => !is(reference, 'ds:Reference') || !are(reference, inReference)))
      return refuse('Reference holds other parts than it should')

    for (const element of walk(signature)) {
      const value = is(element, 'ds:DigestValue') || is(element, 'ds:SignatureValue')
      if (value ? !onlyText(element) : holdsComment(element))
        return refuse(`${element.localName} holds a comment or other markup`)
    }
  }
  return undefined
}
