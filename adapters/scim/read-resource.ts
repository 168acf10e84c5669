import type { Resource, ResourceType } from './attribute.ts'
import { badRequest } from './fault.ts'
import { checked, mergeBody } from './patch.ts'

/**
 * A body of POST or PUT in the declared form: what we assign ourselves and what is not declared is left out, and names that are paths
 * (`name.givenName`, `emails[type eq "work"].value`) are followed. Refuses a body that is no object, and one without a required name.
 */
export const readResource = (body: unknown, type: ResourceType): Resource => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('invalidSyntax', 'Send a resource as a JSON object.')
  return checked(mergeBody({}, body as Resource, type, 'replace'), type)
}
