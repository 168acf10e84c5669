/** What we keep of users and groups, and so what we announce: the parts of RFC 7643, section 4, that identity providers send. */
import type { Attribute, ResourceType, Schema } from './attribute.ts'

const text = (name: string, description: string, more: Partial<Attribute> = {}): Attribute => ({
  name,
  type: 'string',
  description,
  ...more,
})

const primary: Attribute = { name: 'primary', type: 'boolean', description: 'Whether it is the preferred one.' }
const plural = (what: string, canonical: readonly string[]): readonly Attribute[] => [
  text('value', what),
  text('display', 'For people to read.'),
  text('type', 'Which of several it is.', { canonical }),
  primary,
]

const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    text('userName', 'The name of the person at the identity provider.', { required: true, uniqueness: 'server' }),
    {
      name: 'name',
      type: 'complex',
      description: 'The parts of the name.',
      sub: [
        text('formatted', 'The whole name.'),
        text('familyName', 'The family name.'),
        text('givenName', 'The given name.'),
        text('middleName', 'What comes in between.'),
        text('honorificPrefix', 'What comes before.'),
        text('honorificSuffix', 'What comes after.'),
      ],
    },
    text('displayName', 'The name for people to read; the account gets it.'),
    text('nickName', 'How the person is called.'),
    text('title', 'The position.'),
    text('userType', 'The relation to the company.'),
    text('preferredLanguage', 'The preferred language.'),
    text('locale', 'The preferred forms of dates and numbers.'),
    text('timezone', 'The time zone.'),
    { name: 'active', type: 'boolean', description: 'Whether the account may be used; the block follows it.' },
    {
      name: 'emails',
      type: 'complex',
      multi: true,
      description: 'Addresses; the account gets the primary one, else the one for work, else the first.',
      sub: plural('An e-mail address.', ['work', 'home', 'other']),
    },
    {
      name: 'phoneNumbers',
      type: 'complex',
      multi: true,
      description: 'Telephone numbers.',
      sub: plural('A telephone number.', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    },
    {
      name: 'addresses',
      type: 'complex',
      multi: true,
      description: 'Postal addresses.',
      sub: [
        text('formatted', 'The whole address.'),
        text('streetAddress', 'Street and number.'),
        text('locality', 'The town.'),
        text('region', 'The region.'),
        text('postalCode', 'The postal code.'),
        text('country', 'The country.'),
        text('type', 'Which of several it is.', { canonical: ['work', 'home', 'other'] }),
        primary,
      ],
    },
    {
      name: 'roles',
      type: 'complex',
      multi: true,
      description: 'Roles at the identity provider; they give no power here.',
      sub: [text('value', 'A role.'), text('display', 'For people to read.'), text('type', 'Which it is.'), primary],
    },
  ],
}

const enterpriseSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    text('employeeNumber', 'The number of the employee.'),
    text('costCenter', 'The cost centre.'),
    text('organization', 'The organisation.'),
    text('division', 'The division.'),
    text('department', 'The department.'),
    {
      name: 'manager',
      type: 'complex',
      description: 'The manager.',
      sub: [
        text('value', 'The identifier of the manager.', { caseExact: true }),
        { name: '$ref', type: 'reference', refers: ['User'], caseExact: true, description: 'Where the manager is.' },
        text('displayName', 'The name of the manager.'),
      ],
    },
  ],
}

const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    text('displayName', 'The name of the group.', { required: true, uniqueness: 'server' }),
    {
      name: 'members',
      type: 'complex',
      multi: true,
      description: 'The people in the group.',
      sub: [
        text('value', 'The identifier of the user.', { caseExact: true, mutability: 'immutable' }),
        {
          name: '$ref',
          type: 'reference',
          refers: ['User'],
          caseExact: true,
          mutability: 'readOnly',
          description: 'Where the user is.',
        },
        text('type', 'What is in the group.', { canonical: ['User'], mutability: 'readOnly' }),
      ],
    },
  ],
}

export const userType: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  description: 'User Account',
  core: userSchema,
  extensions: [enterpriseSchema],
}

export const groupType: ResourceType = {
  name: 'Group',
  endpoint: '/Groups',
  description: 'Group',
  core: groupSchema,
  extensions: [],
}
