import { skew } from '../expected.ts'
import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, child, children } from '../xml.ts'
import { bearerConfirmations } from './bearer.ts'
import { instant } from './instant.ts'

const day = 24 * 60 * 60 * 1000

/**
 * Requires that now lies within every period the assertion names, that Conditions and subject confirmation both end,
 * no more than 24 hours after the issue, and that the session it starts has not ended (P7). Profiles §4.1.4.2.
 */
export const requireTime: Check = (message, expected) => {
  const { response, assertions } = message
  const [assertion] = assertions
  const now = expected.now.getTime()
  const refuse = (detail: string, received: string | undefined) =>
    fault('saml.time', detail, {
      expected: expected.now.toISOString(),
      received,
    })

  for (const element of [response, assertion]) {
    const issued = attribute(element, 'IssueInstant')
    if (issued !== undefined && !((instant(issued) ?? now) <= now + skew(expected)))
      return refuse('issued in the future', issued)
  }
  const conditions = child(assertion, 'saml:Conditions')
  const notBefore = attribute(conditions, 'NotBefore')
  if (notBefore !== undefined && !((instant(notBefore) ?? Number.NaN) <= now + skew(expected)))
    return refuse('not valid yet', notBefore)

  const issued = instant(attribute(assertion, 'IssueInstant')) ?? now
  for (const element of [conditions, bearerConfirmations(message)[0]]) {
    // The absence of Conditions as a whole is the audience's to refuse, which says more.
    if (!element) continue
    const received = attribute(element, 'NotOnOrAfter')
    const end = instant(received)
    if (end === undefined) return refuse(`${element.localName} has no proper NotOnOrAfter`, received)
    if (end + skew(expected) <= now) return refuse(`${element.localName} has expired`, received)
    if (end - issued > day) return refuse(`${element.localName} is valid for more than 24 hours`, received)
  }
  for (const statement of assertion ? children(assertion, 'saml:AuthnStatement') : []) {
    const sessionEnd = attribute(statement, 'SessionNotOnOrAfter')
    if (sessionEnd !== undefined && !((instant(sessionEnd) ?? Number.NaN) + skew(expected) > now))
      return refuse('the session at the identity provider has ended', sessionEnd)
  }
  return undefined
}
