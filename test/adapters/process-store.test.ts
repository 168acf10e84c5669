/** A process whose database is not there yet, goes away and comes back, and one that is stopped in the middle of its work. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { freePort, toegangProcess } from '../demo/toegang.ts'
import { type Forwarder, openForwarder } from '../fakes/forwarder.ts'
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts'

let server: PostgresServer
let line: Forwarder
let toegang: ReturnType<typeof toegangProcess>
let starting: Promise<void>
const authorization = 'Bearer operator-token'

beforeAll(async () => {
  server = await startPostgres()
  const database = new URL(server.url(await server.createDatabase()))
  line = openForwarder(await freePort(), Number(database.port))
  database.port = String(line.port)
  toegang = toegangProcess(await freePort(), {
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'warn',
    OPERATOR_TOKEN: 'operator-token',
    DATABASE_URL: database.href,
  })
  starting = toegang.start()
})
afterAll(async () => {
  line.talk()
  await toegang.kill()
  await line.close()
  await server.stop()
})

const statusOf = async (path: string): Promise<number> => (await fetch(`${toegang.url}${path}`)).status
const become = (path: string, status: number): Promise<void> =>
  vi.waitFor(async () => expect(await statusOf(path)).toBe(status), { timeout: 15_000, interval: 50 })

it('lives, says that it is not ready and why, and asks everybody to come back while its database is away', async () => {
  await become('/healthz', 200)
  await vi.waitFor(async () => {
    const ready = await fetch(`${toegang.url}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({ ok: false, reason: expect.stringContaining('ECONNREFUSED') })
  })
  const login = await fetch(`${toegang.url}/login`)
  expect([login.status, login.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await login.text()).toContain('Toegang')
  await line.open()
  await starting
  expect(await statusOf('/login')).toBe(200)
})

it('is not ready any more when the database goes away, lives all the same, and is ready again when it is back', async () => {
  await line.close()
  await become('/readyz', 503)
  expect(await statusOf('/healthz')).toBe(200)
  await line.open()
  await become('/readyz', 200)
})

it('finishes what it accepted when it is stopped, and takes nothing new', async () => {
  line.fallSilent()
  const accepted = fetch(`${toegang.url}/operator/v1/companies`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: '{"name":"Accepted","domains":["accepted.example"]}',
  })
  // It is in there once another call waits behind it for the same database.
  await expect(fetch(`${toegang.url}/readyz`, { signal: AbortSignal.timeout(300) })).rejects.toThrow()
  const stopped = toegang.stop()
  await vi.waitFor(() => expect(statusOf('/healthz')).rejects.toThrow('fetch failed'))
  line.talk()
  const answer = await accepted
  expect(answer.status).toBe(201)
  await stopped
  await toegang.start()
  const listed = await fetch(`${toegang.url}/operator/v1/companies`, { headers: { authorization } })
  expect(JSON.stringify(await listed.json())).toContain('Accepted')
})
