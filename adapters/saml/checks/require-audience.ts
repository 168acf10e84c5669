import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { child, children, is, type Name, text } from '../xml.ts'

const understood: readonly Name[] = ['saml:AudienceRestriction', 'saml:OneTimeUse', 'saml:ProxyRestriction']

/**
 * Requires our entity identifier, exactly, in every audience restriction, and at least one of these (P8). A condition
 * we do not know makes an assertion undecided, which is refused (`saml.conditions`). Core §2.5.1.
 */
export const requireAudience: Check = ({ assertions: [assertion] }, { entityId }) => {
  const conditions = child(assertion, 'saml:Conditions')
  const strange =
    conditions && children(conditions).find((condition) => !understood.some((name) => is(condition, name)))
  if (strange)
    return fault('saml.conditions', 'a condition that is not understood', {
      received: strange.nodeName,
    })

  const restrictions = conditions ? children(conditions, 'saml:AudienceRestriction') : []
  const audiences = restrictions.map((restriction) => children(restriction, 'saml:Audience').map(text))
  if (audiences.length > 0 && audiences.every((named) => named.includes(entityId))) return undefined
  return fault('saml.audience', 'Audience', {
    expected: entityId,
    received: audiences.flat().join(' '),
  })
}
