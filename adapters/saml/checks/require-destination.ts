import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute } from '../xml.ts'

/** Requires our address as Destination; it may be absent only when the Response is not signed (P10). Bindings §3.5.5.2. */
export const requireDestination: Check = ({ response, responseSigned }, { destination, acsUrl }) => {
  const expected = destination ?? acsUrl
  const received = attribute(response, 'Destination')
  if (received === expected || (received === undefined && !responseSigned)) return undefined
  return fault('saml.destination', 'Destination of the Response', {
    expected,
    received,
  })
}
