import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute } from '../xml.ts'
import { bearerConfirmations } from './bearer.ts'

/**
 * Requires that Response and subject confirmation answer one and the same request (P3), that it is the expected one
 * when the caller knows it, and that a response to no request is allowed for this connection (P5).
 * Whether the request was ours, of this connection and of this browser, the store knows. Profiles §4.1.4.3.
 */
export const requireInResponseTo: Check = (message, { requestId, idpInitiatedAllowed }) => {
  const onResponse = attribute(message.response, 'InResponseTo')
  const onSubject = attribute(bearerConfirmations(message)[0], 'InResponseTo')
  if (requestId === undefined && onResponse === undefined && onSubject === undefined)
    return idpInitiatedAllowed ? undefined : fault('saml.unsolicited', 'a response that nobody asked for')

  const expected = requestId ?? onResponse
  if (onResponse === expected && onSubject === expected && expected !== '') return undefined
  return fault('saml.in_response_to', 'the request that is answered', {
    expected,
    received: `Response: ${onResponse ?? '(none)'}, subject: ${onSubject ?? '(none)'}`,
  })
}
