import type { NextFunction, Request, Response } from 'express'
import { Busy } from '../busy.ts'
import type { Channel, Setting } from '../channel.ts'
import { accessConfiguration, accessRoutes } from './access.ts'
import type { IdentityProviders } from './identity-providers.ts'
import { accessDocument, operatorDocument } from './openapi.ts'
import { operatorRoutes } from './operator.ts'
import { sendPlainProblem } from './problem.ts'

/** Each of the two APIs is on when it has a token. */
export interface ApiConfig {
  readonly operatorToken?: string
  readonly accessToken?: string
}

/** The JSON APIs: the operator's, and the evaluation of access. */
export const openApi = (
  config: ApiConfig,
  identityProviders: IdentityProviders,
  { core, web, baseUrl }: Setting,
): Channel => {
  if (config.operatorToken) {
    web.get('/operator/v1/openapi.json', (_request, response) => void response.json(operatorDocument(baseUrl)))
    web.use('/operator/v1', operatorRoutes(core, config.operatorToken, identityProviders, baseUrl), sayWhy)
  }
  if (config.accessToken) {
    web.get('/access/v1/openapi.json', (_request, response) => void response.json(accessDocument(baseUrl)))
    web.use('/access/v1', accessRoutes(core, config.accessToken, baseUrl), sayWhy)
    web.get('/.well-known/authzen-configuration', (_request, response) => {
      response.setHeader('Cache-Control', 'max-age=3600')
      response.json(accessConfiguration(baseUrl))
    })
  }
  return { close: async () => undefined }
}

/** The caller's mistakes, and that it is busy; other faults are for the one who answers for all routes. */
const sayWhy = (
  error: { readonly status?: number },
  _request: Request,
  response: Response,
  next: NextFunction,
): void => {
  const { status } = error
  if (error instanceof Busy) {
    response.setHeader('Retry-After', String(error.retryAfter))
    sendPlainProblem(response, error.status, 'Service Unavailable', 'Too much is going on at once. Call again later.')
  } else if (status === 413) sendPlainProblem(response, 413, 'Content Too Large', 'Send at most 1 MB.')
  else if (status && status >= 400 && status < 500)
    sendPlainProblem(response, 400, 'Bad Request', 'Send a body in valid JSON.')
  else next(error)
}
