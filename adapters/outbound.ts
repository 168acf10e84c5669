/** Calls to addresses that somebody typed in, without being led into our own network. */
import { lookup } from 'node:dns/promises'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { bareHost, isLoopbackAddress, isPublicAddress } from './address.ts'

/** One address of a host. */
export interface Target {
  readonly address: string
  readonly family: number
}

export interface OutboundOptions {
  /** Also calls this machine, over http too: for tests and the demonstration. */
  readonly allowLoopback?: boolean
  /** Host name in, all its addresses out; the system's resolver unless given. */
  readonly resolve?: (host: string) => Promise<readonly Target[]>
}

/** The address to connect to, when every address of this host may be visited; why not otherwise. */
export const findTarget = async (
  url: URL,
  { allowLoopback, resolve = systemResolve }: OutboundOptions,
  signal: AbortSignal,
): Promise<Target | { readonly no: 'unknown' | 'not_public'; readonly received: string }> => {
  const host = bareHost(url)
  const family = isIP(host)
  const found = family ? [{ address: host, family }] : await inTime(resolve(host), signal)
  const [first] = found
  if (!first) return { no: 'unknown', received: host }
  const visitable = (address: string) =>
    isPublicAddress(address) || (allowLoopback === true && isLoopbackAddress(address))
  const refused = found.find(({ address }) => !visitable(address))
  return refused ? { no: 'not_public', received: refused.address } : first
}

const systemResolve = (host: string): Promise<Target[]> => lookup(host, { all: true, verbatim: true })

/** What was found, or nothing when the name is unknown or the time is up. */
const inTime = async (found: Promise<readonly Target[]>, signal: AbortSignal): Promise<readonly Target[]> => {
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  )
  return Promise.race([found, late]).catch(() => [])
}

/**
 * Connects to `target` whatever the host name resolves to by now; the name still proves itself by its certificate. Follows no
 * redirect. Throws when nobody answers before the signal.
 */
export const callTarget = (
  url: URL,
  target: Target,
  signal: AbortSignal,
  {
    body,
    ...options
  }: { readonly method?: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string },
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request: ClientRequest = send(url, {
      agent: false,
      signal,
      ...options,
      lookup: (_host, { all }, found) => {
        if (all) found(null, [target])
        else found(null, target.address, target.family)
      },
    })
    request.on('response', resolve).on('error', reject).end(body)
  })
