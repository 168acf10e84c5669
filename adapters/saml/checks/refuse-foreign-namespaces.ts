import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attributes, is, type Name, namespaces, walk } from '../xml.ts'

const absoluteUri = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/
const reserved = ['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/']
const ours: readonly string[] = Object.values(namespaces)
/** Names that mean something to a signature or a reader, whatever namespace an attacker puts them in. */
const meaningful: readonly Name[] = ['samlp:Response', 'saml:Assertion', 'saml:EncryptedAssertion', 'ds:Signature']
/** Where the SAML schema itself allows attributes of others (anyAttribute). */
const open: readonly Name[] = ['saml:Attribute', 'saml:SubjectConfirmationData']
const instance = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * Refuses look-alikes (S17) and namespaces that canonicalise to nothing (S16): a Response or Assertion of a foreign
 * namespace, `samlp:ID` beside `ID`, undeclared prefixes, relative or reserved namespace names.
 */
export const refuseForeignNamespaces: Check<unknown> = ({ root }) => {
  const refuse = (detail: string, received: string) => fault('xml.namespace', detail, { received })
  for (const element of walk(root)) {
    const known = meaningful.find((name) => name.endsWith(`:${element.localName}`))
    if (known && !is(element, known))
      return refuse(`${element.localName} of a foreign namespace`, element.namespaceURI ?? '')
    if (element.prefix && !element.namespaceURI) return refuse('a prefix without a namespace', element.nodeName)

    for (const { nodeName, localName, prefix, namespaceURI, value } of attributes(element)) {
      if (nodeName === 'xmlns' || prefix === 'xmlns') {
        if (nodeName === 'xmlns' && value === '') continue
        if (!absoluteUri.test(value) || reserved.includes(value))
          return refuse('a namespace name that is not absolute', value)
      } else if (prefix) {
        if (!namespaceURI) return refuse('a prefix without a namespace', nodeName)
        if (/^id$/i.test(localName)) return refuse('an identifier in a namespace', nodeName)
        const foreign = namespaceURI !== instance && namespaceURI !== reserved[0]
        if (foreign && ours.includes(element.namespaceURI ?? '') && !open.some((name) => is(element, name)))
          return refuse('an attribute of a foreign namespace', nodeName)
      }
    }
  }
  return undefined
}
