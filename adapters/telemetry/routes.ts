import type { RequestHandler } from 'express'
import type { Ports } from '../../src/kernel/ports.ts'
import type { Meters } from './meters.ts'

const areas = [
  'slack',
  'api',
  'saml',
  'scim',
  'access',
  'operator',
  'register',
  'login',
  'company',
  'requests',
  'profile',
]
const names: { readonly [area: string]: string } = { api: 'teams' }

/** The first part of a path; what is none of ours is `other`, so that nobody can make labels. */
export const areaOf = (path: string): string => {
  const first = path.split('/', 2)[1] ?? ''
  if (path === '/api/me' || !areas.includes(first)) return 'other'
  return names[first] ?? first
}

/** Times every answer by its area. */
export const meterAnswers =
  ({ answers, repeats }: Meters): RequestHandler =>
  (request, response, next) => {
    const stop = answers.startTimer()
    const area = areaOf(request.path)
    if (area === 'slack' && request.get('x-slack-retry-num'))
      repeats.inc({ reason: repeatReason(request.get('x-slack-retry-reason')) })
    response.once('close', () => stop({ area, status: `${Math.floor(response.statusCode / 100)}xx` }))
    next()
  }

const reasons = ['http_timeout', 'too_many_redirects', 'connection_failed', 'ssl_error', 'http_error']
const repeatReason = (said: string | undefined): string => (said && reasons.includes(said) ? said : 'unknown_error')

/** `GET /metrics`, in the text format of Prometheus 0.0.4. The outbox is looked at when somebody asks. */
export const showMeters =
  ({ registry, waiting, oldest }: Meters, { store, clock }: Ports): RequestHandler =>
  async (_request, response) => {
    const now = clock.now()
    const due = { state: 'waiting', dueAt: { before: now } } as const
    const [first, number] = await store.read(async (tx) => [
      (await tx.outbox.page(due, { limit: 1 })).rows[0],
      await tx.outbox.count(due, 1000),
    ])
    waiting.set(number)
    oldest.set(first ? (Date.parse(now) - Date.parse(first.at)) / 1000 : 0)
    response.type(registry.contentType).send(await registry.metrics())
  }
