import type { IncomingMessage } from 'node:http'
import { safeUrl } from '../address.ts'
import { callTarget, findTarget, type OutboundOptions, type Target } from '../outbound.ts'
import { type Fault, fault } from './fault.ts'

export interface FetchOptions extends OutboundOptions {
  /** For everything together, in milliseconds. */
  readonly timeout?: number
}

const largest = 1024 * 1024
const redirects = 3

/**
 * Fetches metadata from an address that somebody typed in, without being led into our own network: https only, all
 * addresses of the host looked up and judged, the connection made to the very address that was judged (so a second,
 * different DNS answer changes nothing), and each of at most 3 redirects treated the same.
 *
 * Refuses other addresses (`setup.url_forbidden`), more than 1 MB (`http.too_large`) and anything that does not answer
 * 200 within 5 seconds (`setup.unreachable`). Gives the text, of which nothing is believed yet.
 */
export const fetchMetadata = async (
  address: string,
  options: FetchOptions = {},
): Promise<{ ok: true; xml: string } | Fault> => {
  const signal = AbortSignal.timeout(options.timeout ?? 5000)
  let next = address
  for (let hop = 0; hop <= redirects; hop++) {
    const url = safeUrl(next, options.allowLoopback)
    if (!url) return fault('setup.url_forbidden', 'only https is fetched', { received: next })
    const target = await judge(url, options, signal)
    if ('ok' in target) return target
    const answer = await get(url, target, signal)
    if ('xml' in answer || 'ok' in answer) return answer
    next = new URL(answer.location, url).href
  }
  return fault('setup.unreachable', `more than ${redirects} redirects`, { received: next })
}

/** The address to connect to, when every address of this host may be visited. */
const judge = async (url: URL, options: FetchOptions, signal: AbortSignal): Promise<Target | Fault> => {
  const found = await findTarget(url, options, signal)
  if (!('no' in found)) return found
  const { received } = found
  return found.no === 'unknown'
    ? fault('setup.unreachable', 'the host name has no address', { received })
    : fault('setup.url_forbidden', 'the host lies inside a network that is not public', { received })
}

type Answer = { ok: true; xml: string } | { location: string } | Fault

const headers = {
  accept: 'application/samlmetadata+xml, application/xml, text/xml',
  'accept-encoding': 'identity',
}

const get = async (url: URL, target: Target, signal: AbortSignal): Promise<Answer> => {
  try {
    return await read(await callTarget(url, target, signal, { headers }), url)
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'no answer'
    return fault('setup.unreachable', 'the address could not be read', { received: detail })
  }
}

const read = async (response: IncomingMessage, url: URL): Promise<Answer> => {
  const { statusCode = 0, headers } = response
  if ([301, 302, 303, 307, 308].includes(statusCode)) {
    response.destroy()
    const location = headers.location ?? ''
    return URL.canParse(location, url.href) ? { location } : fault('setup.unreachable', 'a redirect to nowhere')
  }
  if (statusCode !== 200) {
    response.destroy()
    return fault('setup.unreachable', 'the status of the answer', { expected: '200', received: String(statusCode) })
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response) {
    size += (part as Buffer).length
    if (size > largest) {
      response.destroy()
      return fault('http.too_large', `metadata of more than ${largest} bytes`)
    }
    parts.push(part as Buffer)
  }
  return { ok: true, xml: Buffer.concat(parts).toString('utf8') }
}
