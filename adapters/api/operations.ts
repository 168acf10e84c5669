import type { CommandName, QueryName } from '../../src/catalogue.ts'

/** A route of the operator's API: the use case that it is, and where. Routes and their document are made from these. */
export interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  /** Names of the path are part of the input. */
  readonly path: string
  readonly name: CommandName | QueryName
  /** Of a good answer; 200 unless given. */
  readonly status?: 200 | 201
  /** The body brings metadata of an identity provider, which is read before the use case sees it. */
  readonly metadata?: true
}

const company = '/companies/:companyId'
const connection = `${company}/connections/:connectionId`

export const operations: readonly Operation[] = [
  { method: 'post', path: '/companies', name: 'companies.add', status: 201 },
  { method: 'get', path: '/companies', name: 'companies.list' },
  { method: 'get', path: company, name: 'companies.show' },
  { method: 'patch', path: company, name: 'companies.change' },
  { method: 'post', path: `${company}/domains`, name: 'domains.allow', status: 201 },
  { method: 'delete', path: `${company}/domains/:domain`, name: 'domains.remove' },
  { method: 'post', path: `${company}/licences`, name: 'licences.assign', status: 201 },
  { method: 'get', path: `${company}/licences`, name: 'licences.of_company' },
  { method: 'patch', path: `${company}/licences/:licenceId`, name: 'licences.change' },
  { method: 'get', path: `${company}/users`, name: 'users.search' },
  { method: 'post', path: `${company}/invitations`, name: 'users.invite_list' },
  { method: 'get', path: `${company}/requests`, name: 'requests.export' },
  { method: 'get', path: `${company}/audit`, name: 'trail.search' },
  { method: 'post', path: `${company}/requests/decide`, name: 'requests.decide' },
  { method: 'get', path: '/domain-requests', name: 'requests.domains' },
  { method: 'post', path: `${company}/connections`, name: 'connections.add', status: 201, metadata: true },
  { method: 'get', path: `${company}/connections`, name: 'connections.list' },
  { method: 'patch', path: connection, name: 'connections.change', metadata: true },
  { method: 'delete', path: connection, name: 'connections.remove' },
  { method: 'post', path: `${connection}/tokens`, name: 'provisioning.make_token', status: 201 },
  { method: 'get', path: `${connection}/tokens`, name: 'provisioning.list_tokens' },
  { method: 'delete', path: `${connection}/tokens/:tokenId`, name: 'provisioning.end_token' },
  { method: 'post', path: '/secrets/reseal', name: 'secrets.reseal' },
  { method: 'post', path: '/operators', name: 'operators.add', status: 201 },
  { method: 'get', path: '/operators', name: 'operators.list' },
  { method: 'delete', path: '/operators/:operatorId', name: 'operators.remove' },
  { method: 'post', path: '/operators/:operatorId/unlock', name: 'operators.unlock' },
  { method: 'post', path: '/webhooks', name: 'webhooks.add', status: 201 },
  { method: 'get', path: '/webhooks', name: 'webhooks.list' },
  { method: 'delete', path: '/webhooks/:webhookId', name: 'webhooks.remove' },
  { method: 'post', path: '/webhooks/:webhookId/replay', name: 'webhooks.replay' },
]

/** What may stand after the `?` of a GET, and the field of the query's input that it is. */
export const queryNames = { query: 'query', cursor: 'after', limit: 'limit' } as const
