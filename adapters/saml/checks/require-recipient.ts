import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute } from '../xml.ts'
import { bearerConfirmations } from './bearer.ts'

/** Requires our assertion consumer address as Recipient of the subject confirmation (P9). Profiles §4.1.4.3. */
export const requireRecipient: Check = (message, { acsUrl }) => {
  const received = attribute(bearerConfirmations(message)[0], 'Recipient')
  return received === acsUrl ? undefined : fault('saml.recipient', 'Recipient', { expected: acsUrl, received })
}
