import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, child } from '../xml.ts'

/** Requires that a NameID made for one service was made for ours (P18). Core §8.3.7. */
export const requireSpNameQualifier: Check = ({ assertions: [assertion] }, { spNameQualifier, entityId }) => {
  const nameId = child(child(assertion, 'saml:Subject'), 'saml:NameID')
  const received = attribute(nameId, 'SPNameQualifier')
  const expected = spNameQualifier ?? entityId
  if (received === undefined || received === expected) return undefined
  return fault('saml.sp_name_qualifier', 'SPNameQualifier', {
    expected,
    received,
  })
}
