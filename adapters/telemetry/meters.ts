import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const quick = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30]

/** Everything that is counted, by its Prometheus name; labels never name a person or a company. */
export type Meters = ReturnType<typeof openMeters>

/** Meters of their own registry, with those of Node.js itself (memory, event loop). */
export const openMeters = () => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    answers: new Histogram({
      name: 'toegang_http_seconds',
      help: 'From request to answer; for slack and teams this is the ack.',
      labelNames: ['area', 'status'] as const,
      buckets: quick,
      registers,
    }),
    repeats: new Counter({
      name: 'toegang_slack_repeats_total',
      help: 'Deliveries that Slack sent again, as it says itself (X-Slack-Retry-Num); none has a second effect.',
      labelNames: ['reason'] as const,
      registers,
    }),
    events: new Counter({
      name: 'toegang_events_total',
      help: 'What happened, as in the trail: decisions, sign-ins with the reason when refused, accesses.',
      labelNames: ['type', 'channel', 'reason'] as const,
      registers,
    }),
    messages: new Counter({
      name: 'toegang_messages_total',
      help: 'Messages put into the outbox.',
      labelNames: ['kind'] as const,
      registers,
    }),
    settled: new Counter({
      name: 'toegang_messages_settled_total',
      help: 'How attempts at sending ended: sent, waiting for the next attempt, or given up.',
      labelNames: ['state'] as const,
      registers,
    }),
    deliveries: new Histogram({
      name: 'toegang_delivery_seconds',
      help: 'Calls to chats, mail server and webhooks; result throttled is a 429, replaced is a copy brought up to date.',
      labelNames: ['to', 'action', 'result'] as const,
      buckets: quick,
      registers,
    }),
    store: new Histogram({
      name: 'toegang_store_seconds',
      help: 'Transactions and reads, with what they waited for.',
      labelNames: ['operation', 'result'] as const,
      buckets: quick,
      registers,
    }),
    waiting: new Gauge({
      name: 'toegang_outbox_due',
      help: 'Messages that are due and not sent yet, counted to a thousand.',
      registers,
    }),
    oldest: new Gauge({
      name: 'toegang_outbox_age_seconds',
      help: 'How long the oldest of them has been in the outbox.',
      registers,
    }),
  }
}
