import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import express, { type Request, type Response } from 'express'
import { asJson, asText, type Json } from '../teams/json.ts'
import type { Fault } from './faults.ts'
import type { Call, Methods } from './methods/call.ts'
import { Refused } from './refused.ts'
import { demands, scopeFor } from './scopes.ts'
import type { Installation, World } from './world.ts'

/** One line of the log: a call that the product made, and what it was answered. */
export interface LoggedCall {
  /** Web API method, or `response_url`. */
  readonly method: string
  readonly args: Json
  /** Milliseconds since 1970, by the clock of the fake. */
  readonly at: number
  readonly status: number | 'reset' | 'unheard'
  /** What was answered, or would have been when the answer was lost. */
  readonly result: unknown
  readonly fault: Fault | undefined
}

interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Served {
  readonly world: World
  readonly methods: Methods
  readonly appToken: string | undefined
  next(method: string): Fault | undefined
  log(call: LoggedCall): void
  /** Seconds to wait, when this call is one too many. */
  throttle(method: string, token: string | undefined, args: Json): number | undefined
  respond(path: string, body: Json): Reply
  authorize(query: Json): { redirect: string } | { refused: string }
}

const nobody: Installation = {
  teamId: '',
  token: '',
  refreshToken: undefined,
  expiresAt: undefined,
  scopes: [],
  botUserId: '',
  botId: '',
  refused: undefined,
}

/** The Web API's door: which installation a token stands for, and whether its scopes do for this call. */
const admit = ({ world, appToken }: Served, method: string, token: string | undefined, args: Json): Installation => {
  const demand = demands[method]
  if (!demand) {
    world.complain(method, ['unknown method'])
    throw new Refused('unknown_method', { req_method: method })
  }
  if (demand.token === 'none') return nobody
  if (!token) throw new Refused('not_authed')
  if (demand.token === 'app') {
    if (token === appToken) return nobody
    throw new Refused(token.startsWith('xapp-') ? 'invalid_auth' : 'not_allowed_token_type')
  }
  if (token === appToken) throw new Refused('not_allowed_token_type')
  const installation = world.installations.find((one) => one.token === token)
  if (!installation) throw new Refused('invalid_auth')
  if (installation.refused) throw new Refused(installation.refused)
  if (installation.expiresAt !== undefined && world.now() >= installation.expiresAt) throw new Refused('token_expired')
  const needed = scopeFor(world, demand, args)
  if (needed && !installation.scopes.includes(needed)) {
    world.complain(method, [`needs the scope ${needed}, which the manifest does not ask for`])
    throw new Refused('missing_scope', { needed, provided: installation.scopes.join(',') })
  }
  return installation
}

const answered = (served: Served, method: string, token: string | undefined, args: Json): Json => {
  try {
    const call: Call = { method, args, installation: admit(served, method, token, args) }
    return { ok: true, ...served.methods[method]?.(call) }
  } catch (error) {
    if (error instanceof Refused) return error.answer
    throw error
  }
}

const tooMany = (retryAfter: number): Reply => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  headers: { 'Retry-After': String(retryAfter) },
})

const spoiled = (fault: Fault | undefined): Reply | undefined => {
  if (fault?.kind === 'ratelimited') return tooMany(fault.retryAfter)
  if (fault?.kind === 'status') return { status: fault.status, body: 'Server Error' }
  if (fault?.kind === 'error') return { status: 200, body: { ok: false, error: fault.error } }
  return undefined
}

/** The HTTP server of the fake: `/api/<method>`, response URLs and the page that asks whether to install. */
export const openServer = (served: Served): Server => {
  const web = express()
  web.disable('x-powered-by')
  web.use(express.json({ limit: '4mb' }), express.urlencoded({ extended: false, limit: '4mb' }))

  const handle = async (request: Request, response: Response, method: string, work: (args: Json) => Reply) => {
    const fault = served.next(method)
    const { token: _token, ...args } = { ...asJson(request.query), ...asJson(request.body) }
    const note = (status: LoggedCall['status'], result: unknown) =>
      served.log({ method, args, at: served.world.now(), status, result, fault })
    const drop = () => void response.socket?.destroy()
    if (fault?.kind === 'reset') {
      note('reset', undefined)
      return drop()
    }
    const reply = spoiled(fault) ?? work(args)
    if (fault?.kind === 'unheard') {
      note('unheard', reply.body)
      return drop()
    }
    if (fault?.kind === 'slow') await sleep(fault.ms)
    note(reply.status, reply.body)
    response.status(reply.status).set(reply.headers ?? {})
    if (typeof reply.body === 'string') response.type('text').send(reply.body)
    else response.json(reply.body)
  }

  web.all('/api/:method', (request, response) => {
    const method = String(request.params['method'])
    const bearer = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1]
    const token = bearer ?? asText(asJson(request.body)['token'])
    const basic = request.headers.authorization?.match(/^Basic (.+)$/)?.[1]
    const [client_id, client_secret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : []
    const credentials = basic ? { client_id, client_secret } : {}
    return handle(request, response, method, (args) => {
      const retryAfter = served.throttle(method, token, args)
      if (retryAfter !== undefined) return tooMany(retryAfter)
      // Slack tells with every answer what the token may do.
      const scopes = served.world.installations.find((one) => one.token === token)?.scopes
      return {
        status: 200,
        body: answered(served, method, token, { ...args, ...credentials }),
        ...(scopes && { headers: { 'x-oauth-scopes': scopes.join(',') } }),
      }
    })
  })
  web.post('/actions/*path', (request, response) =>
    handle(request, response, 'response_url', (args) => served.respond(request.path, args)),
  )
  web.get('/oauth/v2/authorize', (request, response) => {
    const outcome = served.authorize(asJson({ ...request.query }))
    if ('redirect' in outcome) response.redirect(302, outcome.redirect)
    else response.status(400).type('text').send(outcome.refused)
  })
  return createServer(web)
}
