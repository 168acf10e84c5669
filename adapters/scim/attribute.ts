/** How an attribute is declared (RFC 7643, section 7). What is left out has the default of that section. */
export interface Attribute {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'complex' | 'reference' | 'dateTime'
  readonly description: string
  readonly multi?: true
  readonly required?: true
  readonly caseExact?: true
  readonly mutability?: 'readOnly' | 'immutable'
  readonly returned?: 'always'
  readonly uniqueness?: 'server'
  readonly canonical?: readonly string[]
  readonly refers?: readonly string[]
  readonly sub?: readonly Attribute[]
}

export interface Schema {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly attributes: readonly Attribute[]
}

/** A kind of resource with its own schema and those that extend it. */
export interface ResourceType {
  readonly name: 'User' | 'Group'
  readonly endpoint: '/Users' | '/Groups'
  readonly description: string
  readonly core: Schema
  readonly extensions: readonly Schema[]
}

/** A resource, or a part of one, under the declared names. */
export interface Resource {
  readonly [name: string]: unknown
}

/** Names are compared without regard to case (RFC 7643, section 2.1). */
export const byName = (attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined => {
  const wanted = name.toLowerCase()
  return attributes?.find((one) => one.name.toLowerCase() === wanted)
}

/** What every resource has besides its schema (RFC 7643, section 3.1). */
export const common: readonly Attribute[] = [
  {
    name: 'id',
    type: 'string',
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    description: 'Our identifier.',
  },
  { name: 'externalId', type: 'string', caseExact: true, description: 'The key of the identity provider.' },
  {
    name: 'meta',
    type: 'complex',
    mutability: 'readOnly',
    description: 'What we note about the resource.',
    sub: [
      { name: 'resourceType', type: 'string', caseExact: true, description: 'The kind of resource.' },
      { name: 'created', type: 'dateTime', description: 'When it was made.' },
      { name: 'lastModified', type: 'dateTime', description: 'When it was changed.' },
      { name: 'location', type: 'reference', caseExact: true, description: 'Where it is.' },
      { name: 'version', type: 'string', caseExact: true, description: 'Its entity tag.' },
    ],
  },
]
