import { Agent, request } from 'node:http'
import type { Body, Case, Route } from './case.ts'

export interface Said {
  readonly status: number
  readonly text: string
  /** "Come back later", as above the ceiling of load. */
  readonly retryAfter?: string | undefined
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

/** Percent-encoded where HTTP needs it, and as it stands otherwise: a lone `%` is sent as one. */
const inPath = (text: string): string =>
  /^[!-~]*$/.test(text) && !/[/?#\\]/.test(text)
    ? text
    : [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

/** The address of a route with something in place of each name. */
export const addressOf = (
  { path }: Pick<Route, 'path'>,
  params: readonly (string | undefined)[],
  known: (name: string) => string,
): string => {
  let at = 0
  return path.replace(/:(\w+)/g, (_all, name: string) => inPath(params[at++] ?? known(name)))
}

export const withQuery = (path: string, query: Extract<Case, { by: 'http' }>['query']): string =>
  query.length === 0 ? path : `${path}?${query.map((pair) => pair.map(inPath).join('=')).join('&')}`

/** The bytes of a body and what they say to be. */
export const written = (body: Body): { readonly type?: string; readonly bytes: Buffer } => {
  switch (body.kind) {
    case 'none':
      return { bytes: Buffer.alloc(0) }
    case 'json':
      return { type: 'application/json', bytes: Buffer.from(JSON.stringify(body.value) ?? '') }
    case 'xml':
      return { type: 'application/xml', bytes: Buffer.from(body.text) }
    case 'bytes':
      return { type: body.type, bytes: Buffer.from(body.bytes) }
    case 'form':
      return {
        type: 'application/x-www-form-urlencoded',
        bytes: Buffer.from(new URLSearchParams(body.fields.map(([name, value]) => [name, value])).toString()),
      }
    case 'multipart': {
      const parts = body.fields.map(
        ([name, value], index) =>
          `--cut\r\nContent-Disposition: form-data; name="${name}"${index % 2 ? '; filename="x.csv"' : ''}\r\n\r\n${value}\r\n`,
      )
      return { type: 'multipart/form-data; boundary=cut', bytes: Buffer.from(`${parts.join('')}--cut--\r\n`) }
    }
  }
}

/**
 * One call over HTTP/1.1. Status 0 when the line was closed before an answer, as a server may do to whoever goes on sending after a
 * refusal; -1 when nothing came within ten seconds.
 */
export const call = (
  url: string,
  method: string,
  path: string,
  headers: { readonly [name: string]: string },
  bytes: Buffer,
): Promise<Said> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const length = bytes.length > 0 || method === 'POST' ? { 'content-length': String(bytes.length) } : {}
    const sent = request({ hostname, port, agent, method, path, headers: { ...headers, ...length } })
    sent.setTimeout(10_000, () => {
      resolve({ status: -1, text: '' })
      sent.destroy()
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve({ status: 0, text: '' })
      else reject(error)
    })
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      const done = () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(parts).toString(),
          retryAfter: response.headers['retry-after'],
        })
      response.on('error', done)
      response.on('end', done)
    })
    sent.end(bytes)
  })
