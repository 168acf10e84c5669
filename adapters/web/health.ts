import express, { type Router } from 'express'
import type { Core } from '../../src/kernel/answer.ts'

/** `GET /healthz` (alive) and `GET /readyz` (the store answers, 503 with a reason otherwise). */
export const healthRoutes = ({ ports }: Core): Router => {
  const routes = express.Router()
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
  return routes
}
