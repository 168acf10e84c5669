/** Every address and every kind of thing that chats send, with contents that nobody expects. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesOf } from './routes/case.ts'
import { openStage, type Stage } from './routes/stage.ts'

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000)
const count = 800

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

describe(`whatever comes in (FUZZ_SEED=${seed})`, () => {
  it('is about the routes that are really there', () => {
    const paths = stage.routes.map(({ path }) => path)
    for (const part of ['/slack/events', '/api/messages', '/scim/v2/:connection/Users/:id', '/saml/:connection/acs'])
      expect(paths).toContain(part)
    for (const part of ['/operator/v1/companies', '/access/v1/evaluation', '/company/users', '/metrics', '/readyz'])
      expect(paths).toContain(part)
    expect(stage.routes.length).toBeGreaterThan(100)
  })

  it.each([
    ['application/json', 'null'],
    ['application/json', '[]'],
    ['application/json', '{"type":"not_invented_yet"}'],
    ['application/x-www-form-urlencoded', 'payload=null'],
    ['application/x-www-form-urlencoded', 'name'],
  ])('is acknowledged when Slack sends something that nobody listens to: %s %s', async (type, text) => {
    expect(await stage.play({ by: 'slack-raw', type, text })).toMatchObject({ status: 200 })
  })

  it('gets an answer without a fault, a stack trace or a secret, and ends nothing', async () => {
    expect(await stage.signedIn()).toEqual(['user', 'administrator', 'operator'])
    const statuses = new Map<number, number>()
    const faults: string[] = []
    for (const one of casesOf(seed, count)) {
      const said = await stage.play(one)
      statuses.set(said.status, (statuses.get(said.status) ?? 0) + 1)
      const fault = stage.faultIn(said)
      if (fault) faults.push(`${fault}: ${stage.shown(one)}\n${said.text.slice(0, 300)}\n${stage.lastLogged()}`)
    }
    expect(faults).toEqual([])
    expect(await stage.isAlive()).toBe(true)
    // What came in was looked at, not just turned away at the door.
    for (const status of [200, 303, 400, 404]) expect([status, statuses.get(status) ?? 0]).not.toEqual([status, 0])
  }, 120_000)

  it('may be nothing at all, on every route', async () => {
    const faults: string[] = []
    for (const [index, route] of stage.routes.entries())
      for (const caller of ['stranger', 'administrator'] as const) {
        const said = await stage.play({
          by: 'http',
          route: (index + 0.5) / stage.routes.length,
          method: undefined,
          params: [],
          query: [],
          headers: [],
          caller,
          body: { kind: 'none' },
          network: index,
        })
        const fault = stage.faultIn(said)
        if (fault) faults.push(`${fault}: ${route.method} ${route.path} by ${caller}`)
      }
    expect(faults).toEqual([])
  }, 60_000)
})
