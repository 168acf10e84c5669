import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attribute, children } from '../xml.ts'

/** Refuses one attribute name given twice, in one statement or over several (P17): first or last would be a guess. */
export const refuseDuplicateAttributes: Check = ({ assertions: [assertion] }) => {
  const seen = new Set<string | undefined>()
  const statements = assertion ? children(assertion, 'saml:AttributeStatement') : []
  for (const element of statements.flatMap((statement) => children(statement, 'saml:Attribute'))) {
    const name = attribute(element, 'Name')
    if (name === undefined) return fault('xml.schema', 'an Attribute without a Name')
    if (seen.has(name))
      return fault('saml.duplicate_attribute', 'an attribute given twice', {
        received: name,
      })
    seen.add(name)
  }
  return undefined
}
