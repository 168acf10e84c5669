/** What Prometheus reads, after something happened; and that the dashboard and the alerts ask for what is there. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { meteredOutside } from '../../adapters/telemetry/metered-outside.ts'
import { meteredStore } from '../../adapters/telemetry/metered-store.ts'
import { openMeters } from '../../adapters/telemetry/meters.ts'
import { areaOf, meterAnswers, showMeters } from '../../adapters/telemetry/routes.ts'
import { spanAnswers } from '../../adapters/telemetry/spans.ts'
import { openTracing } from '../../adapters/telemetry/tracing.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { RetryLater } from '../../src/ports/chat.ts'
import { openWorld, operator } from '../core/world.ts'

const meters = openMeters()
const world = await openWorld()
const ports = { ...world.ports, store: meteredStore(world.ports.store, meters) }
const core = openCore(ports)
const web = express()
web.use(meterAnswers(meters), spanAnswers(areaOf))
web.get('/metrics', showMeters(meters, ports))
web.post('/slack/events', (_request, response) => void response.send(''))
web.post('/requests', async (_request, response) => {
  const { ok } = await core.run('companies.add', operator, { name: 'Gamma' })
  response.status(ok ? 201 : 400).end()
})
const server = createServer(web)

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.close()
  await world.close()
})

const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
const scrape = async () => (await fetch(url('/metrics'))).text()
/** The values of one meter, by its labels as they are printed. */
const valuesOf = (text: string, name: string): { [labels: string]: number } =>
  Object.fromEntries(
    [...text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))].map(([, labels = '', value]) => [
      labels,
      Number(value),
    ]),
  )

it('counts what happened once it is kept, and nothing that was refused', async () => {
  const companyId = await world.company('Acme', ['acme.example'])
  const anna = await world.user(companyId, 'anna@acme.example')
  const licence = await world.licence(companyId, 'Bouw')
  expect((await core.run('requests.ask_access', anna.web, { licenceId: licence.id })).ok).toBe(true)
  expect((await core.run('requests.ask_access', anna.web, { licenceId: licence.id })).ok).toBe(false)
  world.wait({ minutes: 1 })
  const text = await scrape()
  expect(valuesOf(text, 'toegang_events_total')).toEqual({ 'type="request.made",channel="web",reason=""': 1 })
  expect(valuesOf(text, 'toegang_messages_total')).toEqual({ 'kind="notice_mail"': 1 })
  expect(valuesOf(text, 'toegang_outbox_due')).toEqual({ '': 1 })
  expect(text).not.toMatch(/acme|anna|Bouw/i)
  expect(valuesOf(text, 'toegang_store_seconds_count')['operation="transaction",result="ok"']).toBeGreaterThan(1)
})

it('tells how calls out ended, a 429 apart', async () => {
  const answers = [new RetryLater(30), new Error('away'), 'accepted' as const]
  const outside = meteredOutside(
    {
      notifiers: [],
      baseUrl: 'https://toegang.example',
      mailer: {
        send: async () => {
          const next = answers.shift()
          if (next instanceof Error) throw next
          return next ?? 'accepted'
        },
      },
    },
    meters,
  )
  for (let attempt = 0; attempt < 3; attempt++) {
    await core.deliver(outside)
    world.wait({ hours: 2 })
  }
  const text = await scrape()
  expect(valuesOf(text, 'toegang_delivery_seconds_count')).toEqual({
    'to="mail",action="send",result="throttled"': 1,
    'to="mail",action="send",result="failed"': 1,
    'to="mail",action="send",result="accepted"': 1,
  })
  expect(valuesOf(text, 'toegang_messages_settled_total')).toEqual({ 'state="waiting"': 2, 'state="sent"': 1 })
  expect(valuesOf(text, 'toegang_outbox_due')).toEqual({ '': 0 })
})

it('times answers by area, and lets no caller make labels', async () => {
  const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'made "up"' }
  await fetch(url('/slack/events'), { method: 'POST', headers: again })
  await fetch(url('/anything/at/all'))
  const text = await scrape()
  expect(valuesOf(text, 'toegang_slack_repeats_total')).toEqual({ 'reason="unknown_error"': 1 })
  expect(new Set(Object.keys(valuesOf(text, 'toegang_http_seconds_count')))).toEqual(
    new Set(['area="other",status="2xx"', 'area="other",status="4xx"', 'area="slack",status="2xx"']),
  )
})

interface Sent {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly attributes: readonly { readonly key: string; readonly value: object }[]
}

it('sends a span for a request and for what it did, in the trace of the caller', async () => {
  const bodies: { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] }[] = []
  const collector = express()
  collector.post('/v1/traces', express.json(), (request, response) => {
    bodies.push(request.body)
    response.json({})
  })
  const listening = createServer(collector).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const end = openTracing(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/`)
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`
  expect((await fetch(url('/requests'), { method: 'POST', headers: { traceparent } })).status).toBe(201)
  await end()
  listening.close()
  const spans = bodies.flatMap((body) =>
    body.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)),
  )
  const [request, transaction] = ['POST requests', 'store transaction'].map((name) =>
    spans.find((span) => span.name === name),
  )
  expect(request).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7' })
  expect(transaction).toMatchObject({ traceId, parentSpanId: request?.spanId })
  expect(JSON.stringify(transaction?.attributes)).toContain('company.added')
  expect(JSON.stringify(spans)).not.toContain('Gamma')
})

it.each(['alerts.yaml', 'dashboard.json'])('%s asks for what is there', async (file) => {
  const asked = readFileSync(new URL(`../../manifest/monitoring/${file}`, import.meta.url), 'utf8')
  const names = [...new Set(asked.match(/\b(?:toegang|nodejs|process)_[a-z0-9_]+/g))]
  const there = await scrape()
  expect(names.length).toBeGreaterThan(3)
  expect(
    names.filter((name) => !new RegExp(`^# TYPE ${name.replace(/_(bucket|count)$/, '')} `, 'm').test(there)),
  ).toEqual([])
})
