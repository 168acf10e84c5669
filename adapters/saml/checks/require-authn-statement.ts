import { skew } from '../expected.ts'
import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, child } from '../xml.ts'
import { instant } from './instant.ts'

/** Requires a statement that, and when, the person signed in (P14), not in the future. Profiles §4.1.4.2. */
export const requireAuthnStatement: Check = ({ assertions: [assertion] }, expected) => {
  const received = attribute(child(assertion, 'saml:AuthnStatement'), 'AuthnInstant')
  const signedIn = instant(received)
  if (signedIn === undefined)
    return fault('saml.authn_statement', 'AuthnStatement with AuthnInstant', {
      received,
    })
  if (signedIn > expected.now.getTime() + skew(expected))
    return fault('saml.time', 'signed in in the future', {
      expected: expected.now.toISOString(),
      received,
    })
  return undefined
}
