import { fault } from '../fault.ts'
import type { Check } from '../message.ts'
import { attributes, walk } from '../xml.ts'

/**
 * Refuses two elements with one identifier (S13), in any spelling of the attribute's name and after white space is
 * taken off, because a reference would then mean whichever the reader happens to find.
 */
export const refuseDuplicateIds: Check<unknown> = ({ root }) => {
  const seen = new Set<string>()
  for (const element of walk(root))
    for (const { nodeName, value } of attributes(element)) {
      if (!/^id$/i.test(nodeName)) continue
      const id = value.trim()
      if (seen.has(id))
        return fault('xml.duplicate_id', 'one identifier for two elements', {
          received: id,
        })
      seen.add(id)
    }
  return undefined
}
