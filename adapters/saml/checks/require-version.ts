import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute } from '../xml.ts'

/** Requires Version 2.0 on the Response and on each Assertion (P15). Core §§2.3.3, 3.2.2. */
export const requireVersion: Check<unknown> = ({ response, assertions }) => {
  for (const element of [...(response ? [response] : []), ...assertions]) {
    const version = attribute(element, 'Version')
    if (version !== '2.0')
      return fault('saml.version', `Version of ${element.localName}`, {
        expected: '2.0',
        received: version,
      })
  }
  return undefined
}
