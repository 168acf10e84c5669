import { performance } from 'node:perf_hooks'
import { asJson, type Json } from '../teams/json.ts'
import { signature } from './signing.ts'
import type { SocketMode } from './socket-mode.ts'
import { manifestAt, type World } from './world.ts'

export type Kind = 'command' | 'interactive' | 'options' | 'event'

/** What the product answered; status 0 when it did not answer within Slack's three seconds. */
export interface Answer {
  readonly status: number
  /** Parsed when it is JSON; undefined when it is empty. */
  readonly body: unknown
  readonly ms: number
  /** What it answered to the repeats that `Tamper.repeats` asked for. */
  readonly repeats: readonly Answer[]
}

/** What may be wrong with a delivery; without it everything is as Slack does it. */
export interface Tamper {
  /** Signs with another secret. */
  readonly secret?: string
  /** Seconds that the timestamp is off: negative is stale, positive lies in the future. The signature fits it. */
  readonly timestampOff?: number
  readonly withoutHeaders?: readonly ('x-slack-signature' | 'x-slack-request-timestamp')[]
  /** Laid over the finished payload. */
  readonly payload?: Json
  /** Changes the body after it was signed. */
  readonly forge?: (body: string) => string
  /** So many further deliveries of the very same, one after the other, with `x-slack-retry-num`. */
  readonly repeats?: number
}

/** Something that Slack sends: kept, so that it can be sent once more. */
export interface Delivery {
  readonly kind: Kind
  readonly payload: Json
}

const patienceMs = 3000

const urlIn: Readonly<Record<Exclude<Kind, 'command'>, readonly string[]>> = {
  interactive: ['settings', 'interactivity', 'request_url'],
  options: ['settings', 'interactivity', 'message_menu_options_url'],
  event: ['settings', 'event_subscriptions', 'request_url'],
}

/** The path that the manifest names for this kind; its host gives way to where the product under test listens. */
const pathOf = (world: World, { kind, payload }: Delivery): string => {
  const commands = manifestAt(world, 'features', 'slash_commands')
  const command = (Array.isArray(commands) ? commands : [])
    .map(asJson)
    .find((one) => one['command'] === payload['command'])
  const url = kind === 'command' ? command?.['url'] : manifestAt(world, ...urlIn[kind])
  if (typeof url !== 'string') throw new Error(`the manifest names no address for ${kind} payloads`)
  return new URL(url).pathname
}

const bodyOf = ({ kind, payload }: Delivery): { type: string; body: string } => {
  if (kind === 'event') return { type: 'application/json', body: JSON.stringify(payload) }
  const fields =
    kind === 'command'
      ? Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]))
      : { payload: JSON.stringify(payload) }
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() }
}

const parsed = (text: string): unknown => {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Sends to the product, with a signature over HTTP, or through its Socket Mode connection when it has one. */
export const openPostOffice = (
  world: World,
  signingSecret: string,
  appUrl: () => string | undefined,
  socket: SocketMode,
) => {
  const sent: Delivery[] = []

  const overHttp = async (path: string, type: string, body: string, tamper: Tamper, retry: number) => {
    const root = appUrl()
    if (!root) throw new Error('the fake does not know where the product listens: set appUrl')
    const timestamp = Math.floor(Date.now() / 1000) + (tamper.timestampOff ?? 0)
    const headers = new Headers({
      'content-type': type,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(tamper.secret ?? signingSecret, timestamp, body),
      ...(retry > 0 && { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
    })
    for (const name of tamper.withoutHeaders ?? []) headers.delete(name)
    const started = performance.now()
    try {
      const response = await fetch(new URL(path, root), {
        method: 'POST',
        headers,
        body: tamper.forge ? tamper.forge(body) : body,
        signal: AbortSignal.timeout(patienceMs),
        redirect: 'manual',
      })
      const text = await response.text()
      return { status: response.status, body: parsed(text), ms: performance.now() - started, repeats: [] }
    } catch (error) {
      // Whether it is too slow or gone: Slack sees no answer.
      if (error instanceof Error && (error.name === 'TimeoutError' || error.message === 'fetch failed'))
        return { status: 0, body: undefined, ms: performance.now() - started, repeats: [] }
      throw error
    }
  }

  const once = async (delivery: Delivery, tamper: Tamper, retry: number): Promise<Answer> => {
    if (socket.connected()) {
      if (tamper.secret ?? tamper.timestampOff ?? tamper.withoutHeaders ?? tamper.forge)
        throw new Error('there is no signature to tamper with in Socket Mode')
      const started = performance.now()
      const body = await socket.send(delivery, retry, patienceMs)
      const ms = performance.now() - started
      return body === 'silence'
        ? { status: 0, body: undefined, ms, repeats: [] }
        : { status: 200, body, ms, repeats: [] }
    }
    const { type, body } = bodyOf(delivery)
    return overHttp(pathOf(world, delivery), type, body, tamper, retry)
  }

  /** Sends a payload; what was sent can be sent again as it is. */
  const send = async (delivery: Delivery, tamper: Tamper = {}): Promise<Answer> => {
    const laid = { ...delivery, payload: { ...delivery.payload, ...tamper.payload } }
    sent.push(laid)
    const first = await once(laid, tamper, 0)
    const repeats: Answer[] = []
    for (let retry = 1; retry <= (tamper.repeats ?? 0); retry += 1) repeats.push(await once(laid, tamper, retry))
    return { ...first, repeats }
  }

  return {
    sent,
    send,
    /** Sends something that was sent before once more, as Slack's n-th retry. */
    again: (delivery: Delivery, retry: number, tamper: Tamper = {}): Promise<Answer> => once(delivery, tamper, retry),
    /** Any body at all, signed. */
    raw: (path: string, type: string, body: string, tamper: Tamper = {}): Promise<Answer> =>
      overHttp(path, type, body, tamper, 0),
  }
}

export type PostOffice = ReturnType<typeof openPostOffice>
