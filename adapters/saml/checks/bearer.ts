import type { Message } from '../message.ts'
import { attribute, child, children } from '../xml.ts'

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

/** The data of each bearer confirmation of the assertion's subject; an empty place for one that has no data. */
export const bearerConfirmations = ({ assertions: [assertion] }: Message): (Element | undefined)[] => {
  const subject = child(assertion, 'saml:Subject')
  return (subject ? children(subject, 'saml:SubjectConfirmation') : [])
    .filter((confirmation) => attribute(confirmation, 'Method') === bearer)
    .map((confirmation) => child(confirmation, 'saml:SubjectConfirmationData'))
}
