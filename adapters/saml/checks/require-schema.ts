import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, children, is, type Name, walk } from '../xml.ts'
import { instant } from './instant.ts'

/** Alternatives, and how often one of them may stand at this place. */
type Place = readonly [names: readonly Name[], least: number, most: number]

const many = Number.POSITIVE_INFINITY
const identifiers: readonly Name[] = ['saml:BaseID', 'saml:NameID', 'saml:EncryptedID']

/** What SAML's schemas say about the elements we read: their children, in this order. Core §§2.3–2.7, 3.2.2. */
const shapes: Partial<Record<Name, readonly Place[]>> = {
  'samlp:Response': [
    [['saml:Issuer'], 0, 1],
    [['ds:Signature'], 0, 1],
    [['samlp:Extensions'], 0, 1],
    [['samlp:Status'], 1, 1],
    [['saml:Assertion', 'saml:EncryptedAssertion'], 0, many],
  ],
  'samlp:Status': [
    [['samlp:StatusCode'], 1, 1],
    [['samlp:StatusMessage'], 0, 1],
    [['samlp:StatusDetail'], 0, 1],
  ],
  'saml:Assertion': [
    [['saml:Issuer'], 0, 1],
    [['ds:Signature'], 0, 1],
    [['saml:Subject'], 0, 1],
    [['saml:Conditions'], 0, 1],
    [['saml:Advice'], 0, 1],
    [['saml:Statement', 'saml:AuthnStatement', 'saml:AuthzDecisionStatement', 'saml:AttributeStatement'], 0, many],
  ],
  'saml:Subject': [
    [identifiers, 0, 1],
    [['saml:SubjectConfirmation'], 0, many],
  ],
  'saml:SubjectConfirmation': [
    [identifiers, 0, 1],
    [['saml:SubjectConfirmationData'], 0, 1],
  ],
  'saml:AudienceRestriction': [[['saml:Audience'], 1, many]],
  'saml:AttributeStatement': [[['saml:Attribute', 'saml:EncryptedAttribute'], 0, many]],
  'saml:Attribute': [[['saml:AttributeValue'], 0, many]],
}

/** Elements that hold text alone: an element among it would let two readers see two values. */
const textOnly: readonly Name[] = ['saml:Issuer', 'saml:NameID', 'saml:Audience', 'samlp:StatusMessage']

const fits = (element: Element, places: readonly Place[]): boolean => {
  const found = children(element)
  for (const [names, least, most] of places) {
    let count = 0
    while (count < most && found[0] && names.some((name) => is(found[0] as Element, name))) {
      found.shift()
      count++
    }
    if (count < least) return false
  }
  return found.length === 0
}

/**
 * Requires the order and number of children that the schema gives (S19), an identifier and a moment of issue on the
 * Response and the Assertion (P15), and plain text where text belongs.
 */
export const requireSchema: Check<unknown> = ({ root, response, assertions }) => {
  const known = Object.entries(shapes) as [Name, readonly Place[]][]
  for (const element of walk(root)) {
    const [, places] = known.find(([name]) => is(element, name)) ?? []
    if (places && !fits(element, places))
      return fault('xml.schema', `${element.localName} holds elements that do not belong there, or in this order`)
    if (textOnly.some((name) => is(element, name)) && children(element).length > 0)
      return fault('xml.schema', `${element.localName} holds an element instead of text`)
  }
  for (const element of [...(response ? [response] : []), ...assertions]) {
    const { localName } = element
    const id = attribute(element, 'ID')
    if (id === undefined || !/^[A-Za-z_][\w.-]{0,255}$/.test(id))
      return fault('xml.schema', `${localName} has no proper ID`, {
        received: id,
      })
    const issued = attribute(element, 'IssueInstant')
    if (instant(issued) === undefined)
      return fault('xml.schema', `${localName} has no proper IssueInstant`, {
        received: issued,
      })
  }
  return undefined
}
