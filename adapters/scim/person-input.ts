import type { Resource } from './attribute.ts'

/** What the core needs to know of a user resource, besides the whole of it. */
export const personInput = (resource: Resource) => {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  const userName = text(resource['userName']) ?? ''
  const emails = (resource['emails'] ?? []) as Resource[]
  const name = (resource['name'] ?? {}) as Resource
  const parts = [name['givenName'], name['middleName'], name['familyName']].filter((part) => part !== undefined)
  const address =
    emails.find((one) => one['primary'] === true) ?? emails.find((one) => one['type'] === 'work') ?? emails[0]
  return {
    userName,
    externalId: text(resource['externalId']),
    name: text(resource['displayName']) ?? text(name['formatted']) ?? (parts.length > 0 ? parts.join(' ') : undefined),
    email: text(address?.['value']) ?? userName,
    emails: emails.flatMap((one) => text(one['value']) ?? []),
    // Nobody is added in order not to be active, unless it is said.
    active: resource['active'] !== false,
    attributes: resource['active'] === undefined ? { ...resource, active: true } : resource,
  }
}
