import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isServiceUrlAllowed } from '../../adapters/teams/service-hosts.ts'
import { openTokenCheck, type TokenFault } from '../../adapters/teams/token.ts'
import { openTeamsFake, type Tamper, type TeamsFake, type TokenFlaw } from '../fakes/teams.ts'

const appId = '11111111-0000-4000-8000-000000000001'
const tenantId = '22222222-0000-4000-8000-000000000002'

let teams: TeamsFake
let verdicts: unknown[]
let now: () => Date
let check: ReturnType<typeof openTokenCheck>
const web = createServer(
  express()
    .use(express.json())
    .post('/api/messages', async (request, response) => {
      const verdict = await check(request.headers.authorization, request.body, now())
      verdicts.push(verdict)
      response.status(verdict.ok ? 200 : verdict.status).end()
    }),
)

beforeAll(() => new Promise<void>((resolve) => void web.listen(0, '127.0.0.1', () => resolve())))
afterAll(() => new Promise<void>((resolve) => void web.close(() => resolve())))

beforeEach(async () => {
  const appUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  teams = await openTeamsFake({ appId, appPassword: 'right', tenantId, appUrl })
  verdicts = []
  now = () => new Date()
  check = openTokenCheck({
    clientId: appId,
    openIdMetadataUrl: teams.openIdMetadataUrl,
    allowedServiceHosts: ['127.0.0.1'],
  })
})
afterEach(() => teams.close())

const send = (tamper?: Tamper) => teams.say(teams.addUser({ name: 'Anna', email: 'anna@acme.example' }), 'help', tamper)

const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000)

describe('the check of who really calls', () => {
  it('lets Microsoft in, and reads the keys once', async () => {
    expect(await send()).toMatchObject({ status: 200 })
    now = () => minutesFromNow(30)
    expect(await send()).toMatchObject({ status: 200 })
    expect(verdicts).toEqual([{ ok: true }, { ok: true }])
    expect([teams.count('metadata'), teams.count('keys')]).toEqual([1, 1])
  })

  const flaws: Record<TokenFlaw, readonly [number, TokenFault]> = {
    'no-token': [401, 'no_token'],
    'not-bearer': [401, 'no_token'],
    garbage: [401, 'malformed_token'],
    unsigned: [401, 'wrong_algorithm'],
    symmetric: [401, 'wrong_algorithm'],
    'wrong-key': [401, 'wrong_signature'],
    'unknown-key': [401, 'unknown_key'],
    'no-key-id': [401, 'malformed_token'],
    'wrong-audience': [401, 'wrong_audience'],
    'several-audiences': [401, 'wrong_audience'],
    'wrong-issuer': [401, 'wrong_issuer'],
    expired: [401, 'expired'],
    'not-yet-valid': [401, 'not_yet_valid'],
    'no-expiry': [401, 'missing_claim'],
    'no-serviceurl': [401, 'missing_claim'],
    'other-serviceurl': [401, 'wrong_service_url'],
    'not-endorsed': [403, 'not_endorsed'],
    'foreign-tenant-other-app': [401, 'unknown_key'],
    'foreign-tenant-our-app': [401, 'unknown_key'],
  }
  it.each(Object.entries(flaws))('refuses a token with the flaw %s', async (flaw, [status, why]) => {
    expect(await send({ token: flaw as TokenFlaw })).toMatchObject({ status, body: '' })
    expect(verdicts).toEqual([{ ok: false, status, why }])
  })

  it("refuses a foreign tenant's token for another app that carries the sender's own service URL", async () => {
    const mine = 'https://collector.attacker.example/'
    expect(await send({ token: 'foreign-tenant-other-app', serviceUrl: mine })).toMatchObject({ status: 401 })
  })

  it('refuses an activity without a service URL, though the token has one', async () => {
    expect(await send({ serviceUrl: null })).toMatchObject({ status: 401 })
    expect(verdicts).toEqual([{ ok: false, status: 401, why: 'malformed_activity' }])
  })

  it('refuses a service URL off the list, though token and body agree on it', async () => {
    expect(await send({ serviceUrl: 'https://smba.trafficmanager.net.attacker.example/emea/' })).toMatchObject({
      status: 401,
    })
    expect(verdicts).toEqual([{ ok: false, status: 401, why: 'foreign_service_host' }])
  })

  it('refuses loopback unless the settings name it', async () => {
    check = openTokenCheck({ clientId: appId, openIdMetadataUrl: teams.openIdMetadataUrl })
    await send()
    expect(verdicts).toEqual([{ ok: false, status: 401, why: 'foreign_service_host' }])
  })

  it("lets Microsoft's own host in without any setting", async () => {
    check = openTokenCheck({ clientId: appId, openIdMetadataUrl: teams.openIdMetadataUrl })
    await send({ serviceUrl: `https://smba.trafficmanager.net/emea/${tenantId}/` })
    expect(verdicts).toEqual([{ ok: true }])
  })

  it.each([{ channelId: 'directline' }, { channelId: 'webchat' }])('refuses the channel of %o', async (activity) => {
    await send({ activity })
    await send({ activity, token: 'not-endorsed' })
    expect(verdicts).toEqual([
      { ok: false, status: 403, why: 'wrong_channel' },
      { ok: false, status: 403, why: 'wrong_channel' },
    ])
  })

  it.each([{ channelId: null }, { serviceUrl: 7 }, { serviceUrl: '' }])(
    'refuses an activity with %o',
    async (activity) => {
      await send({ activity })
      expect(verdicts).toEqual([{ ok: false, status: 401, why: 'malformed_activity' }])
    },
  )

  it('stands five minutes of skew, and no more', async () => {
    now = () => minutesFromNow(64)
    expect(await send()).toMatchObject({ status: 200 })
    now = () => minutesFromNow(66)
    expect(await send()).toMatchObject({ status: 401 })
    now = () => minutesFromNow(-9)
    expect(await send()).toMatchObject({ status: 200 })
    now = () => minutesFromNow(-11)
    expect(await send()).toMatchObject({ status: 401 })
    expect(verdicts).toEqual([
      { ok: true },
      { ok: false, status: 401, why: 'expired' },
      { ok: true },
      { ok: false, status: 401, why: 'not_yet_valid' },
    ])
  })
})

describe('the signing keys', () => {
  it('are read again for an unknown key, so that a rotation goes unnoticed', async () => {
    await send()
    await teams.rotateKeys()
    now = () => minutesFromNow(1)
    expect(await send()).toMatchObject({ status: 200 })
    expect(teams.count('keys')).toBe(2)
  })

  it('are not read again and again for a stranger who invents key ids', async () => {
    await send()
    for (const _ of [1, 2, 3]) await send({ token: 'unknown-key' })
    expect(teams.count('keys')).toBe(1)
    now = () => minutesFromNow(1)
    for (const _ of [1, 2, 3]) await send({ token: 'unknown-key' })
    expect(teams.count('keys')).toBe(2)
  })

  it('are read by one call when many arrive at once', async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => send()))
    expect(teams.count('keys')).toBe(1)
  })

  it('are not kept longer than a day', async () => {
    await send()
    now = () => minutesFromNow(24 * 60 + 1)
    await send()
    expect(teams.count('keys')).toBe(2)
    expect(verdicts[1]).toMatchObject({ why: 'expired' })
  })

  it('let nobody in when they cannot be read, and recover', async () => {
    teams.faults.plan({ route: 'keys', fault: [{ kind: 'status', status: 500 }, { kind: 'reset' }], times: 2 })
    expect(await send()).toMatchObject({ status: 503 })
    expect(await send()).toMatchObject({ status: 503 })
    expect(verdicts).toEqual([1, 2].map(() => ({ ok: false, status: 503, why: 'keys_unavailable' })))
    expect(await send()).toMatchObject({ status: 200 })
  })

  it('let nobody in when they are a day old and cannot be read again', async () => {
    await send()
    teams.faults.plan({ route: 'metadata', times: 9, fault: { kind: 'status', status: 502 } })
    now = () => minutesFromNow(24 * 60 + 1)
    await send()
    await send()
    expect(verdicts.slice(1)).toEqual([1, 2].map(() => ({ ok: false, status: 503, why: 'keys_unavailable' })))
  })

  it('keep serving for their day when a stranger makes them be read in vain', async () => {
    await send()
    teams.faults.plan({ route: 'metadata', times: 9, fault: { kind: 'reset' } })
    now = () => minutesFromNow(1)
    expect(await send({ token: 'unknown-key' })).toMatchObject({ status: 401 })
    expect(await send()).toMatchObject({ status: 200 })
  })
})

describe('the hosts that our own token may go to', () => {
  it.each([
    'https://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net/teams/',
    'https://smba.infra.gcc.teams.microsoft.com/teams',
    'https://smba.infra.gov.teams.microsoft.us/teams',
    'https://smba.infra.dod.teams.microsoft.us/teams',
    'https://europe.api.botframework.com/',
    'https://SMBA.trafficmanager.net/emea/',
  ])('%s is on the list', (url) => expect(isServiceUrlAllowed(url, [])).toBe(true))

  it.each([
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:8443/emea/',
    'https://smba.trafficmanager.net@attacker.example/',
    'https://user@smba.trafficmanager.net/',
    'https://user:word@smba.trafficmanager.net/',
    'https://attacker.example/?smba.trafficmanager.net',
    'https://attacker.example#smba.trafficmanager.net',
    'https://other.trafficmanager.net/',
    'https://evilbotframework.com/',
    'https://botframework.com.attacker.example/',
    'http://127.0.0.1:3000/',
    'ftp://smba.trafficmanager.net/',
    'smba.trafficmanager.net',
    '',
  ])('%s is not', (url) => expect(isServiceUrlAllowed(url, [])).toBe(false))

  it('an added host needs HTTPS too, unless it is this machine', () => {
    expect(isServiceUrlAllowed('http://127.0.0.1:3000/', ['127.0.0.1'])).toBe(true)
    expect(isServiceUrlAllowed('https://chat.acme.example/', ['chat.acme.example'])).toBe(true)
    expect(isServiceUrlAllowed('http://chat.acme.example/', ['chat.acme.example'])).toBe(false)
    expect(isServiceUrlAllowed('http://localhost:3000/', ['127.0.0.1'])).toBe(false)
  })
})
