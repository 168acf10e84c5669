/**
 * The certification scenario that the AuthZEN working group publishes for the Authorization API 1.0, on the levels that decide by
 * identifiers: Basic, Batch, Search and Discovery. Its records are licences here, and its action `read` is `use`. The levels that
 * decide by properties which the caller sends along do not fit: who may use what is known here, and nobody else's word for it counts.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi } from '../../adapters/api/routes.ts'
import { openBrowser } from '../../adapters/cookies.ts'
import { openLog } from '../../adapters/log.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { openWorld, type World } from '../core/world.ts'

const token = 'access-token'
let world: World
let url: string
let close: () => Promise<void>
type Person = Awaited<ReturnType<World['user']>>
let alice: Person
let bob: Person
let licences: Record<'one' | 'two' | 'all' | 'hidden', string>

beforeAll(async () => {
  world = await openWorld()
  const web = express()
  const server = createServer(web).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const setting = {
    core: openCore(world.ports),
    web,
    browser: openBrowser(url, world.ports.secrets.make),
    log: openLog('silent'),
    baseUrl: url,
  }
  const links = () => ({ acsUrl: '', entityId: '', metadataUrl: '', loginUrl: '' })
  openApi({ accessToken: token, operatorToken: 'other' }, { read: async () => undefined, links }, setting)
  const companyId = await world.company('Acme', ['acme.example'])
  alice = await world.user(companyId, 'alice@acme.example')
  bob = await world.user(companyId, 'bob@acme.example')
  const one = await world.licence(companyId, 'Een', { standards: [{ number: 'NEN 1010', title: 'Laagspanning' }] })
  const two = await world.licence(companyId, 'Twee', { standards: [{ number: 'NEN 3140' }] })
  const all = await world.licence(companyId, 'Alles', { companyWide: true })
  const hidden = await world.licence(companyId, 'Verborgen', { shown: false })
  licences = { one: one.id, two: two.id, all: all.id, hidden: hidden.id }
  await world.grant(alice, one)
  await world.grant(bob, one, { until: '2026-09-01T00:00:00.000Z' })
  await world.grant(alice, two)
  close = async () => {
    server.close()
    server.closeAllConnections()
    await world.close()
  }
})
afterAll(() => close())

const post = async (at: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}/access/v1${at}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is looked at freely
  const answered: any = await response.json()
  return { status: response.status, headers: response.headers, body: answered }
}
const user = (id: string) => ({ type: 'user', id })
const licence = (id: string) => ({ type: 'licence', id })
const use = { name: 'use' }
const permit = () => ({ subject: user(alice.id), action: use, resource: licence(licences.one) })
const decline = () => ({ subject: user(bob.id), action: use, resource: licence(licences.two) })

describe('one evaluation', () => {
  it('permits and declines, with the reason and where to ask', async () => {
    const yes = await post('/evaluation', permit())
    expect(yes).toMatchObject({ status: 200, body: { decision: true, context: { reason: 'grant' } } })
    expect(yes.headers.get('content-type')).toMatch(/^application\/json/)
    expect((await post('/evaluation', decline())).body).toEqual({
      decision: false,
      context: {
        reason: 'no_grant',
        licence: { id: licences.two, name: 'Twee' },
        request_url: `${url}/company/licences/${licences.two}`,
      },
    })
    const until = await post('/evaluation', { ...permit(), subject: user('BOB@acme.example') })
    expect(until.body.context).toMatchObject({ reason: 'grant', until: '2026-09-01T00:00:00.000Z' })
    const wide = await post('/evaluation', { ...decline(), resource: licence('alles') })
    expect(wide.body).toMatchObject({ decision: true, context: { reason: 'company_wide' } })
    const hidden = await post('/evaluation', { ...decline(), resource: licence(licences.hidden) })
    expect(hidden.body.context).not.toHaveProperty('request_url')
    const standard = await post('/evaluation', { ...permit(), resource: { type: 'standard', id: 'nen1010' } })
    expect(standard.body).toMatchObject({ decision: true, context: { licence: { name: 'Een' } } })
  })

  it('takes context, properties and fields that it does not know', async () => {
    const body = {
      subject: { ...user(alice.id), properties: { department: 'Sales', role: 'manager' } },
      action: { ...use, properties: { method: 'GET' } },
      resource: { ...licence(licences.one), properties: { owner: 'bob' } },
      context: { time: '2025-06-27T18:03-07:00', ip: '192.168.1.1' },
      foo: 'bar',
      futureField: { nested: true },
    }
    expect(await post('/evaluation', body)).toMatchObject({ status: 200, body: { decision: true } })
  })

  it('declines what there is not, which is no error', async () => {
    for (const [body, reason] of [
      [{ ...permit(), subject: user('nobody') }, 'unknown_user'],
      [{ ...permit(), subject: { type: 'spaceship', id: 'x' } }, 'unknown_subject_type'],
      [{ ...permit(), action: { name: 'write' } }, 'unknown_action'],
      [{ ...permit(), resource: { type: 'record', id: 'x' } }, 'unknown_resource_type'],
      [{ ...permit(), resource: licence('none') }, 'unknown_resource'],
      [{ ...permit(), resource: licence('x'.repeat(300)) }, 'unknown_resource'],
    ] as const)
      expect(await post('/evaluation', body)).toMatchObject({
        status: 200,
        body: { decision: false, context: { reason } },
      })
  })

  it('refuses what is no evaluation', async () => {
    const { subject, action, resource } = permit()
    for (const body of [
      { action, resource },
      { subject, resource },
      { subject, action },
      { subject: { id: 'a' }, action, resource },
      { subject: { type: 'user' }, action, resource },
      { subject, action: {}, resource },
      { subject, action, resource: { id: 'a' } },
      { subject, action, resource: { type: 'licence' } },
      { subject: 'alice', action, resource },
      { subject, action: { name: 123 }, resource },
      '{"subject": ',
      '',
      '[]',
    ])
      expect((await post('/evaluation', body)).status, JSON.stringify(body)).toBe(400)
    expect((await post('/evaluation', JSON.stringify(permit()), { 'content-type': 'text/plain' })).status).toBe(400)
  })

  it('gives back the request’s identifier, and the same decision each time', async () => {
    for (const body of [permit(), permit(), permit(), '{']) {
      const { headers } = await post('/evaluation', body, { 'x-request-id': 'bfe9eb29-ab87' })
      expect(headers.get('x-request-id')).toBe('bfe9eb29-ab87')
    }
    expect((await post('/evaluation', permit())).headers.get('x-request-id')).toBeNull()
    const wrong = await post('/evaluation', permit(), { authorization: 'Bearer wrong', 'x-request-id': 'r1' })
    expect([wrong.status, wrong.headers.get('x-request-id')]).toEqual([401, 'r1'])
  })
})

describe('several evaluations', () => {
  const decisions = async (body: object): Promise<boolean[]> => {
    const answer = await post('/evaluations', body)
    expect(answer.status).toBe(200)
    return answer.body.evaluations.map((one: { decision: boolean }) => one.decision)
  }

  it('take the defaults that they do not have of their own, in order', async () => {
    const resources = [licence(licences.one), licence(licences.two)].map((resource) => ({ resource }))
    expect(await decisions({ subject: user(bob.id), action: use, evaluations: resources })).toEqual([true, false])
    expect(await decisions({ evaluations: [permit(), decline()] })).toEqual([true, false])
    const context = [{ resource: licence(licences.one) }, { resource: licence(licences.two), context: { source: 'x' } }]
    expect(
      await decisions({ subject: user(alice.id), action: use, context: { time: 'now' }, evaluations: context }),
    ).toEqual([true, true])
    // Of what an evaluation must have, the rest comes from the default.
    const part = { subject: user(alice.id), action: use, resource: { type: 'licence' } }
    expect(await decisions({ ...part, evaluations: [{ resource: { id: licences.one } }] })).toEqual([true])
  })

  it('fail one by one', async () => {
    const answer = await post('/evaluations', {
      subject: user(alice.id),
      action: use,
      evaluations: [{ resource: licence(licences.one) }, {}, { resource: 'record' }],
    })
    expect(answer.status).toBe(200)
    expect(answer.body.evaluations).toMatchObject([
      { decision: true },
      { decision: false, context: { error: { status: 400 } } },
      { decision: false, context: { error: { status: 400 } } },
    ])
  })

  it('end where the semantic says', async () => {
    const evaluations = [permit(), decline(), permit(), decline()]
    const as = (evaluations_semantic: string, list: object[] = evaluations) =>
      decisions({ evaluations: list, options: { evaluations_semantic } })
    expect(await as('execute_all')).toEqual([true, false, true, false])
    expect(await as('deny_on_first_deny')).toEqual([true, false])
    expect(await as('permit_on_first_permit')).toEqual([true])
    expect(await as('permit_on_first_permit', [decline(), permit(), decline()])).toEqual([false, true])
    expect(await as('deny_on_first_deny', [permit(), permit()])).toEqual([true, true])
    expect((await post('/evaluations', { evaluations, options: { evaluations_semantic: 'guess' } })).status).toBe(400)
  })

  it('are a single one when there are none', async () => {
    expect((await post('/evaluations', permit())).body).toMatchObject({ decision: true })
    expect((await post('/evaluations', { ...permit(), evaluations: [] })).body).toMatchObject({ decision: true })
    expect((await post('/evaluations', { evaluations: [] })).status).toBe(400)
  })
})

describe('searches', () => {
  it('find who may use something', async () => {
    const asked = { subject: { type: 'user' }, action: use, resource: licence(licences.one), context: { a: 1 } }
    const { status, body } = await post('/search/subject', asked)
    expect(status).toBe(200)
    expect(body.results.map((one: { id: string }) => one.id)).toEqual([alice.id, bob.id])
    expect(body.results[0]).toMatchObject({ type: 'user', properties: { email: 'alice@acme.example' } })
    expect(body.page).toEqual({ next_token: '' })
    for (const [resource, ids] of [
      [licence(licences.two), [alice.id]],
      [licence('TWEE'), [alice.id]],
      [licence(licences.all), [alice.id, bob.id]],
      [{ type: 'standard', id: 'NEN 1010' }, [alice.id, bob.id]],
      [licence(licences.hidden), []],
    ] as const) {
      const found = await post('/search/subject', { ...asked, resource })
      expect(found.body.results.map((one: { id: string }) => one.id)).toEqual(ids)
    }
  })

  it('go page by page', async () => {
    const asked = { subject: { type: 'user' }, action: use, resource: licence(licences.all) }
    const first = (await post('/search/subject', { ...asked, page: { limit: 1 } })).body
    expect(first.results).toHaveLength(1)
    expect(first.page.next_token).not.toBe('')
    const last = (await post('/search/subject', { ...asked, page: { token: first.page.next_token } })).body
    expect(last.results.map((one: { id: string }) => one.id)).toEqual([bob.id])
    expect(last.page).toEqual({ next_token: '' })
    const standards = { subject: user(alice.id), action: use, resource: { type: 'standard' } }
    const one = (await post('/search/resource', { ...standards, page: { limit: 1 } })).body
    expect(one).toMatchObject({ results: [{ type: 'standard', id: 'NEN 1010' }], page: { next_token: '1' } })
    const rest = (await post('/search/resource', { ...standards, page: { token: '1' } })).body
    expect(rest).toMatchObject({ results: [{ id: 'NEN 3140' }], page: { next_token: '' } })
  })

  it('find what somebody may use, and do', async () => {
    const asked = { subject: user(alice.id), action: use, resource: { type: 'licence' } }
    const { body } = await post('/search/resource', asked)
    expect(body.results.map((one: { id: string }) => one.id)).toEqual([licences.one, licences.two, licences.all])
    const acts = async (body: object) => (await post('/search/action', body)).body.results
    expect(await acts({ subject: user(alice.id), resource: licence(licences.one) })).toEqual([use])
    expect(await acts({ subject: user(bob.id), resource: licence(licences.two), context: {} })).toEqual([])
  })

  it('find nothing of what there is not', async () => {
    const nothing = { status: 200, body: { results: [] } }
    const subject = { subject: { type: 'user' }, action: use, resource: licence(licences.one) }
    expect(await post('/search/subject', { ...subject, subject: { type: 'spaceship' } })).toMatchObject(nothing)
    expect(await post('/search/subject', { ...subject, resource: licence('none') })).toMatchObject(nothing)
    expect(await post('/search/subject', { ...subject, action: { name: 'write' } })).toMatchObject(nothing)
    const resource = { subject: user('nobody'), action: use, resource: { type: 'licence' } }
    expect(await post('/search/resource', resource)).toMatchObject(nothing)
    expect(await post('/search/action', { subject: user('nobody'), resource: licence('x') })).toMatchObject(nothing)
  })

  it('refuse what is incomplete', async () => {
    const resource = licence(licences.one)
    expect((await post('/search/subject', { subject: { type: 'user' }, resource })).status).toBe(400)
    expect(
      (await post('/search/subject', { subject: { type: 'user' }, action: use, resource: { type: 'licence' } })).status,
    ).toBe(400)
    expect((await post('/search/resource', { action: use, resource: { type: 'licence' } })).status).toBe(400)
    expect((await post('/search/resource', { subject: { type: 'user' }, action: use, resource })).status).toBe(400)
    expect((await post('/search/action', { subject: user(alice.id) })).status).toBe(400)
  })
})

it('tells where everything is', async () => {
  const response = await fetch(`${url}/.well-known/authzen-configuration`)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  const configuration = (await response.json()) as Record<string, string>
  expect(configuration['policy_decision_point']).toBe(url)
  for (const [name, address] of Object.entries(configuration).filter(([key]) => key.endsWith('_endpoint'))) {
    // Each of them answers, if only that the body is wrong.
    const { status } = await post(address.slice(`${url}/access/v1`.length), {})
    expect(status, name).toBe(400)
  }
  expect(Object.keys(configuration)).toHaveLength(6)
})
