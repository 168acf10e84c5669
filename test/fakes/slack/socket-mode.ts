import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { asJson, isJson, type Json } from '../teams/json.ts'
import type { Delivery, Kind } from './delivery.ts'
import type { Methods } from './methods/call.ts'
import { acceptWebSocket, type WebSocketConnection } from './web-socket.ts'

const types: Readonly<Record<Kind, string>> = {
  command: 'slash_commands',
  interactive: 'interactive',
  options: 'interactive',
  event: 'events_api',
}

/** Socket Mode: tickets for one connection each, envelopes out, acknowledgements in (docs.slack.dev/apis/events-api/using-socket-mode). */
export const openSocketMode = (appId: string, host: () => string, changed: () => void) => {
  const tickets = new Set<string>()
  const open = new Set<WebSocketConnection>()
  const waiting = new Map<string, { readonly over: WebSocketConnection; settle(body: unknown): void }>()

  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? ''
    if (!tickets.delete(ticket)) return void socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
    const connection = acceptWebSocket(request, socket, head, {
      message: (text) => {
        const { envelope_id, payload } = asJson(JSON.parse(text))
        const waits = waiting.get(String(envelope_id))
        waiting.delete(String(envelope_id))
        waits?.settle(isJson(payload) && Object.keys(payload).length > 0 ? payload : undefined)
      },
      closed: () => {
        open.delete(connection)
        for (const { over, settle } of waiting.values()) if (over === connection) settle('silence')
        changed()
      },
    })
    open.add(connection)
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.size,
        connection_info: { app_id: appId },
        debug_info: { host: 'applink-1', approximate_connection_time: 18_060 },
      }),
    )
    changed()
  }

  const methods: Methods = {
    'apps.connections.open': (): Json => {
      const ticket = randomUUID()
      tickets.add(ticket)
      return { url: `ws://${host()}/link/?ticket=${ticket}` }
    },
  }

  return {
    methods,
    accept,
    connected: (): boolean => open.size > 0,
    /** Sends an envelope over the newest connection; the payload of the acknowledgement, or `'silence'` when none came in time or the connection broke. */
    send: ({ kind, payload }: Delivery, retry: number, patienceMs: number): Promise<unknown> => {
      const connection = [...open].at(-1)
      if (!connection) throw new Error('the product is not connected by Socket Mode')
      const envelope_id = randomUUID()
      return new Promise((resolve) => {
        const settle = (body: unknown) => {
          clearTimeout(timer)
          waiting.delete(envelope_id)
          resolve(body)
        }
        const timer = setTimeout(settle, patienceMs, 'silence')
        waiting.set(envelope_id, { over: connection, settle })
        connection.send(
          JSON.stringify({
            envelope_id,
            type: types[kind],
            payload,
            accepts_response_payload: kind !== 'event',
            ...(kind === 'event' && { retry_attempt: retry, retry_reason: retry > 0 ? 'timeout' : '' }),
          }),
        )
      })
    },
    /** Slack asks the app to reconnect, as it does every few hours. */
    refresh: (): void => {
      for (const connection of open)
        connection.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    },
    /** All connections break at once. */
    cut: (): void => {
      for (const connection of open) connection.destroy()
    },
  }
}

export type SocketMode = ReturnType<typeof openSocketMode>
