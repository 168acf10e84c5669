/** An identity provider that synchronises a whole company by SCIM, and one great group; beside the beginning of the same. */
import { randomBytes } from 'node:crypto'
import { freePort, fromBuild, toegangProcess } from '../demo/toegang.ts'
import { openIdpFake } from '../fakes/idp.ts'
import { type Bench, compared } from './bench.ts'
import { inFolder, withPostgres } from './stores.ts'

const people = 100_000
const members = 50_000
const part = 1000
const atOnce = 16

/** A running Toegang with a company, a connection and a token for it. */
interface Directory {
  call(method: string, path: string, body: unknown): Promise<{ readonly id: string }>
}

const withDirectory = async <R>(
  environment: { readonly [name: string]: string },
  work: (directory: Directory) => Promise<R>,
): Promise<R> => {
  const operatorToken = randomBytes(24).toString('hex')
  const idp = await openIdpFake({ title: 'bench', users: [] })
  const toegang = toegangProcess(
    await freePort(),
    {
      SECRET_KEY: randomBytes(32).toString('base64'),
      OPERATOR_TOKEN: operatorToken,
      LOG_LEVEL: 'error',
      ...environment,
    },
    fromBuild,
  )
  const call = async (token: string, method: string, path: string, body: unknown) => {
    const response = await fetch(`${toegang.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = response.status === 204 ? {} : await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer as { readonly id: string; readonly token?: string }
  }
  try {
    await toegang.start()
    const asOperator = (path: string, body: unknown) =>
      call(operatorToken, 'POST', `/operator/v1/companies${path}`, body)
    const { id } = await asOperator('', { name: 'Bench', domains: ['bench.example'] })
    const connection = await asOperator(`/${id}/connections`, { metadataXml: idp.metadata() })
    const { token = '' } = await asOperator(`/${id}/connections/${connection.id}/tokens`, {})
    return await work({ call: (method, path, body) => call(token, method, `/scim/v2/${connection.id}${path}`, body) })
  } finally {
    await toegang.stop()
    await idp.close()
  }
}

const person = (index: number) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `person${index}@bench.example`,
  externalId: `external-${index}`,
  name: { givenName: 'Person', familyName: `Number ${index}` },
  emails: [{ value: `person${index}@bench.example`, primary: true }],
  active: true,
})

/** Creates people from `from`, and answers how many a second and their ids. */
const create = async ({ call }: Directory, from: number, number: number) => {
  const ids: string[] = []
  const began = performance.now()
  let next = from
  const worker = async () => {
    while (next < from + number) ids.push((await call('POST', '/Users', person(next++))).id)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { ids, rate: (number / (performance.now() - began)) * 1000 }
}

const patch = (values: readonly string[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'add', path: 'members', value: values.map((value) => ({ value })) }],
})

const synchronised = async (directory: Directory) => {
  const warm = await create(directory, 0, part)
  const first = await create(directory, part, part)
  const middle = await create(directory, 2 * part, people - 3 * part)
  const last = await create(directory, people - part, part)
  const all = [...warm.ids, ...first.ids, ...middle.ids, ...last.ids]
  const seconds: number[] = []
  for (const size of [part, members]) {
    const group = await directory.call('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: `Group of ${size}`,
    })
    const began = performance.now()
    for (let at = 0; at < size; at += part)
      await directory.call('PATCH', `/Groups/${group.id}`, patch(all.slice(at, at + part)))
    seconds.push((performance.now() - began) / size)
  }
  return [
    compared(`the last 1,000 of ${people.toLocaleString('en')} people`, 'a second', [last.rate, first.rate], {
      least: 0.75,
    }),
    compared('a member of a group of 50,000', 'ms', [seconds[1] ?? Number.NaN, seconds[0] ?? Number.NaN], { most: 2 }),
  ]
}

export const provisioning: readonly Bench[] = [
  {
    name: 'provisioning, embedded store',
    against: 'the first 1,000, and a group of 1,000',
    run: () => inFolder((folder) => withDirectory({ DATA_DIR: folder }, synchronised)),
  },
  {
    name: 'provisioning, PostgreSQL',
    against: 'the first 1,000, and a group of 1,000',
    run: () =>
      withPostgres(async (server) =>
        inFolder(async (folder) =>
          withDirectory({ DATA_DIR: folder, DATABASE_URL: server.url(await server.createDatabase()) }, synchronised),
        ),
      ),
  },
]
