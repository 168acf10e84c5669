import { DOMParser } from '@xmldom/xmldom'
import { type Fault, fault } from './fault.ts'
import { inspectXml, type XmlLimits } from './well-formed.ts'

/** The namespaces that may carry meaning for us; the prefixes are ours, a message may use others. */
export const namespaces = {
  samlp: 'urn:oasis:names:tc:SAML:2.0:protocol',
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
  md: 'urn:oasis:names:tc:SAML:2.0:metadata',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  xenc: 'http://www.w3.org/2001/04/xmlenc#',
  xenc11: 'http://www.w3.org/2009/xmlenc11#',
  exc: 'http://www.w3.org/2001/10/xml-exc-c14n#',
} as const

/** An element's name as we write it: `saml:Assertion`. */
export type Name = `${keyof typeof namespaces}:${string}`

/**
 * Reads XML into a tree. Refuses what `inspectXml` refuses and whatever the parser so much as warns about
 * (`xml.malformed`). Line ends are those of XML 1.0: the parser's own rule also turns U+0085 and U+2028 into a line
 * feed, which would make the tree differ from the bytes that were signed.
 */
export const parseXml = (xml: string, limits?: XmlLimits): { ok: true; root: Element } | Fault => {
  const refused = inspectXml(xml, limits)
  if (refused) return refused

  const complaints: string[] = []
  const options = {
    locator: {},
    errorHandler: (level: string) => void complaints.push(level),
    normalizeLineEndings: (text: string) => text.replace(/\r\n?/g, '\n'),
  }
  const root = new DOMParser(options).parseFromString(xml, 'text/xml').documentElement
  return root && complaints.length === 0 ? { ok: true, root } : fault('xml.malformed', 'the parser could not read it')
}

/** Whether this is the element called `name`, by namespace and not by prefix. */
export const is = (element: Element, name: Name): boolean => {
  const [prefix = '', local = ''] = name.split(':')
  return element.localName === local && element.namespaceURI === namespaces[prefix as keyof typeof namespaces]
}

const isElement = (node: Node): node is Element => node.nodeType === 1

/** The child elements, in order: all, or those with one of the names. */
export const children = (parent: Element, ...names: Name[]): Element[] => {
  const found: Element[] = []
  for (let node: Node | null = parent.firstChild; node; node = node.nextSibling)
    if (isElement(node) && (names.length === 0 || names.some((name) => is(node as Element, name)))) found.push(node)
  return found
}

/** The first child with this name. */
export const child = (parent: Element | undefined, name: Name): Element | undefined =>
  parent && children(parent, name)[0]

/** This element and all below it, in document order. */
export function* walk(element: Element): Generator<Element> {
  yield element
  for (const below of children(element)) yield* walk(below)
}

/** An attribute in no namespace: `samlp:ID` is not `ID`. */
export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.getAttributeNode(name)?.value

/** All attributes, namespace declarations included. */
export const attributes = (element: Element): Attr[] => Array.from(element.attributes)

/** All text of an element, whatever comments or CDATA lie between; nothing when it holds elements. */
export const text = (element: Element | undefined): string | undefined =>
  element && children(element).length === 0 ? (element.textContent ?? '') : undefined
