import type { RequestHandler } from 'express'

const fiveMinutes = 300

/**
 * Refuses a request that is dated in the future. Bolt refuses old ones only, so that whoever can make us sign a future date
 * could replay it until then (Slack: "Verifying requests from Slack", step 2).
 */
export const refuseFuture =
  (now: () => number): RequestHandler =>
  (request, response, next) => {
    const seconds = Number(request.headers['x-slack-request-timestamp'])
    if (seconds - now() / 1000 > fiveMinutes) return void response.status(401).end()
    next()
  }
