import { setTimeout as sleep } from 'node:timers/promises'
import express, { type Express, type Request, type Response } from 'express'
import type { Fault, Route } from './faults.ts'
import { asJson, type Json } from './json.ts'

export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A request as the routes of the fake see it. */
export interface Incoming {
  readonly authorization: string | undefined
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Json
  readonly body: Json
}

/** One line of the log: a call that the product made, and how it ended. */
export interface LoggedCall {
  readonly route: Route
  readonly method: string
  readonly path: string
  readonly body: Json
  readonly status: number | 'reset' | 'unheard'
  readonly fault: Fault | undefined
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The connector's way to say no: `{"error": {"code", "message"}}`. */
export const refuse = (status: number, code: string, message: string, headers?: Record<string, string>): Reply => ({
  status,
  body: { error: { code, message } },
  ...(headers && { headers }),
})

/** As printed in "Send proactive messages": the words sit in JSON inside the message. */
export const writesBlocked = (): Reply => ({
  status: 403,
  body: {
    errorCode: 209,
    message: JSON.stringify({
      subCode: 'MessageWritesBlocked',
      details: 'Thread is blocked from message writes.',
    }),
  },
})

const words: Readonly<Record<number, readonly [string, string]>> = {
  412: ['PreconditionFailed', 'Precondition failed, please try again.'],
  429: ['Throttled', 'Too many requests.'],
  500: ['ServiceError', 'Internal error.'],
  502: ['ServiceError', 'Service dependency issue.'],
  503: ['ServiceUnavailable', 'Service is unavailable.'],
  504: ['GatewayTimeout', 'Gateway timeout.'],
}

export const refuseWith = (status: number, retryAfter?: number): Reply => {
  const [code, message] = words[status] ?? ['Error', 'Error.']
  return refuse(status, code, message, retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) })
}

type Handler = (incoming: Incoming) => Reply | Promise<Reply>

export type Router = (method: 'get' | 'post' | 'put' | 'delete', path: string, route: Route, handler: Handler) => void

/** An Express app whose routes are plain functions; every call passes the fault plan and lands in the log. */
export const openRouter = (
  next: (route: Route) => Fault | undefined,
  log: (call: LoggedCall) => void,
): { web: Express; on: Router } => {
  const web = express()
  web.disable('x-powered-by')
  web.use(express.json({ limit: '2mb' }), express.urlencoded({ extended: false }))
  const answer = async (route: Route, handler: Handler, request: Request, response: Response): Promise<void> => {
    const fault = next(route)
    const body = asJson(request.body)
    const note = (status: LoggedCall['status']) =>
      log({
        route,
        method: request.method,
        path: request.originalUrl,
        body,
        status,
        fault,
        at: Date.now(),
      })
    const drop = () => void response.socket?.destroy()
    if (fault?.kind === 'reset') {
      note('reset')
      return drop()
    }
    const params = Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)]))
    const incoming = {
      authorization: request.headers.authorization,
      params,
      query: asJson({ ...request.query }),
      body,
    }
    const reply =
      fault?.kind === 'status'
        ? refuseWith(fault.status, fault.retryAfter)
        : fault?.kind === 'blocked'
          ? writesBlocked()
          : await handler(incoming)
    if (fault?.kind === 'unheard') {
      note('unheard')
      return drop()
    }
    if (fault?.kind === 'slow') await sleep(fault.ms)
    note(reply.status)
    response.status(reply.status).set(reply.headers ?? {})
    if (reply.body === undefined) response.end()
    else response.json(reply.body)
  }
  return {
    web,
    on: (method, path, route, handler) => {
      web[method](path, (request, response) => answer(route, handler, request, response))
    },
  }
}
