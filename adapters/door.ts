import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { textsIn } from '../src/texts/in-language.ts'
import { languages } from '../src/texts/language.ts'

/** Where the world comes in: from the first moment, though at first nobody gets further than the hall. */
export interface Door {
  /** From now on every request goes there. */
  open(to: RequestListener): void
  /** What `/readyz` says as long as nothing is behind the door. */
  say(reason: string): void
  /** Takes nothing new, and resolves when what was taken on is answered, or the patience is over. */
  close(): Promise<void>
}

/** Whoever stops this process gives it half a minute. */
const patienceMs = 20_000

const json = 'application/json; charset=utf-8'

/**
 * Listens at once, so that whoever watches over the process sees that it lives while its store is not there yet: `/healthz` says 200,
 * `/readyz` 503 with the reason, and everything else 503 with `Retry-After` (RFC 9110, 15.6.4). Throws when the port is taken.
 */
export const openDoor = async (port: number, host?: string): Promise<Door> => {
  let reason = 'it starts'
  const hall = (request: IncomingMessage, response: ServerResponse): void => {
    const [path] = (request.url ?? '').split('?')
    const words = languages.map((language) => textsIn(language).web.fault.starting).join('\n')
    const [status, type, body] =
      path === '/healthz'
        ? [200, json, JSON.stringify({ ok: true })]
        : path === '/readyz'
          ? [503, json, JSON.stringify({ ok: false, reason })]
          : [503, 'text/plain; charset=utf-8', `${words}\n`]
    response.writeHead(status, { 'content-type': type, ...(status === 503 && { 'retry-after': '5' }) }).end(body)
  }
  let behind: RequestListener = hall
  const server = createServer((request, response) => behind(request, response))
  server.listen(port, host)
  await once(server, 'listening')
  return {
    open: (to) => {
      behind = to
    },
    say: (why) => {
      reason = why
    },
    close: async () => {
      let isClosed = false
      server.close(() => {
        isClosed = true
      })
      for (let waited = 0; !isClosed && waited < patienceMs; waited += 50) {
        // A connection that had its answer waits for another request otherwise.
        server.closeIdleConnections()
        await sleep(50)
      }
      server.closeAllConnections()
    },
  }
}
