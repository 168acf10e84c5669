/** Provisioning over real HTTP: a company with a connection and a token, and an identity provider that calls. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import express from 'express'
import { openBrowser } from '../../adapters/cookies.ts'
import { openLog } from '../../adapters/log.ts'
import { openScim } from '../../adapters/scim/routes.ts'
import { openCore } from '../../src/kernel/answer.ts'
import type { Store } from '../../src/ports/store.ts'
import { makeToken } from '../../src/provisioning/make-token.ts'
import { openWorld, operator } from '../core/world.ts'

export type ScimWorld = Awaited<ReturnType<typeof openScimWorld>>

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire is looked at freely
type Json = any

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** Calls as an identity provider does; `at` is under the root of a connection. */
export type Call = (method: string, at: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export const openScimWorld = async (store?: Store) => {
  const world = await openWorld(store)
  const core = openCore(world.ports)
  const logged: string[] = []
  const log = openLog(
    'warn',
    new Writable({
      write: (chunk, _encoding, done) => {
        logged.push(String(chunk))
        done()
      },
    }),
  )
  const web = express()
  const server = createServer(web).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  openScim({ core, web, browser: openBrowser(url, world.ports.secrets.make), log, baseUrl: url })

  const caller =
    (connectionId: string, token: string | undefined): Call =>
    async (method, at, body, headers = {}) => {
      const response = await fetch(`${url}/scim/v2/${connectionId}${at}`, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/scim+json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
    }

  /** A company with an administrator, a connection and a token for it. */
  const directory = async (name: string, domains: readonly string[]) => {
    const companyId = await world.company(name, domains)
    const admin = await world.user(companyId, `beheer@${domains[0]}`, { role: 'administrator' })
    const connection = await world.connection([companyId])
    const { token, id: tokenId } = await world.must(makeToken, operator, { companyId, connectionId: connection.id })
    return { companyId, admin, connection, token, tokenId, call: caller(connection.id, token) }
  }

  return {
    ...world,
    core,
    url,
    logged,
    caller,
    directory,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await world.close()
    },
  }
}

/** A user as Entra sends it. */
export const entraUser = (email: string, over: object = {}): object => ({
  schemas: [userSchema, enterprise],
  externalId: `ext-${email}`,
  userName: email,
  active: true,
  displayName: `Naam ${email.split('@')[0]}`,
  emails: [{ primary: true, type: 'work', value: email }],
  name: { formatted: 'Given Family', familyName: 'Family', givenName: 'Given' },
  ...over,
})

export const patch = (...operations: readonly object[]): object => ({ schemas: [patchOp], Operations: operations })
