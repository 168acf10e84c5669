/** What is announced (RFC 7643, sections 5 to 7), made from the same declarations by which resources are read. */
import { type Attribute, common, type Resource, type ResourceType, type Schema } from './attribute.ts'
import { groupType, userType } from './schemas.ts'

/** The most resources of one page. */
export const mostResults = 200

const types: readonly ResourceType[] = [userType, groupType]
const schemas: readonly Schema[] = types.flatMap(({ core, extensions }) => [core, ...extensions])

export const serviceProviderConfig = (root: string): Resource => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: mostResults },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'The token of the connection, as "Authorization: Bearer <token>" (RFC 6750).',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${root}/ServiceProviderConfig` },
})

export const resourceTypes = (root: string): readonly Resource[] =>
  types.map(({ name, endpoint, description, core, extensions }) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: name,
    name,
    endpoint,
    description,
    schema: core.id,
    ...(extensions.length > 0 && { schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })) }),
    meta: { resourceType: 'ResourceType', location: `${root}/ResourceTypes/${name}` },
  }))

export const schemaDocuments = (root: string): readonly Resource[] =>
  schemas.map((schema) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: [
      ...(isCore(schema) ? common.filter(({ name }) => name === 'externalId') : []),
      ...schema.attributes,
    ].map(describe),
    meta: { resourceType: 'Schema', location: `${root}/Schemas/${schema.id}` },
  }))

const isCore = (schema: Schema): boolean => types.some(({ core }) => core === schema)

const describe = (attribute: Attribute): Resource => ({
  name: attribute.name,
  type: attribute.type,
  multiValued: attribute.multi ?? false,
  description: attribute.description,
  required: attribute.required ?? false,
  caseExact: attribute.caseExact ?? false,
  mutability: attribute.mutability ?? 'readWrite',
  returned: attribute.returned ?? 'default',
  uniqueness: attribute.uniqueness ?? 'none',
  ...(attribute.canonical && { canonicalValues: attribute.canonical }),
  ...(attribute.refers && { referenceTypes: attribute.refers }),
  ...(attribute.sub && { subAttributes: attribute.sub.map(describe) }),
})
