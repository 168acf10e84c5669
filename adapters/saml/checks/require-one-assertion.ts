import { fault } from '../fault.ts'
import type { Check } from '../message.ts'

/** Requires one assertion, plain or encrypted (X3): with two, the reader and the verifier could differ. */
export const requireOneAssertion: Check<unknown> = ({ assertions, encrypted }) => {
  const count = assertions.length + encrypted.length
  if (count === 1) return undefined
  return fault('saml.assertion_count', 'the number of assertions', {
    expected: '1',
    received: String(count),
  })
}
