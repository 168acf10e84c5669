import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import type { TeamsConfig } from '../config.ts'
import type { Log } from '../log.ts'
import { tenantsOf } from './activity.ts'
import { isServiceUrlAllowed } from './service-hosts.ts'
import { openTokenCheck } from './token.ts'

const longestBody = '256kb'
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]']

/**
 * What stands before every activity, in this order: a body of at most 256 KB, who really calls (401, 403, 503; see
 * `openTokenCheck`), and that it comes from the one tenant that the bot is registered in (403). Refusals have no body: the
 * reason is for the log.
 */
export const openEdge = (config: TeamsConfig, log: Log): RequestHandler[] => [
  express.json({ limit: longestBody }),
  config.auth === 'on' ? refuseStrangers(config, log) : refuseOutside(config),
  refuseTenants(config.tenantId),
]

/** No word of a broken body or a fault of ours gets out. */
export const quietly =
  (log: Log): ErrorRequestHandler =>
  (error: { readonly status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error)
    const status = error.status ?? 500
    if (status >= 500) log.error({ err: error }, 'an activity from Teams failed')
    response.status(status).end()
  }

const refuseStrangers = (config: TeamsConfig, log: Log): RequestHandler => {
  const { clientId, openIdMetadataUrl, serviceHosts: allowedServiceHosts } = config
  const check = openTokenCheck({ clientId, openIdMetadataUrl, allowedServiceHosts })
  return async (request, response, next) => {
    const verdict = await check(request.headers.authorization, request.body, new Date())
    if (verdict.ok) return next()
    log.warn({ why: verdict.why }, 'an activity from a stranger was refused')
    response.status(verdict.status).end()
  }
}

/** Without tokens nobody vouches for the service URL, so answers go to this machine, or to Microsoft, alone. */
const refuseOutside =
  ({ serviceHosts }: TeamsConfig): RequestHandler =>
  (request, response, next) => {
    const { serviceUrl } = (request.body ?? {}) as { readonly serviceUrl?: unknown }
    if (isServiceUrlAllowed(String(serviceUrl), [...serviceHosts, ...loopbackHosts])) return next()
    response.status(401).end()
  }

const refuseTenants =
  (tenantId: string): RequestHandler =>
  (request, response, next) => {
    if (tenantsOf(request.body).every((named) => named === tenantId)) return next()
    response.status(403).end()
  }
