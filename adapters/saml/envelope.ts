import { inflateRawSync } from 'node:zlib'
import { type Fault, fault } from './fault.ts'
import { inspectXml, messageLimits } from './well-formed.ts'

/** A SAML message out of its HTTP wrapping: small, well-formed XML, of which nothing is believed yet. */
export interface Envelope {
  readonly ok: true
  readonly kind: 'request' | 'response'
  readonly xml: string
  /** Our own handle for what the browser was doing; anything that is not shaped like one is left out. */
  readonly relayState?: string
  /** The sender's, as it was sent: to be given back with the answer to a logout (Bindings §3.4.3), and for nothing else. */
  readonly theirRelayState?: string
  /** Redirect binding only: the signature and the very octets it was made over. Bindings §3.4.4.1. */
  readonly signature?: {
    readonly algorithm: string
    readonly value: Buffer
    readonly signed: string
  }
}

const handle = /^[A-Za-z0-9_-]{1,80}$/
const largest = messageLimits.characters
const bad = (detail: string): Fault => fault('http.bad_request', detail)
const tooLarge = (): Fault => fault('http.too_large', `more than ${largest} bytes`)

/**
 * Opens a message of the HTTP-POST binding. `body` is the raw application/x-www-form-urlencoded text.
 * Refuses a parameter given twice, base64 that is not exactly that, a RelayState over 80 bytes (`http.bad_request`),
 * more than 256 KB (`http.too_large`) and what `inspectXml` refuses, all before a parser runs. Bindings §3.5.
 */
export const openPost = (body: string): Envelope | Fault =>
  open(body, (base64) => strictBase64(base64.replace(/[\r\n]/g, '')))

/**
 * Opens a message of the HTTP-Redirect binding. `query` is the raw query string, without the question mark.
 * Refuses the same, and a message that inflates to more than 256 KB, which it does not inflate. Bindings §3.4.
 */
export const openRedirect = (query: string): Envelope | Fault => {
  const opened = open(query, (base64) => {
    const deflated = strictBase64(base64)
    if (!Buffer.isBuffer(deflated)) return deflated
    try {
      return inflateRawSync(deflated, { maxOutputLength: largest })
    } catch (error) {
      return error instanceof RangeError ? tooLarge() : bad('the message is not deflated')
    }
  })
  if (!opened.ok) return opened
  const raw = (name: string): string | undefined => query.split('&').find((part) => part.startsWith(`${name}=`))
  const parameters = new URLSearchParams(query)
  const algorithm = parameters.get('SigAlg')
  const base64 = parameters.get('Signature')
  if (algorithm === null && base64 === null) return opened
  const value = strictBase64(base64 ?? '')
  if (algorithm === null || !Buffer.isBuffer(value)) return bad('half a signature')
  const message = raw(opened.kind === 'request' ? 'SAMLRequest' : 'SAMLResponse')
  const named = raw('SigAlg')
  // A name that is itself percent-encoded would be read, yet be missing from what was signed.
  if (!message || !named) return bad('a parameter under a disguised name')
  const signed = [message, raw('RelayState'), named].filter(Boolean).join('&')
  return { ...opened, signature: { algorithm, value, signed } }
}

const open = (encoded: string, decode: (base64: string) => Buffer | Fault): Envelope | Fault => {
  // Twice what the largest message needs after base64, so that nothing larger is even split.
  if (encoded.length > largest * 3) return tooLarge()
  if (encoded.split('&', 17).length > 16) return bad('more parameters than any SAML message has')
  const parameters = new URLSearchParams(encoded)
  for (const name of ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature'])
    if (parameters.getAll(name).length > 1) return bad(`${name} is given more than once`)

  const request = parameters.get('SAMLRequest')
  const response = parameters.get('SAMLResponse')
  const message = request ?? response
  if (message === null || (request !== null && response !== null))
    return bad('one SAMLRequest or SAMLResponse is needed')
  const relayState = parameters.get('RelayState') ?? ''
  if (Buffer.byteLength(relayState) > 80) return bad('RelayState is longer than 80 bytes')

  const bytes = decode(message)
  if (!Buffer.isBuffer(bytes)) return bytes
  if (bytes.length > largest) return tooLarge()
  const xml = utf8(bytes)
  if (xml === undefined) return fault('xml.malformed', 'not UTF-8')
  const refused = inspectXml(xml)
  if (refused) return refused
  const kind = request === null ? 'response' : 'request'
  return {
    ok: true,
    kind,
    xml,
    ...(handle.test(relayState) ? { relayState } : {}),
    ...(relayState === '' ? {} : { theirRelayState: relayState }),
  }
}

/** The bytes, when the text is their one canonical base64 form: Node's own decoder skips what it does not know. */
const strictBase64 = (base64: string): Buffer | Fault => {
  const bytes = Buffer.from(base64, 'base64')
  return base64 !== '' && bytes.toString('base64') === base64 ? bytes : bad('not base64')
}

/** Keeps a byte order mark as a character, which XML then refuses: a message is UTF-8 and needs none. */
const utf8 = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
