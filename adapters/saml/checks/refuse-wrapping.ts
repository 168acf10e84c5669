import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { child, is, walk } from '../xml.ts'

/**
 * Refuses every place from which a reader could take another assertion than the one that is signed (S1, S2): a
 * Response that is not the root, an assertion that is not the Response's own child (in Extensions, StatusDetail,
 * Advice, Object or another assertion), a signature that is not a child of one of these, and an assertion without a
 * signature next to one that has it.
 */
export const refuseWrapping: Check<unknown> = ({ root, response, assertions, encrypted, signatures }) => {
  for (const element of walk(root)) {
    if (is(element, 'samlp:Response') && element !== response)
      return fault('sig.wrapping', 'a Response inside the message')
    if (is(element, 'saml:Assertion') && !assertions.includes(element))
      return fault('sig.wrapping', 'an Assertion in a place where none belongs', {
        received: element.parentNode?.nodeName,
      })
    if (is(element, 'saml:EncryptedAssertion') && !encrypted.includes(element))
      return fault('sig.wrapping', 'an EncryptedAssertion in a place where none belongs')
  }
  for (const { parentNode } of signatures)
    if (parentNode !== root && !assertions.some((assertion) => assertion === parentNode))
      return fault('sig.wrapping', 'a Signature in a place where none belongs', { received: parentNode?.nodeName })

  const signed = assertions.filter((assertion) => child(assertion, 'ds:Signature'))
  if (signed.length > 0 && signed.length < assertions.length + encrypted.length)
    return fault('sig.wrapping', 'an assertion without signature next to a signed one')
  return undefined
}
