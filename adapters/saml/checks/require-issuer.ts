import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, child, text } from '../xml.ts'

const entity = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity'

/** Requires the connection's identity provider as Issuer of the Response and of the Assertion (P11). Profiles §4.1.4.2. */
export const requireIssuer: Check = ({ response, assertions }, { idpEntityId }) => {
  for (const element of [...(response ? [response] : []), ...assertions]) {
    const issuer = child(element, 'saml:Issuer')
    const received = text(issuer)
    if (received !== idpEntityId || (attribute(issuer, 'Format') ?? entity) !== entity)
      return fault('saml.issuer', `Issuer of ${element.localName}`, {
        expected: idpEntityId,
        received,
      })
  }
  return undefined
}
