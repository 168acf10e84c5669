/** The OpenAPI documents against the APIs that they describe. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi } from '../../adapters/api/routes.ts'
import { openBrowser } from '../../adapters/cookies.ts'
import { openLog } from '../../adapters/log.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { openWorld, type World } from '../core/world.ts'

interface Described {
  readonly operationId?: string
  readonly summary: string
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: {
    readonly required: boolean
    readonly content: { readonly 'application/json': { readonly schema: Schema } }
  }
  readonly responses: object
}
interface Schema {
  readonly properties: Record<string, object>
  readonly required?: readonly string[]
}
interface Document {
  readonly openapi: string
  readonly servers: readonly [{ readonly url: string }]
  readonly paths: Record<string, Record<string, Described>>
  readonly webhooks?: { readonly access: { readonly post: Described } }
}

let world: World
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  world = await openWorld()
  const web = express()
  const server = createServer(web).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = openBrowser(url, world.ports.secrets.make)
  const links = () => ({ acsUrl: '', entityId: '', metadataUrl: '', loginUrl: '' })
  const setting = { core: openCore(world.ports), web, browser, log: openLog('silent'), baseUrl: url }
  openApi({ accessToken: 'access', operatorToken: 'operator' }, { read: async () => undefined, links }, setting)
  close = async () => {
    server.close()
    server.closeAllConnections()
    await world.close()
  }
})
afterAll(() => close())

const read = async (api: string): Promise<Document> => {
  const response = await fetch(`${url}/${api}/v1/openapi.json`)
  expect(response.status).toBe(200)
  return (await response.json()) as Document
}
const call = (api: string, token: string, method: string, path: string, body?: object) =>
  fetch(`${url}/${api}/v1${path.replace(/\{\w+\}/g, 'none')}`, {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })

describe.each(['operator', 'access'])('the document of the %s API', (api) => {
  it('is OpenAPI 3.1, names each operation once, and says how it may fail', async () => {
    const document = await read(api)
    expect(document.openapi).toBe('3.1.0')
    expect(document.servers[0].url).toBe(`${url}/${api}/v1`)
    const all = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(all.length).toBeGreaterThan(4)
    const ids = all.flatMap(({ operationId }) => operationId ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    for (const { responses, summary } of all) {
      expect(summary).not.toBe('')
      expect(responses).toHaveProperty('default')
    }
    expect(JSON.stringify(document)).not.toContain('$ref')
  })

  it('describes what is there, and what must be in a body', async () => {
    const { paths } = await read(api)
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { requestBody, parameters = [] }] of Object.entries(methods)) {
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath)
        const schema = requestBody?.content['application/json'].schema
        const answer = await call(api, api, method, path, schema && {})
        // Nobody's company is not found; a route that is not there has no such title as those that are.
        const text = await answer.text()
        if (schema?.required?.length) {
          expect(answer.status, `${method} ${path} ${text}`).toBe(400)
          for (const field of schema.required) expect(Object.keys(schema.properties)).toContain(field)
        } else expect([200, 400, 404], `${method} ${path} ${text}`).toContain(answer.status)
      }
  })
})

it('what the operator’s document says of a body is what the API takes', async () => {
  const { paths, webhooks } = await read('operator')
  const schema = paths['/companies']?.['post']?.requestBody?.content['application/json'].schema
  expect(schema?.required).toEqual(['name'])
  expect(schema?.properties['name']).toMatchObject({ type: 'string', maxLength: 200 })
  expect((await call('operator', 'operator', 'post', '/companies', { name: 'x'.repeat(201) })).status).toBe(400)
  expect((await call('operator', 'operator', 'post', '/companies', { name: 'x'.repeat(200) })).status).toBe(201)
  const listed = paths['/companies/{companyId}/audit']?.['get']?.parameters?.map(({ name }) => name)
  expect(listed).toEqual(['companyId', 'cursor', 'limit'])
  const add = paths['/companies/{companyId}/connections']?.['post']?.requestBody?.content['application/json'].schema
  expect(Object.keys(add?.properties ?? {})).toContain('metadataXml')
  expect(Object.keys(add?.properties ?? {})).not.toContain('identityProvider')
  expect(webhooks?.access.post.requestBody?.content['application/json'].schema.properties['type']).toMatchObject({
    enum: expect.arrayContaining(['access.given', 'user.blocked']),
  })
})
