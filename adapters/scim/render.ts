import type { FoundOf } from '../../src/catalogue.ts'
import type { Resource } from './attribute.ts'
import { groupType, userType } from './schemas.ts'

type Person = FoundOf<'provisioning.show_person'>
type FoundGroup = FoundOf<'provisioning.show_group'>

/** The entity tag of a version (RFC 7644, section 3.14). */
export const tagOf = (version: number): string => `W/"${version}"`

/** A user as it is sent; `root` is where the connection's resources are. */
export const renderUser = ({ id, provisioned }: Person, root: string): Resource => {
  const { attributes, createdAt, changedAt, version } = provisioned
  const extensions = userType.extensions.map((schema) => schema.id).filter((name) => Object.hasOwn(attributes, name))
  return {
    schemas: [userType.core.id, ...extensions],
    id,
    ...attributes,
    meta: {
      resourceType: 'User',
      created: createdAt,
      lastModified: changedAt,
      location: `${root}/Users/${id}`,
      version: tagOf(version),
    },
  }
}

export const renderGroup = ({ group, members }: FoundGroup, root: string): Resource => ({
  schemas: [groupType.core.id],
  id: group.id,
  ...(group.externalId !== undefined && { externalId: group.externalId }),
  displayName: group.displayName,
  ...(members.length > 0 && {
    members: members.map((id) => ({ value: id, $ref: `${root}/Users/${id}`, type: 'User' })),
  }),
  meta: {
    resourceType: 'Group',
    created: group.createdAt,
    lastModified: group.changedAt,
    location: `${root}/Groups/${group.id}`,
    version: tagOf(group.version),
  },
})
