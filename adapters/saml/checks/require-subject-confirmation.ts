import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute } from '../xml.ts'
import { bearerConfirmations } from './bearer.ts'

/**
 * Requires one bearer confirmation with data and without NotBefore (P13). Several would leave open which one counts.
 * Profiles §4.1.4.2.
 */
export const requireSubjectConfirmation: Check = (message) => {
  const [data, ...others] = bearerConfirmations(message)
  if (!data || others.length > 0)
    return fault('saml.subject_confirmation', 'bearer confirmations with data', {
      expected: '1',
      received: data ? String(others.length + 1) : '0',
    })
  if (attribute(data, 'NotBefore') !== undefined)
    return fault('saml.subject_confirmation', 'NotBefore may not stand on bearer data')
  return undefined
}
