import express, { type Router } from 'express'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Core } from '../../src/kernel/answer.ts'

/** `GET /healthz` (alive), `GET /readyz` (the store answers, 503 with a reason otherwise) and `GET /metrics` (Prometheus text). */
export const healthRoutes = ({ ports }: Core): Router => {
  const routes = express.Router()
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  routes.get('/healthz', (_request, response) => void response.json({ ok: true }))
  routes.get('/readyz', async (_request, response) => {
    try {
      await ports.store.ready()
      response.json({ ok: true })
    } catch (error) {
      response
        .status(503)
        .json({ ok: false, reason: error instanceof Error ? error.message : 'the store does not answer' })
    }
  })
  routes.get(
    '/metrics',
    async (_request, response) => void response.type(metrics.contentType).send(await metrics.metrics()),
  )
  return routes
}
