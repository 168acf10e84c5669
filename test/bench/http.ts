import { Agent, type IncomingHttpHeaders, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

export interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Sends a request over a kept connection, as a platform does. */
export const exchange = (url: string, { method = 'POST', headers = {}, body = '' }: Asked): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

/** The same, for its text; throws unless the answer has this status. */
export const send = async (url: string, asked: Asked, expected = 200): Promise<string> => {
  const { status, text } = await exchange(url, asked)
  if (status !== expected) throw new Error(`${asked.method ?? 'POST'} ${url} answered ${status}: ${text.slice(0, 300)}`)
  return text
}
