/** What Prometheus reads, after something happened; and that the dashboard and the alerts ask for what is there. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { meteredOutside } from '../../adapters/metrics/metered-outside.ts'
import { meteredStore } from '../../adapters/metrics/metered-store.ts'
import { openMeters } from '../../adapters/metrics/meters.ts'
import { meterAnswers, showMeters } from '../../adapters/metrics/routes.ts'
import { openCore } from '../../src/kernel/answer.ts'
import { RetryLater } from '../../src/ports/chat.ts'
import { openWorld } from '../core/world.ts'

const meters = openMeters()
const world = await openWorld()
const ports = { ...world.ports, store: meteredStore(world.ports.store, meters) }
const core = openCore(ports)
const web = express()
web.use(meterAnswers(meters))
web.get('/metrics', showMeters(meters, ports))
web.post('/slack/events', (_request, response) => void response.send(''))
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

it.each(['alerts.yaml', 'dashboard.json'])('%s asks for what is there', async (file) => {
  const asked = readFileSync(new URL(`../../manifest/monitoring/${file}`, import.meta.url), 'utf8')
  const names = [...new Set(asked.match(/\b(?:toegang|nodejs|process)_[a-z0-9_]+/g))]
  const there = await scrape()
  expect(names.length).toBeGreaterThan(3)
  expect(
    names.filter((name) => !new RegExp(`^# TYPE ${name.replace(/_(bucket|count)$/, '')} `, 'm').test(there)),
  ).toEqual([])
})
