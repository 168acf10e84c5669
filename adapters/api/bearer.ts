import { hash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { sendPlainProblem } from './problem.ts'

/** Lets a call through that carries this bearer token (RFC 6750); anything else is 401, in the same time. */
export const requireBearer = (token: string): RequestHandler => {
  const right = digest(token)
  return (request, response, next) => {
    const [, given = ''] = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (timingSafeEqual(digest(given), right)) return next()
    response.setHeader('WWW-Authenticate', 'Bearer')
    sendPlainProblem(response, 401, 'Unauthorized', 'Send the right token as "Authorization: Bearer <token>".')
  }
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer')
