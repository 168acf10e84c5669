import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, child, text } from '../xml.ts'

const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'

/**
 * Requires the status Success (P12), whether or not an assertion is present. `received` is the most precise code the
 * identity provider gave, followed by its message: it says what the remedy is. Core §3.2.2.1.
 */
export const requireSuccess: Check<unknown> = ({ response }) => {
  if (!response) return undefined
  const status = child(response, 'samlp:Status')
  const code = status && child(status, 'samlp:StatusCode')
  const value = attribute(code, 'Value')
  if (value === success) return undefined

  const precise = attribute(code && child(code, 'samlp:StatusCode'), 'Value')
  const message = text(status && child(status, 'samlp:StatusMessage'))
  return fault('saml.status', 'the identity provider reports a failure', {
    expected: success,
    received: [precise ?? value, message].filter(Boolean).join(' '),
  })
}
